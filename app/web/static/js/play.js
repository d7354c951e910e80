// Plays the board day by day: follows the page's own link to the next ranked day. Any control stops it.
import { fetchPage, swapMain } from "./swap.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const PAUSE_ICON = '<svg aria-hidden="true"><use href="#pause"/></svg>';
let running = null;

export function startPlay() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}

function onClick(event) {
  const button = event.target.closest("[data-play], [data-pause]");
  if (button?.hasAttribute("data-play")) {
    event.preventDefault();
    play(button.href);
  } else if (running && event.target.closest("a, button, input, summary, select")) {
    if (button) event.preventDefault();
    stop();
  }
}

function onKey(event) {
  if (!running) return;
  if (event.key === " ") event.preventDefault();
  if (event.key === " " || event.key === "Escape") stop();
}

async function play(url) {
  running = new AbortController();
  const { signal } = running;
  try {
    for (let next = url; next && !signal.aborted; next = nextDay()) {
      const [page] = await Promise.all([fetchPage(next, signal), pace(signal)]);
      if (signal.aborted) return;
      swapMain(page, next);
      showPlaying();
    }
  } catch (error) {
    if (error.name !== "AbortError") console.error("Play stopped:", error);
  }
  if (!signal.aborted) stop();
}

function stop() {
  running.abort();
  running = null;
  document.querySelector(".days")?.classList.remove("playing");
  const pause = document.querySelector("[data-pause]");
  if (pause) pause.replaceWith(pause.playLink);
}

function nextDay() {
  return document.querySelector('.days a[rel="next"]')?.href;
}

function pace(signal) {
  const milliseconds = still.matches ? 1200 : 700;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); });
  });
}

function showPlaying() {
  const days = document.querySelector(".days");
  days.classList.add("playing");
  const link = days.querySelector("[data-play]");
  if (!link) return;
  const pause = document.createElement("button");
  pause.type = "button";
  pause.className = link.className;
  pause.dataset.pause = "";
  pause.innerHTML = `${PAUSE_ICON}Pause`;
  pause.playLink = link;
  link.replaceWith(pause);
  pause.focus({ preventScroll: true });
}
