"""Organisations, people, their roles and ties."""

from processes import models as rows
from workflow.trail import facts
from workflow.trail.facts import Proven

facts.prove(
    rows.Organisation,
    Proven(
        plain=("kind", "code", "name", "full_name", "county_code"),
        exempt={
            "name_order": "computed from the name by the database",
            "county_name": "a public name of its code",
            "population": "a public figure that nothing is decided by",
        },
        root=lambda row: row,
    ),
)
facts.prove(
    rows.Person,
    Proven(
        plain=("is_active", "is_staff", "is_superuser", "added_by_id"),
        texts=("email", "name"),
        exempt={
            "password": "changed by its owner, and never shown",
            "last_login": "stands in the log of sign-ins",
            "name_order": "computed from the name by the database",
            "language": "a wish of the reader's",
            "date_joined": "the moment of the first entry",
        },
    ),
)
facts.prove(
    rows.Membership,
    Proven(
        plain=("person_id", "organisation_id", "role", "from_date", "to_date"),
        root=lambda row: row.person,
    ),
)
facts.prove(
    rows.Interest,
    Proven(
        plain=("person_id", "organisation_id", "ground", "from_date", "ended_date"),
        root=lambda row: row.person,
    ),
)
