// Two fingers on a chart zoom all charts: the days under the fingers stay under them. Double tap resets.
const FEWEST_SECONDS = 4 * 86_400;

export function startPinch(chart, charts) {
  const fingers = new Map();
  let held = null;
  chart.over.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, event.clientX);
    held = fingers.size === 2 ? places(chart, fingers).map((place) => chart.posToVal(place, "x")) : null;
  });
  chart.over.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    if (held) show(charts, span(chart, places(chart, fingers), held));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    chart.over.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      held = null;
    });
  }
}

function places(chart, fingers) {
  const { left } = chart.over.getBoundingClientRect();
  return [...fingers.values()].map((x) => x - left).sort((a, b) => a - b);
}

// The span that puts the two held days where the fingers are, within the days there are.
function span(chart, [left, right], [from, to]) {
  const days = chart.data[0];
  const first = days[0];
  const last = days[days.length - 1];
  const width = chart.over.clientWidth;
  const perPixel = (to - from) / Math.max(1, right - left);
  const length = Math.min(Math.max(perPixel * width, FEWEST_SECONDS), last - first);
  const min = Math.min(Math.max(from - left * perPixel, first), last - length);
  return { min, max: min + length };
}

function show(charts, wanted) {
  for (const chart of charts) chart.setScale("x", wanted);
}
