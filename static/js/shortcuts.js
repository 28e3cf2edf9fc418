// Keyboard shortcuts. Off until somebody turns them on, in this browser only; every key can change.

const STORE = "shortcuts";
const DEFAULTS = {
  next: "j",
  previous: "k",
  open: "e",
  assign: "a",
  snooze: "s",
  search: "/",
  up: "u",
  inbox: "gi",
  cases: "gc",
  help: "?",
};
const PATIENCE = 1200;

function read() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? { on: false, keys: DEFAULTS };
  } catch {
    return { on: false, keys: DEFAULTS };
  }
}

function write(choice) {
  try {
    localStorage.setItem(STORE, JSON.stringify(choice));
    return true;
  } catch {
    return false;
  }
}

const rows = () => [...document.querySelectorAll("main .row-link")];

function step(by) {
  const links = rows();
  const here = links.indexOf(document.activeElement);
  const there = here < 0 && by < 0 ? links.length - 1 : here + by;
  links[Math.min(Math.max(there, 0), links.length - 1)]?.focus();
}

/** The task in focus, or the one that the page is about; the server says who may do what. */
function task() {
  const focused = document.activeElement?.closest?.("a.row-link")?.pathname;
  return [focused, location.pathname]
    .map((path) => path?.match(/^\/task\/\d+\//)?.[0])
    .find(Boolean);
}

function go(address) {
  if (address) location.assign(address);
}

function openHere() {
  const link = document.activeElement?.closest?.("a.row-link");
  (link ?? document.querySelector(".identity__next a"))?.click();
}

const ACTIONS = {
  next: () => step(1),
  previous: () => step(-1),
  open: openHere,
  assign: () => task() && go(`${task()}assign/`),
  snooze: () => task() && go(`${task()}snooze/`),
  search: () => document.querySelector(".filters input:not([type=hidden])")?.focus(),
  up: () => go(document.querySelector(".site-nav [aria-current]")?.href ?? "/"),
  inbox: () => go("/"),
  cases: () => go("/cases/"),
  help: () => go("/shortcuts/"),
};

class Keyboard {
  constructor(keys) {
    this.names = Object.fromEntries(Object.entries(keys).map(([name, key]) => [key, name]));
    this.pressed = "";
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.pressed = ""), PATIENCE);
    this.pressed += event.key;
    const name = this.names[this.pressed] ?? this.names[event.key];
    if (name) {
      event.preventDefault();
      this.pressed = "";
      ACTIONS[name]?.();
    }
  }
}

/** The page where shortcuts are chosen. */
function choose(form) {
  const choice = read();
  const status = form.querySelector("[data-shortcuts-status]");
  form.hidden = false;
  form.elements.on.checked = choice.on;
  for (const [name, key] of Object.entries({ ...DEFAULTS, ...choice.keys })) {
    form.elements[name].value = key;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const keys = Object.fromEntries(
      Object.keys(DEFAULTS).map((name) => [name, form.elements[name].value.trim()]),
    );
    const used = Object.values(keys).filter(Boolean);
    const clear = new Set(used).size === used.length;
    const kept = clear && write({ on: form.elements.on.checked, keys });
    status.textContent = status.dataset[clear ? (kept ? "kept" : "failed") : "twice"];
  });
}

const chosen = read();
if (chosen.on) new Keyboard(chosen.keys);
const page = document.querySelector("form[data-shortcuts]");
if (page) choose(page);
