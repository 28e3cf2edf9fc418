"""Conflicts of interest: what ties a person to a municipality, by a role or by a noted tie.

A role held there and a tie noted there weigh alike, whichever became known first. In the
municipality itself they exclude from the day they are known until two years after they ended; in a
neighbouring one work excludes while it lasts. What does not exclude should still be known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.reasons import kept, told
from processes.roles import Role
from workflow.calendar import LAST, exact_months

MONTHS = 24
SOURCE = "ties"
"""What exclusions come from that follow from here."""


@dataclass(frozen=True)
class Tie:
    """A role at an organisation, or a noted tie to it, and the days between which it lasts."""

    person: int
    organisation: int
    place: str
    ground: str
    is_role: bool
    first: date | None
    last: date | None

    @property
    def is_work(self) -> bool:
        """The person works there, and has not only advised or knows somebody."""
        return self.is_role or self.ground == Interest.Ground.EMPLOYED

    @property
    def words(self) -> str:
        """What ties the person, in words."""
        if self.is_role:
            return _("is or was %(role)s there") % {"role": Role(self.ground).label}
        return str(Interest.Ground(self.ground).label)

    def lasts(self, day: date) -> bool:
        """It holds on a day, both of its own days included."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def changes(self) -> Iterator[date]:
        """The days on which it may begin or cease to exclude."""
        if self.first is not None:
            yield self.first
        if self.last is not None and self.last < LAST:
            yield self.last + timedelta(days=1)
            yield exact_months(self.last, MONTHS)


@dataclass(frozen=True)
class Ground:
    """What speaks against a person in a municipality's case; a hard one excludes.

    Obligation 4, in part.
    """

    tie: Tie
    is_hard: bool

    @property
    def kept(self) -> str:
        """Why the person may not, as a row keeps it."""
        if self.tie.is_role:
            return kept("tied_by_role", where=self.tie.place, role=self.tie.ground)
        return kept("tied", where=self.tie.place, ground=self.tie.ground)

    @property
    def reason(self) -> str:
        """Why the person may not, as part of a sentence."""
        return told(self.kept)

    @property
    def remark(self) -> str:
        """What should be known of the person."""
        words = {"where": self.tie.place, "ground": self.tie.words}
        if self.tie.last is None:
            return _("%(where)s: %(ground)s") % words
        return _("%(where)s: %(ground)s, ended %(day)s") % {
            **words,
            "day": self.tie.last.isoformat(),
        }


def ground_of(tie: Tie, party: int, day: date) -> Ground:
    """What a tie to a municipality, or to a neighbour of it, means in its case on a day."""
    if tie.organisation == party:
        return Ground(tie, tie.last is None or day < exact_months(tie.last, MONTHS))
    return Ground(tie, tie.is_work and tie.lasts(day))


def conflict_grounds(person: Person, party: Organisation, day: date) -> list[Ground]:
    """Everything that speaks against a person in a municipality's case, the hard grounds first."""
    return grounds_of([person.pk], party, day)[person.pk]


def grounds_of(people: Iterable[int], party: Organisation, day: date) -> dict[int, list[Ground]]:
    """What speaks against each of some people in a municipality's case, by their keys."""
    found: dict[int, list[Ground]] = {person: [] for person in people}
    for tie in ties(Q(person__in=list(found)) & near(party.pk)):
        found[tie.person].append(ground_of(tie, party.pk, day))
    return {key: sorted(some, key=lambda one: not one.is_hard) for key, some in found.items()}


def near(party: int) -> Q:
    """What lies in a municipality or in a neighbour of it."""
    return Q(organisation=party) | Q(organisation__neighbours=party)


def ties(some: Q) -> list[Tie]:
    """Roles outside the certification bodies and noted ties, of the rows that are meant."""
    where = ("person_id", "organisation_id", "organisation__full_name")
    outside = Membership.objects.filter(some).exclude(organisation__kind=Organisation.Kind.BODY)
    roles = outside.values_list(*where, "role", Value(value=True), "from_date", "to_date")
    noted = Interest.objects.filter(some).values_list(
        *where, "ground", Value(value=False), "from_date", "ended_date"
    )
    # Each once: the question meets a row again for each neighbour of its organisation.
    return [Tie(*row) for row in roles.union(noted)]


def neighbours_of(places: Iterable[int]) -> set[tuple[int, int]]:
    """Each pair of one of the organisations and a neighbour of it, by their keys.

    In both directions: of a pair that is just made one may not be written yet.
    """
    some = list(places)
    pairs = Organisation.neighbours.through.objects.filter(
        Q(from_organisation__in=some) | Q(to_organisation__in=some)
    )
    found = set(pairs.values_list("from_organisation", "to_organisation"))
    return found | {(other, one) for one, other in found}


def next_change(some: Iterable[Tie], day: date) -> date | None:
    """The next day after a day on which one of the ties may begin or cease to exclude."""
    return min((change for tie in some for change in tie.changes() if change > day), default=None)
