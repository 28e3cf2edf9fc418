"""What somebody wrote when it could not be saved: kept for that person, and offered again.

A browser that runs our scripts keeps it itself. This is for those that run none: the session had
ended, or the server had a bad moment.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import QueryDict

LONGEST = 200_000
"""Characters in all of one form."""

MOST = 20
"""Forms of one person; the oldest goes first."""

FOR = timedelta(days=14)


class KeptTextQuerySet(models.QuerySet["KeptText"]):
    """Questions about many kept forms."""

    def offered(self, person: int, at: datetime) -> "KeptTextQuerySet":
        """What the person has not sent again or thrown away, newest first."""
        return self.filter(person=person, kept_at__gt=at - FOR).order_by("-kept_at", "-pk")


class KeptText(models.Model):
    """A form as it was sent, not saved: its address, its fields, the names of its files."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=1000)
    fields = models.JSONField()
    files = models.JSONField(default=list)
    kept_at = models.DateTimeField(db_index=True)

    objects: ClassVar = KeptTextQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address

    @property
    def said(self) -> list[str]:
        """What was written, as people read it again: the longest first."""
        texts = [value for name, value in self.fields if _is_text(name, value)]
        return sorted(texts, key=len, reverse=True)


UNREAD = frozenset(
    {"version", "seen", "next", "then", "step", "kept", "autosave"}
    | {"declaration", "to", "until", "task"}
)
"""Fields that say where and how, and whose values nobody would read again."""
TICKED = "on"


def is_of_people(name: str, value: str) -> bool:
    """Somebody wrote or typed it: it is no tick, no key of a choice, and not of the page itself."""
    is_key = "_" in value and value.isidentifier()
    return not (name in UNREAD or name in OF_THE_PAGE or value == TICKED or is_key)


def _is_text(name: str, value: str) -> bool:
    """It has letters as well: then it is worth keeping by itself."""
    return is_of_people(name, value) and any(letter.isalpha() for letter in value)


Fields = Sequence[tuple[str, str]]


def keep(address: str, fields: Fields, files: Sequence[str], *, person: int, at: datetime) -> bool:
    """Keep a form for a person; what was kept of the same address before gives way to it.

    False if there is nothing to read in it, or more than anybody writes.
    """
    row = KeptText(
        person_id=person, address=address, fields=list(fields), files=list(files), kept_at=at
    )
    if not row.said or sum(len(value) for _name, value in fields) > LONGEST or len(address) > 1000:
        return False
    with transaction.atomic():
        KeptText.objects.filter(person=person, address=address).delete()
        row.save()
        newest = KeptText.objects.offered(person, at).values_list("pk", flat=True)[:MOST]
        KeptText.objects.filter(person=person).exclude(pk__in=list(newest)).delete()
    return True


def forget(at: datetime) -> None:
    """Let go of what nobody has wanted back in time."""
    KeptText.objects.filter(kept_at__lte=at - FOR).delete()


def drop(key: Any, *, person: int) -> None:
    """Let go of what has been sent again, or is not wanted."""
    if str(key).isdecimal() and len(str(key)) < 19:
        KeptText.objects.filter(pk=int(key), person=person).delete()


def fields_of(posted: QueryDict) -> list[tuple[str, str]]:
    """Every field that was sent, in its order; without what belongs to the page itself."""
    names = ((name, values) for name, values in posted.lists() if name not in OF_THE_PAGE)
    return [(name, value) for name, values in names for value in values]


OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "draft", "kept"})
