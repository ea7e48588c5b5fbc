// The desk: table and paper light up together, the paper zooms, single keys work while no text is being typed.
const ZOOMS = ["", "z1", "z2", "z3", "z4"];
const DOUBTFUL = "a[data-doubt]";
let zoom = 0;

const work = () => document.getElementById("work");
const links = (selector) => [...document.querySelectorAll(`#work .sheet ${selector}`)];
const keyOf = (node) => node?.closest?.("[data-cell]")?.dataset.cell;

function light(key) {
  for (const node of document.querySelectorAll(".lit")) node.classList.remove("lit");
  if (!key) return;
  const cell = CSS.escape(key);
  document.querySelector(`#boxes [data-cell="${cell}"] .box`)?.classList.add("lit");
  document.querySelector(`#work td[data-cell="${cell}"]`)?.classList.add("lit");
}

function bringIntoSight() {
  const scroller = document.querySelector(".scroller");
  const box = document.querySelector(".box.chosen");
  if (scroller && box) {
    const at = box.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    if (at.top < view.top || at.bottom > view.bottom) scroller.scrollTop += at.top - view.top - view.height / 3;
    if (at.left < view.left || at.right > view.right) scroller.scrollLeft += at.left - view.left - view.width / 4;
  }
  document.querySelector("#work td.chosen")?.scrollIntoView({ block: "nearest" });
}

function setZoom(to) {
  zoom = Math.max(0, Math.min(ZOOMS.length - 1, to));
  const leaf = document.querySelector(".leaf");
  if (!leaf) return;
  leaf.className = `leaf ${ZOOMS[zoom]}`.trim();
  bringIntoSight();
}

function step(by) {
  const all = links("a[data-cell]");
  const doubtful = links(DOUBTFUL);
  if (!doubtful.length) return;
  const now = all.findIndex((node) => node.hasAttribute("aria-current"));
  const ahead = by > 0 ? doubtful : doubtful.toReversed();
  const next = ahead.find((node) => (all.indexOf(node) - now) * by > 0) ?? ahead[0];
  next.click();
}

function move(key) {
  const here = document.activeElement?.closest?.(".sheet td");
  if (!here) return false;
  const { left, right, top, bottom } = here.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  let best = null;
  for (const cell of here.closest("table").querySelectorAll("td")) {
    if (cell === here) continue;
    const at = cell.getBoundingClientRect();
    const [dx, dy] = [(at.left + at.right) / 2 - x, (at.top + at.bottom) / 2 - y];
    const sideways = at.top < bottom - 2 && at.bottom > top + 2;
    const upright = at.left < right - 2 && at.right > left + 2;
    const fits = { ArrowLeft: sideways && dx < 0, ArrowRight: sideways && dx > 0, ArrowUp: upright && dy < 0, ArrowDown: upright && dy > 0 }[key];
    const far = Math.abs(dx) + Math.abs(dy);
    if (fits && (!best || far < best.far)) best = { cell, far };
  }
  best?.cell.querySelector("a").focus();
  return Boolean(best);
}

const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
const KEYS = {
  n: () => step(1),
  p: () => step(-1),
  e: () => document.querySelector("[data-edit]")?.focus(),
  a: () => press("a"),
  g: () => press("g"),
  u: () => press("u"),
  "+": () => setZoom(zoom + 1),
  "=": () => setZoom(zoom + 1),
  "-": () => setZoom(zoom - 1),
  "?": () => document.getElementById("keys")?.showModal(),
};
// The same places on a Thai keyboard (Kedmanee), so that nobody has to change layouts.
const KEDMANEE = { "ื": "n", "ย": "p", "ำ": "e", "ฟ": "a", "เ": "g", "ี": "u" };

document.addEventListener("keydown", (event) => {
  if (!work()) return;
  const field = event.target.closest?.("input, textarea, select");
  if (field) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.form?.requestSubmit(field.form.querySelector("[data-save]") ?? undefined);
    } else if (event.key === "Escape") {
      field.blur();
      document.querySelector("#work a[aria-current]")?.focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key.startsWith("Arrow")) {
    if (move(event.key)) event.preventDefault();
    return;
  }
  if (!singleKeys()) return;
  const act = KEYS[KEDMANEE[event.key] ?? event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

function singleKeys() {
  try {
    return localStorage.getItem("single-keys") !== "off";
  } catch {
    return true;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  try {
    localStorage.setItem("single-keys", event.target.checked ? "on" : "off");
  } catch {
    // a browser that keeps nothing: the keys stay on
  }
});

document.addEventListener("pointerover", (event) => light(keyOf(event.target)));
document.addEventListener("focusin", (event) => light(keyOf(event.target)));

document.addEventListener("click", (event) => {
  const zoomed = event.target.closest?.("[data-zoom]")?.dataset.zoom;
  if (zoomed) setZoom({ in: zoom + 1, out: zoom - 1, fit: 0 }[zoomed]);
  if (event.target.closest?.('[data-open="keys"]')) document.getElementById("keys")?.showModal();
  if (event.target.closest?.('button[data-key="n"]')) step(1);
  const box = event.target.closest?.("#boxes a");
  if (box && !event.ctrlKey && !event.metaKey) {
    const link = document.querySelector(`#work a[data-cell="${CSS.escape(box.dataset.cell)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  }
});

let scrolled = 0;
document.addEventListener("htmx:beforeSwap", () => {
  scrolled = document.querySelector(".sheets")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSettle", () => {
  const sheets = document.querySelector(".sheets");
  if (!sheets) return;
  sheets.scrollTop = scrolled;
  if (!document.activeElement || document.activeElement === document.body) {
    document.querySelector("#work a[aria-current]")?.focus({ preventScroll: true });
  }
  bringIntoSight();
});

const box = document.getElementById("keys-on");
if (box) box.checked = singleKeys();
bringIntoSight();
