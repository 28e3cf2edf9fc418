// Keeps what is written in a form in this browser until the server has it.
// After an expired session or a lost connection the text is offered back.

const FIELDS = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
const SENT = "draft-sent";
const offers = document.querySelector("template[data-drafts]");

/** A browser may keep nothing: then the form's own button still saves. */
function quietly(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** A form was sent and this page is the answer: unless it refuses, the server has the text. */
function settle() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  const refused = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
  // Without offers this is a page for people who are not signed in, or no longer.
  if (sent && offers && !refused) localStorage.removeItem(sent);
}

class Draft {
  constructor(form, number) {
    this.form = form;
    const place = form.getAttribute("action") || location.pathname + location.search;
    this.key = `draft:${form.dataset.draft ?? `${offers.dataset.drafts}-${place}-${number}`}`;
    this.show();
    form.addEventListener("input", () => this.keep());
    form.addEventListener("change", () => this.keep());
    form.addEventListener("submit", () => this.send());
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

  keep() {
    quietly(() => localStorage.setItem(this.key, JSON.stringify(this.values())));
  }

  send() {
    this.keep();
    quietly(() => sessionStorage.setItem(SENT, this.key));
  }

  drop() {
    quietly(() => localStorage.removeItem(this.key));
    this.offer?.remove();
  }

  /** Offer the kept text if it is not what the page already says. */
  show() {
    const kept = quietly(() => JSON.parse(localStorage.getItem(this.key)));
    if (!kept) return;
    if (JSON.stringify(kept) === JSON.stringify(this.values())) {
      this.drop();
      return;
    }
    const text = [...this.form.querySelectorAll("textarea")].map((area) => kept[area.name]);
    this.offer = offers.content.firstElementChild.cloneNode(true);
    this.offer.querySelector("[data-draft-text]").textContent = text.filter(Boolean).join("\n");
    this.offer.querySelector("[data-draft-use]").addEventListener("click", () => this.use(kept));
    this.offer.querySelector("[data-draft-drop]").addEventListener("click", () => this.drop());
    this.form.prepend(this.offer);
  }

  use(kept) {
    for (const field of this.form.querySelectorAll(FIELDS)) {
      const name = field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
      if (!(name in kept)) continue;
      if (field.type === "checkbox") field.checked = kept[name];
      else if (field.type === "radio") field.checked = field.value === kept[name];
      else field.value = kept[name];
    }
    this.offer.remove();
    this.form.querySelector("textarea").focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

quietly(settle);
const written = [...document.querySelectorAll("main form:has(textarea)")];
if (offers) {
  written.filter((form) => form.method === "post").forEach((form, at) => new Draft(form, at));
}
