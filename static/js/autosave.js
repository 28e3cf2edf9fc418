// Saves a form marked data-autosave one second after the last key.
// The server answers 2xx when the text is kept; the form's own button always works as well.

const PAUSE = 1000;
const AGAIN = 15000;
const PATIENCE = 5000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.address = form.dataset.autosave || form.action;
    this.kept = this.text();
    this.running = null;
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.save());
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
    this.running = this.send(text);
    await this.running;
    this.running = null;
    if (this.text() !== this.kept && this.text() !== text) this.wait();
  }

  async send(text) {
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
      this.fail("failed");
    }
  }

  /** Only our own answer counts as kept: a proxy may say anything, too. */
  async settle(answer, text) {
    const ours = answer.headers.get("Content-Type")?.includes("json");
    if (!answer.ok || !ours) {
      this.fail(this.why(answer));
      return;
    }
    this.kept = text;
    this.say("saved");
    this.renew(await answer.json());
    if (this.text() === this.kept) this.form.dispatchEvent(new CustomEvent("autosave:kept"));
  }

  why(answer) {
    if (answer.type === "opaqueredirect" && this.isKeptHere()) return "out";
    return { 403: "again", 409: "conflict" }[answer.status] ?? "failed";
  }

  /** Whether drafts.js can keep the text: what the status says must be true. */
  isKeptHere() {
    try {
      return localStorage.length >= 0;
    } catch {
      return false;
    }
  }

  /** What failed for the moment is tried again; the rest needs a person. */
  fail(word) {
    this.say(word);
    clearTimeout(this.timer);
    if (word === "failed") this.timer = setTimeout(() => this.save(), AGAIN);
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
    this.status.classList.toggle("saved--failed", word !== "saving" && word !== "saved");
  }

  /** What is on its way goes first: the form must name the version that it makes. */
  leave(event) {
    this.leaving = true;
    clearTimeout(this.timer);
    if (!this.running) return;
    event.preventDefault();
    const pause = new Promise((done) => setTimeout(done, PATIENCE));
    Promise.race([this.running, pause]).then(() => {
      this.running = null;
      this.form.requestSubmit(event.submitter);
    });
  }

  warn(event) {
    if (!this.leaving && this.text() !== this.kept) event.preventDefault();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
