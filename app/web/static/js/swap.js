// Shows another view of the page without leaving it: the same address, the same HTML, rows sliding to their new place.
const still = matchMedia("(prefers-reduced-motion: reduce)");

export async function fetchPage(url, signal) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

export function swapMain(page, url) {
  const before = rowTops();
  document.title = page.title;
  document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
  document.querySelector(".foot").replaceWith(page.querySelector(".foot"));
  history.replaceState(history.state, "", url);
  document.dispatchEvent(new CustomEvent("boxrank:swapped"));
  if (!still.matches) slideRows(before);
}

export function swapSection(page, id, url) {
  document.getElementById(id).replaceWith(page.getElementById(id));
  history.replaceState(history.state, "", url);
  document.dispatchEvent(new CustomEvent("boxrank:swapped"));
}

function rows() {
  return document.querySelectorAll(".board tbody tr[data-slug]");
}

function rowTops() {
  return new Map([...rows()].map((row) => [row.dataset.slug, row.getBoundingClientRect().top]));
}

// First, last, invert, play: each row starts where it stood and slides to where it stands.
function slideRows(before) {
  for (const row of rows()) {
    const shift = before.has(row.dataset.slug) ? before.get(row.dataset.slug) - row.getBoundingClientRect().top : 0;
    if (Math.abs(shift) < 1) continue;
    row.classList.add(shift > 0 ? "climbs" : "falls");
    row.animate({ transform: [`translateY(${shift}px)`, "none"] }, { duration: 220, easing: "cubic-bezier(0.2, 0, 0.1, 1)" });
  }
}
