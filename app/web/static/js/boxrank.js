// Entry: each feature looks for its own place in the page and does nothing where there is none.
import { followLines } from "./bump.js";
import { startChartCursor } from "./chart-cursor.js";
import { startDays } from "./days.js";
import { startMenus } from "./menus.js";
import { startPlay } from "./play.js";
import { startSearch } from "./search.js";
import { keepTableRoles } from "./table-roles.js";
import { startTheme } from "./theme-button.js";
import { startWatchlist, showWatchlist } from "./watchlist.js";

function enhanceMain() {
  keepTableRoles();
  showWatchlist();
  followLines();
}

startTheme();
startMenus();
startSearch();
startDays();
startPlay();
startWatchlist();
startChartCursor();
enhanceMain();
document.addEventListener("boxrank:swapped", enhanceMain);

const uplot = document.querySelector("[data-uplot]");
if (uplot) import("./charts.js").then(({ startCharts }) => startCharts(uplot));
