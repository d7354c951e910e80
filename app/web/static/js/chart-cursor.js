// One dotted cursor through all charts of a box, its day's values written in the captions.
const SVG = "http://www.w3.org/2000/svg";
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

const READERS = {
  floor: (day) => written(day.floor_price_usd, cents),
  volume: (day) => `${written(day.daily_volume_usd, dollars)}, average ${written(day.unified_volume_7d_ema, dollars)}`,
  listed: (day) => written(day.active_listings_count, plain),
  sold: (day) => written(day.boxes_sold, plain),
  rank: (day) => written(day.rank, plain),
};

export function startChartCursor() {
  const data = document.getElementById("series");
  const section = document.getElementById("charts");
  if (!data || !section) return;
  const columns = JSON.parse(data.textContent);
  section.classList.add("has-cursor");
  const move = (event) => {
    const pane = event.target.closest(".pane");
    if (pane) showDay(section, columns, dayUnder(pane, columns.day.length, event.clientX));
  };
  section.addEventListener("pointermove", move);
  section.addEventListener("pointerdown", move);
}

function dayUnder(pane, count, clientX) {
  const frame = pane.querySelector("svg").getBoundingClientRect();
  const at = Math.floor((count * (clientX - frame.left)) / frame.width);
  return Math.min(count - 1, Math.max(0, at));
}

function showDay(section, columns, at) {
  const day = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]]));
  const x = `${(100 * (at + 0.5)) / columns.day.length}%`;
  for (const pane of section.querySelectorAll(".pane")) {
    const line = pane.querySelector(".cursor") ?? pane.appendChild(cursorLine());
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    pane.closest(".chart").querySelector(".read").replaceChildren(`${spoken(day.day)} `, bold(READERS[pane.dataset.pane](day)));
  }
}

function cursorLine() {
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y1", "0");
  line.setAttribute("y2", "100%");
  return line;
}

function bold(text) {
  const strong = document.createElement("b");
  strong.textContent = text;
  return strong;
}

function written(value, format) {
  return value === null ? "not reported" : format.format(value);
}

function spoken(day) {
  return new Date(day).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}
