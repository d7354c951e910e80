// The watchlist lives in this browser: stars on rows, a button on a box page, a tab, a file to take away.
const KEY = "boxrank-watchlist";
const STAR = '<svg aria-hidden="true"><use href="#star"/></svg>';

export function startWatchlist() {
  document.addEventListener("click", (event) => {
    const star = event.target.closest("[data-star]");
    if (star) toggle(star.dataset.star);
    if (event.target.closest("[data-watchlist-export]")) download();
  });
  addEventListener("storage", (event) => {
    if (event.key === KEY) showWatchlist();
  });
}

export function showWatchlist() {
  const slugs = watched();
  for (const row of document.querySelectorAll(".board tr[data-slug]")) markRow(row, slugs);
  const button = document.querySelector(".watching");
  if (button) markButton(button, slugs.includes(button.dataset.star));
  showTab(slugs);
  showExport(slugs);
}

function watched() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((slug) => typeof slug === "string") : [];
  } catch {
    return [];
  }
}

function toggle(slug) {
  const slugs = watched();
  const changed = slugs.includes(slug) ? slugs.filter((other) => other !== slug) : [...slugs, slug];
  try {
    localStorage.setItem(KEY, JSON.stringify(changed));
  } catch {
    return;
  }
  showWatchlist();
}

function markRow(row, slugs) {
  const isWatched = slugs.includes(row.dataset.slug);
  row.classList.toggle("mine", isWatched);
  const cell = row.querySelector(".wa");
  const star = cell.firstElementChild ?? cell.appendChild(newStar(row));
  star.setAttribute("aria-pressed", String(isWatched));
}

function newStar(row) {
  const star = document.createElement("button");
  star.type = "button";
  star.className = "watch";
  star.dataset.star = row.dataset.slug;
  star.setAttribute("aria-label", `Watch ${row.querySelector(".bx a").textContent.trim()}`);
  star.innerHTML = STAR;
  return star;
}

function markButton(button, isWatched) {
  button.setAttribute("aria-pressed", String(isWatched));
  button.lastElementChild.textContent = isWatched ? "Watching" : "Watch";
}

function showTab(slugs) {
  const tab = document.querySelector("[data-watchlist]");
  if (!tab) return;
  tab.href = tab.dataset.watchlist.replace("{slugs}", slugs.map(encodeURIComponent).join(","));
  tab.querySelector(".count").textContent = slugs.length;
}

function showExport(slugs) {
  const end = document.querySelector(".controls .end");
  if (!end || end.querySelector("[data-watchlist-export]") || !slugs.length) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "textlink";
  button.dataset.watchlistExport = "";
  button.textContent = "Save my watchlist";
  end.prepend(button);
}

function download() {
  const file = new Blob([`box\n${watched().join("\n")}\n`], { type: "text/csv" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "boxrank-watchlist.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
