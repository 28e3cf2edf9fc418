"""Refusals: every message is a sentence fit for the user."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class Refused(Exception):
    """A step was not taken; nothing was changed."""

    status_code = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(Refused):
    """The person may not take this step."""

    status_code = 403


class ConditionFailed(Refused):
    """The step is not possible yet; ``refusals`` says why, one sentence each."""

    status_code = 409

    def __init__(self, refusals: Sequence[str]) -> None:
        super().__init__(" ".join(str(refusal) for refusal in refusals))
        self.refusals = tuple(str(refusal) for refusal in refusals)


class Conflict(Refused):
    """Somebody else was first."""

    status_code = 409

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or _("Somebody else was first. Nothing you did was saved twice; read the new state.")
        )
