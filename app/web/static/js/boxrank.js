// Entry: what readers can do is loaded behind what they see, so that the first paint has the machine to itself.
// Each feature looks for its own place in the page and does nothing where there is none.
await firstPaint();
const [bump, cursor, days, menus, play, search, roles, theme, watchlist] = await Promise.all([
  import("./bump.js"),
  import("./chart-cursor.js"),
  import("./days.js"),
  import("./menus.js"),
  import("./play.js"),
  import("./search.js"),
  import("./table-roles.js"),
  import("./theme-button.js"),
  import("./watchlist.js"),
]);

theme.startTheme();
menus.startMenus();
search.startSearch();
days.startDays();
play.startPlay();
watchlist.startWatchlist();
cursor.startChartCursor();
enhanceMain();
document.addEventListener("boxrank:swapped", enhanceMain);
document.documentElement.dataset.script = "ready";

const uplot = document.querySelector("[data-uplot]");
if (uplot) import("./charts.js").then(({ startCharts }) => startCharts(uplot));

function enhanceMain() {
  roles.keepTableRoles();
  watchlist.showWatchlist();
  bump.followLines();
}

// A browser may keep the times of its paints to itself: then two seconds have to do.
function firstPaint() {
  return new Promise((resolve) => {
    setTimeout(resolve, 2000);
    const observer = new PerformanceObserver((seen) => {
      if (!seen.getEntriesByName("first-contentful-paint").length) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: "paint", buffered: true });
  });
}
