// Keeps what is written in a form marked data-draft in this browser until the server has it.
// After an expired session or a lost connection the text is offered back.

const FIELDS = "textarea, input[type=radio], select";

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `draft:${form.dataset.draft}`;
    this.offer = form.querySelector("[data-draft-offer]");
    this.show();
    form.addEventListener("input", () => this.keep());
    form.addEventListener("change", () => this.keep());
    form.addEventListener("autosave:kept", () => this.drop());
  }

  values() {
    const values = {};
    for (const field of this.form.querySelectorAll(FIELDS)) {
      if (field.type !== "radio") values[field.name] = field.value;
      else if (field.checked) values[field.name] = field.value;
    }
    return values;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.values()));
    } catch {
      // The browser keeps nothing here: the form's own button still saves.
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
    if (this.offer) this.offer.hidden = true;
  }

  /** Offer the kept text if it is not what the page already says. */
  show() {
    const kept = this.read();
    if (!kept || !this.offer) return;
    if (JSON.stringify(kept) === JSON.stringify(this.values())) {
      this.drop();
      return;
    }
    const text = [...this.form.querySelectorAll("textarea")].map((area) => kept[area.name]);
    this.offer.querySelector("[data-draft-text]").textContent = text.join("\n");
    this.offer.querySelector("[data-draft-use]").addEventListener("click", () => this.use(kept));
    this.offer.querySelector("[data-draft-drop]").addEventListener("click", () => this.drop());
    this.offer.hidden = false;
  }

  use(kept) {
    for (const field of this.form.querySelectorAll(FIELDS)) {
      if (!(field.name in kept)) continue;
      if (field.type === "radio") field.checked = field.value === kept[field.name];
      else field.value = kept[field.name];
    }
    this.offer.hidden = true;
    this.form.querySelector("textarea")?.focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
