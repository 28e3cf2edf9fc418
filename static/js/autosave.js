// Saves a form marked data-autosave one second after the last key.
// The server answers 2xx when the text is kept; the form's own button always works as well.

const PAUSE = 1000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.address = form.dataset.autosave || form.action;
    this.kept = this.text();
    this.running = false;
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait());
    form.addEventListener("submit", () => this.leave());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
  }

  body() {
    const body = new FormData(this.form);
    for (const file of this.form.querySelectorAll("[type=file]")) body.delete(file.name);
    return body;
  }

  text() {
    return new URLSearchParams(this.body()).toString();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    const text = this.text();
    if (this.leaving || this.running || text === this.kept) return;
    this.running = true;
    this.say("saving");
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: this.body(),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
      });
      await this.settle(answer, text);
    } catch {
      this.say("failed");
    }
    this.running = false;
    if (this.text() !== this.kept && this.text() !== text) this.wait();
  }

  async settle(answer, text) {
    if (!answer.ok) {
      this.say(answer.status === 409 ? "conflict" : "failed");
      return;
    }
    this.kept = text;
    this.say("saved");
    if (answer.headers.get("Content-Type")?.includes("json")) this.renew(await answer.json());
    if (this.text() === this.kept) this.form.dispatchEvent(new CustomEvent("autosave:kept"));
  }

  /** The server may hand back new values of hidden fields, such as the version. */
  renew(values) {
    const kept = new URLSearchParams(this.kept);
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements.namedItem(name);
      if (!(field instanceof HTMLInputElement) || field.type !== "hidden") continue;
      field.value = value;
      kept.set(name, value);
    }
    // What was written while the reply was under way is not kept yet.
    this.kept = kept.toString();
  }

  say(word) {
    if (!this.status) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    this.status.textContent = (this.status.dataset[word] || "").replace("{time}", time);
    this.status.classList.toggle("saved--failed", word === "failed" || word === "conflict");
  }

  leave() {
    this.leaving = true;
    clearTimeout(this.timer);
  }

  warn(event) {
    if (!this.leaving && this.text() !== this.kept) event.preventDefault();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
