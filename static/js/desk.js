// Keeps the place: the list of criteria shows the one in work without moving the page.

const list = document.querySelector(".desk__list");
const current = list?.querySelector("[aria-current]");

if (list && current) {
  const below = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollTop += below - list.clientHeight / 2;
}
