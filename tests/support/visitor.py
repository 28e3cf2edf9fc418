"""Somebody at a browser without JavaScript: reads pages, fills in forms, presses buttons."""

from typing import Any, Self
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html


class Visitor:
    """A signed-in person (or nobody) and the page in front of her."""

    def __init__(self, person: Any = None) -> None:
        self.client = Client()
        self.who = getattr(person, "name", "somebody")
        if person is not None:
            self.client.force_login(person)
        self.address = "/"
        self.page: Any = None

    def open(self, address: str) -> Self:
        """Go to an address. Fails unless it answers 200."""
        return self._read(self.client.get(address, follow=True), address)

    def _read(self, response: Any, address: str) -> Self:
        chain = getattr(response, "redirect_chain", None)
        self.address = urljoin(address, chain[-1][0]) if chain else address
        self.page = html.fromstring(response.content)
        self.page.make_links_absolute(self.address, resolve_base_href=False)
        assert response.status_code == 200, f"{self.who} {self.address}: {self.text()[:800]}"
        return self

    def text(self) -> str:
        """The words of the main part of the page."""
        main = self.page.xpath("//main") or [self.page]
        return " ".join(main[0].text_content().split())

    def follow(self, words: str) -> Self:
        """Press the first link that says ``words``."""
        links = [a for a in self.page.xpath("//a[@href]") if words in _words(a)]
        assert links, f"{self.who} sees no link «{words}» on {self.address}: {self.text()[:600]}"
        return self.open(links[0].get("href"))

    def press(self, words: str, **fields: Any) -> Self:
        """Fill in the form around the button that says ``words`` and press it.

        A field is named by the end of its name; a value of True ticks a box.
        """
        button = self._button(words)
        form = button.xpath("ancestor::form")[0] if not button.get("form") else self._form(button)
        data = _values(form)
        for name, value in fields.items():
            self._fill(form, data, name, value)
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        target = urljoin(self.address, form.get("action") or "")
        if (form.get("method") or "get").lower() == "get":
            return self._read(self.client.get(target, data, follow=True), target)
        return self._read(self.client.post(target, data, follow=True), target)

    def _button(self, words: str) -> Any:
        buttons = self.page.xpath("//button[not(@type='button') and not(@type='reset')]")
        found = [b for b in buttons if words in _words(b) and b.get("disabled") is None]
        offered = [_words(b) for b in buttons]
        assert found, f"{self.who} sees no button «{words}» on {self.address}, but {offered}"
        return found[0]

    def _form(self, button: Any) -> Any:
        return self.page.get_element_by_id(button.get("form"))

    def _fill(self, form: Any, data: dict[str, Any], name: str, value: Any) -> None:
        names = [n for n in form.xpath(".//@name") if n == name or n.endswith(f"-{name}")]
        assert names, f"no field {name} on {self.address}, but {form.xpath('.//@name')}"
        if value is True:
            boxes = form.xpath(f".//input[@name='{names[0]}']")
            value = boxes[0].get("value", "on")
        data[names[0]] = value

    def fields(self) -> list[tuple[str, list[str], list[str]]]:
        """What can be filled in and pressed: for writing tests."""
        return [
            (
                f.get("action") or "",
                sorted(set(f.xpath(".//@name"))),
                [_words(b) for b in f.xpath(".//button")],
            )
            for f in self.page.xpath("//form")
        ]


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def _values(form: Any) -> dict[str, Any]:
    """What the form holds already."""
    return {
        name: (list(value) if isinstance(value, html.MultipleSelectOptions) else value)
        for name, value in form.fields.items()
        if value is not None and not _is_file(form, name)
    }


def _is_file(form: Any, name: str) -> bool:
    return bool(form.xpath(f".//input[@type='file' and @name='{name}']"))


def paper(words: str) -> SimpleUploadedFile:
    """A small text file."""
    return SimpleUploadedFile("rutin.txt", words.encode(), content_type="text/plain")
