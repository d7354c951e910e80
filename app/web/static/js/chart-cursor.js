// One dotted cursor through all charts of a page, its day's values written in the captions.
import { PANES } from "./chart-panes.js";

const SVG = "http://www.w3.org/2000/svg";

export function startChartCursor() {
  const data = document.getElementById("series");
  const section = document.getElementById("charts");
  if (!data || !section) return;
  const { labels, ...columns } = JSON.parse(data.textContent);
  section.classList.add("has-cursor");
  const move = (event) => {
    const pane = event.target.closest(".pane");
    if (pane) showDay(section, columns, labels, dayUnder(pane, columns.day.length, event.clientX));
  };
  section.addEventListener("pointermove", move);
  section.addEventListener("pointerdown", move);
}

function dayUnder(pane, count, clientX) {
  const frame = pane.querySelector("svg").getBoundingClientRect();
  const at = Math.floor((count * (clientX - frame.left)) / frame.width);
  return Math.min(count - 1, Math.max(0, at));
}

function showDay(section, columns, labels, at) {
  const day = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]]));
  const x = `${(100 * (at + 0.5)) / columns.day.length}%`;
  for (const pane of section.querySelectorAll(".pane")) {
    const line = pane.querySelector(".cursor") ?? pane.appendChild(cursorLine());
    const shown = PANES[pane.dataset.pane];
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    pane.closest(".chart").querySelector(".read").replaceChildren(`${shown.day(day.day)} `, bold(shown.read((name) => day[name], labels)));
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
