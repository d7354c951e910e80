// The search box: / puts the cursor into it; on the board the rows follow as you type.
import { fetchPage, swapMain } from "./swap.js";

const WAIT_MILLISECONDS = 180;
let waiting = null;
let running = null;

export function startSearch() {
  const field = document.querySelector('.find input[type="search"]');
  document.addEventListener("keydown", (event) => onSlash(event, field));
  if (!document.querySelector(".days")) return;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(field.form), WAIT_MILLISECONDS);
  });
}

function onSlash(event, field) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  field.select();
  field.focus();
}

async function search(form) {
  running?.abort();
  running = new AbortController();
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    swapMain(await fetchPage(url, running.signal), url);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}
