// With uPlot installed the drawn charts become interactive: hover, drag or pinch to zoom, double tap to reset, one cursor for all.
import { PANES, shortDay } from "./chart-panes.js";
import { startPinch } from "./chart-pinch.js";

const HALF_DAY = 43_200;

export async function startCharts(section) {
  const data = document.getElementById("series");
  if (!data) return;
  await Promise.all([load("script", { src: section.dataset.uplot }), load("link", { rel: "stylesheet", href: section.dataset.uplotStyle })]);
  const { uPlot } = globalThis;
  const columns = JSON.parse(data.textContent);
  const days = columns.day.map((day) => Date.parse(day) / 1000);
  const group = uPlot.sync("boxrank");
  const draw = () => [...section.querySelectorAll(".chart")].map((figure) => plot(uPlot, group, figure, columns, days));
  let plots = draw().filter(Boolean);
  const redraw = () => {
    for (const { chart, place } of plots) {
      chart.destroy();
      place.remove();
    }
    plots = draw().filter(Boolean);
  };
  document.addEventListener("boxrank:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new ResizeObserver(() => plots.forEach(fit)).observe(section);
}

function load(tag, properties) {
  const element = Object.assign(document.createElement(tag), properties);
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${tag} did not load`)));
    document.head.append(element);
  });
}

function plot(uPlot, group, figure, columns, days) {
  const drawn = figure.querySelector(".pane");
  if (!drawn) return null;
  const height = drawn.dataset.height ?? (drawn.dataset.height = drawn.getBoundingClientRect().height);
  const pane = PANES[drawn.dataset.pane];
  const place = document.createElement("div");
  place.className = "live";
  drawn.before(place);
  drawn.classList.add("replaced");
  const options = settings(uPlot, group, figure, pane, columns, drawn.classList.contains("dated"));
  const chart = new uPlot(
    { ...options, width: place.clientWidth, height: Number(height) },
    [days, ...pane.series.map(({ figure: name }) => columns[name])],
    place,
  );
  chart.over.addEventListener("pointermove", (event) => followFinger(chart, event));
  startPinch(chart, group.plots);
  return { chart, place };
}

// A finger that slides along reads out the days as a mouse does; up and down it still scrolls the page.
function followFinger(chart, event) {
  if (event.pointerType !== "touch") return;
  const frame = chart.over.getBoundingClientRect();
  chart.setCursor({ left: event.clientX - frame.left, top: event.clientY - frame.top }, true, true);
}

function fit({ chart, place }) {
  if (place.clientWidth && place.clientWidth !== chart.width) chart.setSize({ width: place.clientWidth, height: chart.height });
}

function settings(uPlot, group, figure, pane, columns, isDated) {
  const colour = colours(figure);
  const font = `12px ${getComputedStyle(figure).fontFamily}`;
  const axis = { stroke: colour("--ink-3"), font, grid: { stroke: colour("--rule"), width: 1 }, ticks: { show: false } };
  return {
    legend: { show: false },
    padding: [8, 12, isDated ? 0 : 6, 0],
    cursor: { sync: { key: group.key }, y: false, points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: true, range: (_, low, high) => [low - HALF_DAY, high + HALF_DAY] }, y: { range: pane.range, dir: pane.isInverted ? -1 : 1 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    axes: [
      { ...axis, grid: { show: false }, show: isDated, size: 24, space: 80, values: (_, ticks) => ticks.map(shortDay) },
      { ...axis, size: 56, space: 28, values: (_, ticks) => ticks.map(pane.tick), ...pane.axis },
    ],
    series: [{}, ...pane.series.map((series) => line(uPlot, series, colour))],
    hooks: {
      drawClear: [(chart) => hatch(chart, columns, colour("--hatch"))],
      setCursor: [(chart) => read(chart, figure, pane, columns)],
    },
  };
}

function line(uPlot, { look }, colour) {
  if (look === "bars") {
    const paths = uPlot.paths.bars({ size: [0.6, 60] });
    return { paths, fill: colour("--bar"), width: 0, points: { show: false } };
  }
  const isAverage = look === "gold";
  return { stroke: colour(isAverage ? "--gold-line" : "--line"), width: isAverage ? 2.75 : 1.75, dash: look === "dash" ? [6, 4] : [], spanGaps: false, points: { show: true, size: 5, filter: loneDays } };
}

// A line cannot show a day that stands alone: it becomes a dot.
function loneDays(chart, series) {
  const values = chart.data[series];
  const isGap = (at) => (values[at] ?? null) === null;
  return values.map((_, at) => at).filter((at) => !isGap(at) && isGap(at - 1) && isGap(at + 1));
}

// Custom properties give back the raw light-dark(…): a probe's computed colour is the real one.
function colours(figure) {
  const probe = figure.appendChild(document.createElement("span"));
  const found = new Map();
  for (const name of ["--ink-3", "--rule", "--paper", "--hatch", "--bar", "--line", "--gold-line"]) {
    probe.style.color = `var(${name})`;
    found.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return (name) => found.get(name);
}

function hatch(chart, columns, colour) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  for (const [at, day] of chart.data[0].entries()) {
    if (columns.is_missing[at]) {
      const left = chart.valToPos(day - HALF_DAY, "x", true);
      ctx.rect(left, bbox.top, chart.valToPos(day + HALF_DAY, "x", true) - left, bbox.height);
    }
  }
  ctx.clip();
  ctx.beginPath();
  for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += 9) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 3;
  ctx.stroke();
  ctx.restore();
}

function read(chart, figure, pane, columns) {
  const at = chart.cursor.idx;
  if (at === null || at === undefined) return;
  const words = document.createElement("b");
  words.textContent = pane.read((name) => columns[name][at]);
  figure.querySelector(".read").replaceChildren(`${pane.day(columns.day[at])} `, words);
}
