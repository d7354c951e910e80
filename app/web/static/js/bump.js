// The bump chart: the line nearest to the pointer comes forward; choosing one follows it without leaving the page.
import { fetchPage, swapSection } from "./swap.js";

const STEPS = /M([\d.-]+) ([\d.-]+)|c5 0 5 [\d.-]+ 10 ([\d.-]+)|h(10)/g;
const REACH_PERCENT = 12;

export function followLines() {
  const chart = document.querySelector(".bump");
  if (!chart || chart.dataset.followed) return;
  chart.dataset.followed = "on";
  const lines = [...chart.querySelectorAll(".ln")].map((link) => ({ link, points: pointsOf(link) }));
  chart.addEventListener("pointermove", (event) => bringForward(lines, nearest(lines, chart, event)));
  chart.addEventListener("pointerleave", () => bringForward(lines, null));
  chart.addEventListener("click", (event) => follow(event, event.target.closest(".ln") ?? nearest(lines, chart, event)));
}

function pointsOf(link) {
  const points = new Map();
  let x = 0;
  let y = 0;
  for (const path of link.querySelectorAll(".st-line")) {
    for (const [, startX, startY, drop, flat] of path.getAttribute("d").matchAll(STEPS)) {
      if (startX !== undefined) [x, y] = [Number(startX), Number(startY)];
      else [x, y] = [x + 10, y + (flat ? 0 : Number(drop))];
      points.set(x, y);
    }
  }
  return points;
}

function nearest(lines, chart, event) {
  const frame = chart.querySelector(".clip").getBoundingClientRect();
  const width = chart.querySelector(".clip").viewBox.baseVal.width;
  const x = 10 * Math.round((width * (event.clientX - frame.left)) / frame.width / 10);
  const y = (100 * (event.clientY - frame.top)) / frame.height;
  const far = lines.map(({ link, points }) => [points.has(x) ? Math.abs(points.get(x) - y) : Infinity, link]);
  const [distance, link] = far.reduce((best, other) => (other[0] < best[0] ? other : best), [Infinity, null]);
  return distance <= REACH_PERCENT ? link : null;
}

function bringForward(lines, chosen) {
  for (const { link } of lines) link.classList.toggle("near", link === chosen);
}

async function follow(event, link) {
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  const url = link.getAttribute("href");
  const hadFocus = link.matches(":focus");
  try {
    swapSection(await fetchPage(url), "history", url);
    if (hadFocus) lineOf(url)?.focus({ preventScroll: true });
  } catch {
    location.assign(url);
  }
}

function lineOf(url) {
  return [...document.querySelectorAll(".bump .ln")].find((link) => link.getAttribute("href") === url);
}
