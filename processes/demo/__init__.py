"""People and cases to try the system with. Only where ``settings.DEMO`` allows it."""

import unicodedata
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from processes import data
from processes.organisations.models import Membership, Organisation, Person
from processes.roles import Role
from workflow import queues
from workflow.exceptions import Refused

SIGN_IN_WITH = "kvalitetslots-demo"
DOMAIN = "demo.example"
SINCE = date(2024, 1, 1)


def allow() -> None:
    """Raise Refused unless this installation is for trying things out."""
    if settings.DEMO is not True:
        raise Refused(
            _("Demonstration data are only for an installation with DEMO set."), code="no_demo"
        )


def address(name: str) -> str:
    """A demo person's e-mail address: the name in plain letters."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@{DOMAIN}"


@transaction.atomic
def load_people() -> None:
    """One login per role and pilot municipality, all with the same password; made once."""
    allow()
    organisations = {one.code: one for one in Organisation.objects.all()}
    body = next(one for one in organisations.values() if one.kind == Organisation.Kind.BODY)
    known = set(Person.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    sample = Person()
    sample.set_password(SIGN_IN_WITH)
    for name, code, role in data.listing("people"):
        if address(name) not in known:
            person = Person.objects.create(
                email=address(name), name=name, password=sample.password, added_by=body
            )
            Membership.objects.create(
                person=person,
                organisation=organisations[code],
                role=Role(role),
                from_date=SINCE,
            )


def logins(day: date) -> list[tuple[str, str, str]]:
    """For each role a demo person, if possible one with something to do: role, address, place."""
    rows = Membership.objects.on(day).filter(person__email__endswith=f"@{DOMAIN}")
    chosen: dict[str, Membership] = {}
    people = rows.select_related("person", "organisation").order_by("pk")
    # Those with work come first; the sort keeps the order within each half.
    for row in sorted(people, key=lambda row: not _has_work(row.person, day)):
        chosen.setdefault(row.role, row)
    return [
        (str(role.label), chosen[role].person.email, chosen[role].organisation.full_name)
        for role in Role
        if role in chosen
    ]


def _has_work(person: Person, day: date) -> bool:
    return queues.taken(person).exists() or queues.available(person, day).exists()
