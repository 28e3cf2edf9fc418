// Shows how work in the background goes on, without moving the page or the focus.
// Without it the page has a link that does the same.

const PAUSE = 2000;
const SHARE = 0.25;

const region = document.querySelector("[data-live=on]");
const voice = document.createElement("p");
let said = share(region);

/** How many quarters are done: more often nobody wants to be told. */
function share(place) {
  return Math.floor((place?.querySelector("progress")?.position ?? 0) / SHARE);
}

function say(words) {
  voice.textContent = words.textContent.trim();
}

/** The link is for those without JavaScript, and for when the server does not answer. */
function offerLink(offered) {
  region.querySelector("[data-live-reload]").hidden = !offered;
}

function show(fresh) {
  region.querySelector(".meter").replaceWith(fresh.querySelector(".meter"));
  offerLink(false);
  if (share(region) === said) return;
  said = share(region);
  say(region.querySelector(".meter span"));
}

function finish(fresh) {
  region.replaceChildren(...fresh.childNodes);
  say(region.querySelector("[data-live-words]"));
}

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (answer.redirected) return location.reload();
    if (fresh.dataset.live === "over") return finish(fresh);
    show(fresh);
  } catch {
    offerLink(true);
  }
  setTimeout(look, PAUSE);
}

if (region) {
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  region.after(voice);
  offerLink(false);
  setTimeout(look, PAUSE);
}
