// Loaded before the page is painted: the reader's own choice of light or dark, if one was made.
document.documentElement.dataset.script = "on";
try {
  const chosen = localStorage.getItem("boxrank-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is unavailable: the system setting applies.
}
