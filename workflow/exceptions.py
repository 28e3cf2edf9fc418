"""Refusals: every message is a sentence fit for the user, every code a word for machines.

The code of a refusal is its kind and its own word, ``refused.scheme_closed``. Sentences are
translated and mended; a code stays, for whoever reads a log or an answer in JSON.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar

from django.utils.translation import gettext as _

_heard: ContextVar[list[str] | None] = ContextVar("heard", default=None)


@contextmanager
def heard() -> Iterator[list[str]]:
    """The codes of what is refused inside, in turn: for whoever keeps a log of it."""
    codes: list[str] = []
    before = _heard.set(codes)
    try:
        yield codes
    finally:
        _heard.reset(before)


class Refused(Exception):
    """A step was not taken; nothing was changed. ``code``: one word, the same for ever."""

    status_code = 400
    kind: ClassVar[str] = "refused"

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = f"{self.kind}.{code}"
        codes = _heard.get()
        if codes is not None:
            codes.append(self.code)

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(Refused):
    """The person may not take this step."""

    status_code = 403
    kind = "not_permitted"


class ConditionFailed(Refused):
    """The step is not possible yet; ``refusals`` says why, one sentence each.

    ``code``: the word of the first condition that failed, the name of its policy.
    """

    status_code = 409
    kind = "condition"

    def __init__(self, refusals: Sequence[str], *, code: str) -> None:
        super().__init__(" ".join(str(refusal) for refusal in refusals), code=code)
        self.refusals = tuple(str(refusal) for refusal in refusals)


class Conflict(Refused):
    """Somebody else was first."""

    status_code = 409
    kind = "conflict"

    def __init__(self, message: str = "", *, code: str = "overtaken") -> None:
        super().__init__(
            message
            or _("Somebody else was first. Nothing you did was saved twice; read the new state."),
            code=code,
        )
