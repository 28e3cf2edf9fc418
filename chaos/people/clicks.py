"""Clicks of people who are signed in, as their browsers send them to the web processes."""

from dataclasses import dataclass
from http.client import HTTPConnection

from chaos.site import HOST

CSRF = "chaos" * 6 + "ab"
PATIENCE = 60


@dataclass(frozen=True)
class Reply:
    """What a click was answered with."""

    status: int
    page: str
    leads_to: str = ""

    @property
    def is_accepted(self) -> bool:
        """What was sent is done, and the browser is sent on; not to sign in."""
        return self.status in (302, 303) and "next=" not in self.leads_to


class Click:
    """One request over a connection of its own, which may be opened before it is sent."""

    def __init__(self, port: int, session: str) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._session = session

    def connect(self) -> None:
        """Raises OSError when nobody listens."""
        self._line.connect()

    def send(self, path: str, words: str | None = None, **headers: str) -> Reply:
        """Post the words, or get the page when there are none; raises OSError when cut off."""
        try:
            method = "GET" if words is None else "POST"
            self._line.request(method, path, body=words, headers=self._headers() | headers)
            answer = self._line.getresponse()
            return Reply(answer.status, answer.read().decode(), answer.getheader("Location", ""))
        finally:
            self._line.close()

    def _headers(self) -> dict[str, str]:
        return {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{HOST}",
            "Cookie": f"sessionid={self._session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
