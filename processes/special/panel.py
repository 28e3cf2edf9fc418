"""Why a special audit is made, on the overview of its case."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from processes import kinds
from processes.case import panels
from processes.case.models import Case
from processes.case.sides import serves
from processes.roles import Role
from processes.special import merging, policies

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """Ground, what has happened and what is looked at; nothing on a case of another kind."""
    if case.kind != kinds.SPECIAL:
        return ""
    may_tell = case.concealed and policies.tells(case.special, reader.person)
    is_officer = case.is_running and serves(case, reader, Role.OFFICER)
    context = {
        "case": case,
        "special": case.special,
        "may_tell": may_tell,
        "host": merging.host(case.special) if is_officer else None,
    }
    return render_to_string("processes/special/panel.html", context)


panels.register(show)
