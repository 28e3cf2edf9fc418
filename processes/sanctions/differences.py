"""What differs between the frozen basis of a decision about a certificate and the one of now."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from processes.decision.differences import Difference
from processes.decision.gate_texts import TITLES, matrix
from processes.decision.models import Decision
from processes.hearing.models import Material
from processes.sanctions.grounds import Ground, Kind
from processes.sanctions.models import Proposal
from processes.standing.status import Status

Basis = Mapping[str, Any]
NOTHING = "–"


def differences(before: Basis, now: Basis) -> list[Difference]:
    """What is otherwise, part by part, in words."""
    then, today = dict(_parts(before)), dict(_parts(now))
    parts = list(dict.fromkeys([*today, *then]))
    pairs = ((part, then.get(part, NOTHING), today.get(part, NOTHING)) for part in parts)
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _parts(basis: Basis) -> Iterator[tuple[str, str]]:
    """Each part of a basis by its name, in words."""
    status, about, heard = basis["status"], basis["proposal"], basis["hearing"]
    yield _("Certificate"), basis["certificate"]
    yield _("Scope"), basis["scope"]
    yield _("Issued to"), basis.get("issued_to", "")
    yield _("New scope"), about.get("scope", "")
    yield _("New name"), about.get("issued_to", "")
    yield _("Status"), capfirst(str(Status(status["kind"]).label))
    yield _("Status since"), status["since"][:10] or NOTHING
    yield _("Valid to and including"), status["expiry"]
    yield _("Ground"), capfirst(str(Ground(about["ground"]).label))
    yield _("Facts"), about["facts"]
    yield _("Conditions"), about["conditions"] or NOTHING
    yield _("Answer of the municipality"), heard["answer"] or NOTHING
    yield _("Answer of the signatory"), heard["signatory"] or NOTHING
    for row in basis.get("material", ()):
        title = _("New material %(number)s") % {"number": row["number"]}
        yield title, row["text"]
        state = Material.State(row["state"]).label
        yield _("%(material)s, comment") % {"material": title}, row["comment_text"] or str(state)
    if refused := basis.get("refuses"):
        yield _("Surveillance that is refused"), _refused(refused)
    yield _("Running cases"), ", ".join(basis["cases"]) or NOTHING
    yield _("Other proposals"), ", ".join(map(_other, basis["proposals"])) or NOTHING
    for gate in matrix(dict(basis)):
        yield gate.title, _("Met") if gate.is_met else _("Not met")


def _refused(row: Mapping[str, Any]) -> str:
    unmet = ", ".join(str(TITLES[key]) for key in row["unmet"]) or NOTHING
    return f"{row['case']}: {Decision.State(row['state']).label}. {_('Not met')}: {unmet}"


def _other(row: Mapping[str, Any]) -> str:
    return f"{Kind(row['kind']).label}: {Proposal.State(row['state']).label}"
