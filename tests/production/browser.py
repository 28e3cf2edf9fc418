"""A browser with a real line to the web processes, used as Django's test client is."""

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.test import Client

HOST = "kvalitetslots.example"


class Browser:
    """Keeps its cookies and follows redirects. Raises OSError or HTTPException when cut off."""

    port = 0
    answers = 0
    """How many answers all browsers of this process have got."""

    def __init__(self) -> None:
        self.cookies: SimpleCookie = SimpleCookie()

    def force_login(self, person: Any) -> None:
        client = Client()
        client.force_login(person)
        self.cookies = client.cookies

    def get(self, address: str, data: Any = None, *, follow: bool = True) -> SimpleNamespace:
        query = f"?{urlencode(data, doseq=True)}" if data else ""
        return self._follow("GET", address + query)

    def post(self, address: str, data: Any, *, follow: bool = True) -> SimpleNamespace:
        return self._follow("POST", address, urlencode(data, doseq=True))

    def _follow(self, method: str, address: str, body: str = "") -> SimpleNamespace:
        chain = []
        status, place, content = self._ask(method, address, body)
        while status in (301, 302, 303):
            chain.append((place, status))
            status, place, content = self._ask("GET", place)
        return SimpleNamespace(status_code=status, content=content, redirect_chain=chain)

    def _ask(self, method: str, address: str, body: str = "") -> tuple[int, str, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, address, body, self._headers())
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        Browser.answers += 1
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        return answer.status, answer.headers.get("Location", ""), content

    def _headers(self) -> dict[str, str]:
        kept = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        return {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": kept,
        }
