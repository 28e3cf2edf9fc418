// Warns before a session ends and lets one press go on. Other tabs may have used it meanwhile, so
// the server is asked; to ask does not make it longer.

const WARN = 5 * 60;
const box = document.querySelector("[data-session]");
const words = box.querySelector("[data-session-words]");
const stay = box.querySelector("[data-session-stay]");
const enter = box.querySelector("[data-session-enter]");

function wait(seconds) {
  setTimeout(look, Math.max(1, seconds) * 1000);
}

async function ask(method) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const answer = await fetch(box.dataset.session, { method, headers });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).seconds;
}

function show(name, minutes) {
  const text = box.dataset[name].replace("{minutes}", minutes);
  if (words.textContent !== text) words.textContent = text;
  stay.hidden = name !== "warning";
  enter.hidden = name !== "over";
  box.hidden = false;
}

function settle(seconds) {
  if (seconds <= 0) return show("over");
  if (seconds > WARN) {
    box.hidden = true;
    return wait(seconds - WARN);
  }
  show("warning", Math.ceil(seconds / 60));
  wait(Math.min(seconds, 60));
}

async function look() {
  try {
    settle(await ask("GET"));
  } catch {
    wait(60);
  }
}

stay.addEventListener("click", async () => {
  try {
    settle(await ask("POST"));
  } catch {
    look();
  }
});
settle(Number(box.dataset.seconds));
