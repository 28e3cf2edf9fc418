// Makes pages calmer. Every page works without it.

/** Move focus to the summary of what went wrong, so that it is read first. */
function focusErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

/** A form sent twice is one mistake: the second press does nothing. */
function guardSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // A download or a lost connection leaves the page standing: let go after a while.
  setTimeout(releaseForms, 8000);
  // Not `disabled`: that would drop the pressed button's name and value from the form.
  for (const button of form.querySelectorAll("[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
  }
}

/** The back button may show a page as it was left; let its forms be sent again. */
function releaseForms() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[type=submit][aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  }
}

/** A menu closes on Escape and when the focus or a click goes elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" && event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.type !== "keydown" && !menu.contains(event.target)) {
      menu.open = false;
    }
  }
}

/** Buttons that only help where there is JavaScript, such as "Print this page". */
function wakeButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const control of document.querySelectorAll("select[data-submit-on-change]")) {
    control.addEventListener("change", () => control.form.requestSubmit());
  }
}

/** On paper nothing can be opened, so everything is. */
function openDetails() {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    details.dataset.openedForPrint = "yes";
  }
}

function closeDetails() {
  for (const details of document.querySelectorAll("details[data-opened-for-print]")) {
    details.open = false;
    delete details.dataset.openedForPrint;
  }
}

document.addEventListener("submit", guardSubmit);
document.addEventListener("click", closeMenus);
document.addEventListener("focusin", closeMenus);
document.addEventListener("keydown", closeMenus);
window.addEventListener("pageshow", releaseForms);
window.addEventListener("beforeprint", openDetails);
window.addEventListener("afterprint", closeDetails);
focusErrors();
wakeButtons();
