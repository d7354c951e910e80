// The button for light or dark; without script it stays hidden and the system decides.
const root = document.documentElement;

export function startTheme() {
  const button = document.querySelector("[data-theme-toggle]");
  button.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
}

function isDark() {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function choose(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("boxrank-theme", theme);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  document.dispatchEvent(new CustomEvent("boxrank:theme"));
}
