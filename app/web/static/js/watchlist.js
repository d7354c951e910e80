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
  for (const place of document.querySelectorAll("[data-watch-button]")) markButton(place, slugs);
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
  const star = cell.firstElementChild ?? cell.appendChild(starButton(row.dataset.slug, "watch"));
  star.setAttribute("aria-label", `Watch ${row.querySelector(".bx a").textContent.trim()}`);
  star.setAttribute("aria-pressed", String(isWatched));
  star.innerHTML ||= STAR;
}

function markButton(place, slugs) {
  const isWatched = slugs.includes(place.dataset.slug);
  const button = place.firstElementChild ?? place.appendChild(starButton(place.dataset.slug, "button"));
  button.setAttribute("aria-pressed", String(isWatched));
  button.innerHTML = `${STAR}${isWatched ? "Watching" : "Watch"}`;
}

function starButton(slug, look) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.dataset.star = slug;
  return button;
}

function showTab(slugs) {
  const pattern = document.body.dataset.watchlistUrl;
  if (!pattern) return;
  const nav = document.querySelector(".nav");
  const tab = nav.querySelector("[data-watchlist]") ?? nav.appendChild(document.createElement("a"));
  tab.dataset.watchlist = "";
  tab.href = pattern.replace("{slugs}", slugs.map(encodeURIComponent).join(","));
  tab.innerHTML = `Watchlist <span class="count">${slugs.length}</span>`;
  tab.toggleAttribute("aria-current", tab.href === location.href);
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
