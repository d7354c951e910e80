// Menus and definitions are <details>: Esc and a click elsewhere close them.
const OPEN = ".menu[open], .figure details[open]";

export function startMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll(OPEN)) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(OPEN)) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
}
