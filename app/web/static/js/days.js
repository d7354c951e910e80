// The day navigator: arrow keys, the date field, and the tape under the pointer.
const DAY_MILLISECONDS = 86_400_000;

export function startDays() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  document.addEventListener("pointermove", onPointer);
  document.addEventListener("click", onClick);
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable], .u-over")) return;
  const relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (relation) document.querySelector(`.days a[rel="${relation}"]`)?.click();
}

function onChange(event) {
  const field = event.target;
  if (field.matches('.days input[type="date"]') && field.value && field.checkValidity()) field.form.requestSubmit();
}

function onPointer(event) {
  const tape = event.target.closest?.(".tape");
  if (!tape) return;
  const { day, mark } = dayUnder(tape, event.clientX);
  const words = { 1: "", p: ", partial", 0: ", no board" }[mark];
  tape.parentElement.title = `${spoken(day)}${words}`;
  tape.parentElement.classList.toggle("can-open", mark !== "0");
}

function onClick(event) {
  const tape = event.target.closest(".tape");
  if (!tape) return;
  const { day, mark } = dayUnder(tape, event.clientX);
  if (mark !== "0") location.assign(tape.parentElement.dataset.dayUrl.replace("{day}", iso(day)));
}

function dayUnder(tape, clientX) {
  const frame = tape.getBoundingClientRect();
  const marks = tape.dataset.days;
  const place = Math.floor((marks.length * (clientX - frame.left)) / frame.width);
  const at = Math.min(marks.length - 1, Math.max(0, place));
  return { day: new Date(Date.parse(tape.dataset.first) + at * DAY_MILLISECONDS), mark: marks[at] };
}

function iso(day) {
  return day.toISOString().slice(0, 10);
}

function spoken(day) {
  return day.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}
