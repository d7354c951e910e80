// On a phone the rows are laid out as a grid; roles keep them a table for screen readers.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };

export function keepTableRoles() {
  for (const table of document.querySelectorAll(".board, .compare")) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
      part.setAttribute("role", part.scope === "row" ? "rowheader" : ROLES[part.tagName]);
    }
  }
}
