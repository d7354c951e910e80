// What each chart shows and how its values are written: shared by the drawn charts and the interactive ones.
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 3 }); // no two ticks alike

const written = (value, format) => (value === null ? "not reported" : format.format(value));
const shortDollars = (value) => (value ? `$${short.format(value).toLowerCase()}` : "0");
const fromZero = (_, low, high) => [0, (high || 1) * 1.05];
const fromZeroClipped = (chart, low, high) => [0, (secondHighest(chart) || high || 1) * 1.1];
const aroundPrice = (_, low, high) => {
  const margin = Math.max(high - low, 0.1 * high) * 0.08 || 1;
  return [Math.max(0, low - margin), high + margin];
};
const ranks = (_, low, high) => {
  const lowest = Math.max(5, high);
  return [1 - 0.06 * lowest, lowest * 1.04];
};

// One great bar may run off the chart, so that it does not flatten the rest; its value is in the caption.
function secondHighest(chart) {
  const [first, last] = chart.series[0].idxs ?? [0, chart.data[1].length - 1];
  return chart.data[1].slice(first, last + 1).filter((value) => value !== null).sort((a, b) => b - a)[1];
}

function rankTicks(chart, at, low, high) {
  const step = Math.max(1, Math.ceil((high - low) / 4 / 5) * 5);
  return [1, ...Array.from({ length: Math.floor(high / step) }, (_, index) => (index + 1) * step)].filter((tick) => tick > low && tick <= high);
}

export function shortDay(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

function day(iso) {
  return new Date(iso).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}

function pane(figures, range, tick, read, extra = {}) {
  return { series: figures.map(([figure, look]) => ({ figure, look })), range, tick, read, day, ...extra };
}

// Boxes side by side: each by its label, a dash where its line is broken.
const each = (values, labels) => labels.map((label, at) => `${label} ${values[at] === null ? "–" : plain.format(values[at])}`).join(", ");

const prices = (floor, market) => {
  const parts = [floor === null ? null : `floor ${cents.format(floor)}`, market === null ? null : `market price ${cents.format(market)}`];
  return parts.filter(Boolean).join(", ") || "not reported";
};

export const PANES = {
  price: pane([["floor_price_usd", "line"], ["market_price_usd", "dash"]], aroundPrice, shortDollars, (of) => prices(of("floor_price_usd"), of("market_price_usd"))),
  volume: pane(
    [["daily_volume_usd", "bars"], ["unified_volume_7d_ema", "gold"]],
    fromZeroClipped,
    shortDollars,
    (of) => `${written(of("daily_volume_usd"), dollars)}, average ${written(of("unified_volume_7d_ema"), dollars)}`,
  ),
  listed: pane([["active_listings_count", "line"]], fromZero, plain.format, (of) => written(of("active_listings_count"), plain)),
  sold: pane([["boxes_sold", "bars"]], fromZero, plain.format, (of) => written(of("boxes_sold"), plain)),
  rank: pane([["rank", "line"]], ranks, (value) => (Number.isInteger(value) && value ? value : ""), (of) => written(of("rank"), plain), { isInverted: true, axis: { splits: rankTicks } }),
  market: { day, read: (of, labels) => each(of("market"), labels) },
  floors: { day, read: (of, labels) => each(of("floors"), labels) },
  ranks: { day, read: (of, labels) => each(of("ranks"), labels) },
};
