"""Two ways to use a page: a pointer that clicks, and a keyboard and nothing else.

Both find things by the words that people read, given as the catalogue's English source.
"""

import re
from typing import Any, Protocol

from django.utils import translation
from playwright.sync_api import Page, expect

FURTHEST = 150
"""No page asks for more presses of Tab."""

FOCUSED = """() => {
    const it = document.activeElement;
    const labels = [...(it.labels ?? [])].map((label) => label.textContent);
    const words = [it.textContent, it.getAttribute("aria-label") ?? "", ...labels].join(" ");
    const drawn = (pseudo) => {
        const style = getComputedStyle(it, pseudo);
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return outlined || style.boxShadow !== "none";
    };
    return {
        words: words.replace(/\\s+/g, " ").trim(),
        tag: it.tagName,
        name: it.name ?? "",
        value: it.value ?? "",
        checked: it.checked ?? false,
        seen: it === document.body || drawn(null) || drawn("::after"),
    };
}"""


def swedish(words: str) -> str:
    """What the page says."""
    with translation.override("sv"):
        return translation.gettext(words)


class Hand(Protocol):
    """Somebody's way to use the page in front of her."""

    page: Page

    def follow(self, words: str) -> None:
        """Go where the first link with these words leads."""

    def press(self, words: str) -> None:
        """Press a button and wait for the page that answers."""

    def open(self, words: str) -> None:
        """Unfold what these words head."""

    def write(self, name: str, text: str) -> None:
        """Replace what a field says."""

    def choose(self, name: str, value: str) -> None:
        """Choose one radio button of a group."""

    def tick(self, name: str) -> None:
        """Tick a box."""


class Pointer:
    """Clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        with self.page.expect_navigation():
            self._named("a", words).click()

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self._named("button:not([tabindex='-1'])", words).click()

    def open(self, words: str) -> None:
        self._named("summary", words).click()

    def write(self, name: str, text: str) -> None:
        self._field(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        self._label(f"main [name$='{name}'][value='{value}']").click()

    def tick(self, name: str) -> None:
        self._label(f"main [name$='{name}'][type=checkbox]").click()

    def _named(self, kind: str, words: str) -> Any:
        # A pattern, because a plain text would find "lots" in "Kvalitetslots".
        said = re.compile(re.escape(swedish(words)))
        return self.page.locator(kind, has_text=said).locator("visible=true").first

    def _label(self, control: str) -> Any:
        target = self.page.locator(control).get_attribute("id")
        return self.page.locator(f"label[for='{target}']")

    def _field(self, name: str) -> Any:
        return self.page.locator(f"main [name$='{name}']:not([type=hidden])").first


class Keyboard:
    """Tab, arrows, Space, Enter and letters; whatever has the focus shows it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        self.reach(swedish(words), tag="A")
        self._go()

    def press(self, words: str) -> None:
        self.reach(swedish(words), tag="BUTTON")
        self._go()

    def open(self, words: str) -> None:
        self.reach(swedish(words), tag="SUMMARY")
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self.reach(name=name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        here = self.reach(name=name)
        if here["value"] == value:
            self.page.keyboard.press("Space")
        met = set()
        while here["value"] != value:
            assert here["value"] not in met, f"no arrow leads to {name}={value}"
            met.add(here["value"])
            self.page.keyboard.press("ArrowDown")
            here = self.focused()
        assert self.focused()["checked"]

    def tick(self, name: str) -> None:
        self.reach(name=name)
        self.page.keyboard.press("Space")
        assert self.focused()["checked"]

    def focused(self) -> Any:
        """What has the focus. Fails if nobody can see it."""
        found = self.page.evaluate(FOCUSED)
        assert found["seen"], f"the focus does not show on {found}"
        return found

    def reach(self, words: str = "", *, tag: str = "", name: str = "") -> Any:
        """Press Tab until the thing with these words, or the field of this name, has the focus."""
        passed = []
        for _press in range(FURTHEST):
            here = self.focused()
            right_tag = tag in ("", here["tag"])
            if right_tag and words in here["words"] and here["name"].endswith(name):
                return here
            passed.append(here["words"][:30] or here["name"])
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to «{words or name}», but to {passed}")

    def _go(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def wait_until_saved(page: Page) -> None:
    """The page says that what was written is kept."""
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(r"\d\d:\d\d"))
