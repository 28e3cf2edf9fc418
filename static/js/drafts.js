// Keeps what is written in a form in this browser until the server has it.
// Each form that is sent carries a name; only the server answers with a cookie of that name, and only
// once it has stored the text. No page that merely loads is taken for that: not the sign-in page, not a
// proxy's, and not one of another form. After signing in again the text is offered back.

const FIELDS = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
const WORDS = "textarea, input[type=text], input[type=file], input:not([type])";
const DRAFT = "draft:";
const STORED = "stored-";
const offers = document.querySelector("template[data-drafts]");

/** A browser may keep nothing: then the form's own button still saves. */
function quietly(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** The forms that the server says it has stored. Each is said once. */
function stored() {
  const names = [];
  for (const cookie of document.cookie.split("; ")) {
    if (!cookie.startsWith(STORED)) continue;
    const [name] = cookie.split("=");
    document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Lax`;
    names.push(name.slice(STORED.length));
  }
  return names;
}

/** Let go of every text that was stored, whichever page this is. */
function settle() {
  const names = stored();
  if (!names.length) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(DRAFT) && names.includes(read(key)?.sent)) localStorage.removeItem(key);
  }
}

function read(key) {
  return quietly(() => JSON.parse(localStorage.getItem(key)));
}

class Draft {
  constructor(form, number) {
    this.form = form;
    const place = form.getAttribute("action") || location.pathname + location.search;
    this.key = DRAFT + (form.dataset.draft ?? `${offers.dataset.drafts}-${place}-${number}`);
    this.show();
    form.addEventListener("input", () => this.keep());
    form.addEventListener("change", () => this.keep());
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("autosave:kept", () => this.drop());
  }

  values() {
    const values = {};
    for (const field of this.form.querySelectorAll(FIELDS)) {
      if (field.type === "checkbox") values[`${field.name}=${field.value}`] = field.checked;
      else if (field.type !== "radio" || field.checked) values[field.name] = field.value;
    }
    return values;
  }

  /** A browser keeps no file for us: only what it was called, to say what to choose again. */
  files() {
    const chosen = [...this.form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files]);
    return chosen.map((file) => file.name);
  }

  keep(sent) {
    const draft = { values: this.values(), files: this.files(), sent };
    return quietly(() => {
      localStorage.setItem(this.key, JSON.stringify(draft));
      return true;
    });
  }

  /** Give the form a name, which the server says again when the text is stored. */
  send(event) {
    // A second press is stopped by site.js: the first one has given the name.
    if (event.defaultPrevented || this.form.dataset.sent) return;
    const name = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.form.querySelector("input[name=draft]")?.remove();
    if (!this.keep(name)) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "draft", value: name });
    this.form.append(field);
  }

  drop() {
    quietly(() => localStorage.removeItem(this.key));
    this.offer?.remove();
  }

  /** Offer the kept text if it is not what the page already says. */
  show() {
    const kept = read(this.key);
    if (!kept?.values) return;
    const files = kept.files ?? [];
    if (!files.length && JSON.stringify(kept.values) === JSON.stringify(this.values())) {
      this.drop();
      return;
    }
    this.offer = offers.content.firstElementChild.cloneNode(true);
    this.offer.querySelector("[data-draft-text]").textContent = this.words(kept.values);
    const again = this.offer.querySelector("[data-draft-files]");
    again.hidden = !files.length;
    again.append(` ${files.join(", ")}`);
    this.offer.querySelector("[data-draft-use]").addEventListener("click", () => this.use(kept.values));
    this.offer.querySelector("[data-draft-drop]").addEventListener("click", () => this.drop());
    this.form.prepend(this.offer);
  }

  /** The texts that the page does not say already. */
  words(values) {
    const texts = [...this.form.querySelectorAll(WORDS)].filter((field) => field.type !== "file");
    const other = texts.filter((field) => (values[field.name] ?? "") !== field.value);
    return other.map((field) => values[field.name]).filter(Boolean).join("\n");
  }

  use(values) {
    for (const field of this.form.querySelectorAll(FIELDS)) {
      const name = field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
      if (!(name in values)) continue;
      if (field.type === "checkbox") field.checked = values[name];
      else if (field.type === "radio") field.checked = field.value === values[name];
      else field.value = values[name];
    }
    for (const closed of this.form.querySelectorAll("details:not([open])")) closed.open = true;
    this.offer.remove();
    this.form.querySelector(WORDS).focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

quietly(settle);
const written = [...document.querySelectorAll("main form")].filter(
  (form) => form.method === "post" && form.querySelector(WORDS),
);
if (offers) written.forEach((form, at) => new Draft(form, at));
