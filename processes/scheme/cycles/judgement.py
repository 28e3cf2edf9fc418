"""What a cycle cannot keep, in words, and the figures that would do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from processes.kinds import SURVEILLANCE
from processes.scheme.cycles import lists
from processes.scheme.rhythm.feasibility import DAYS, EARLY, EMPTY, LATE, Fault, Verdict


def told(verdict: Verdict) -> list[str]:
    """Every fault as a sentence, then what would do; nothing for a cycle that can be kept."""
    return [*map(_fault, verdict.faults), *_remedy(verdict)]


def _fault(fault: Fault) -> str:
    words = {
        EARLY: _(
            "%(item)s would have to be visited already in month %(by)s, before its window begins: "
            "else the next item cannot begin in time, or a calendar year has no visit."
        ),
        LATE: _(
            "%(item)s may be visited as late as month %(by)s. "
            "The first visit is held within 12 months."
        ),
        EMPTY: _("Before %(item)s a calendar year would pass without a visit."),
    }
    tight = _(
        "%(item)s would have to open up to %(by)s days before what it follows is over: "
        "its limits are that much too long together."
    )
    said = words.get(fault.what, tight) % {"item": _item(fault), "by": fault.by}
    days = _("This is so for %(days)s of %(all)s days of decision.")
    return f"{said} {days % {'days': fault.days, 'all': DAYS}}"


def _item(fault: Fault) -> str:
    if fault.kind == SURVEILLANCE:
        return _("Surveillance %(number)d") % {"number": fault.ordinal}
    return _("Recertification")


def _remedy(verdict: Verdict) -> Iterator[str]:
    if verdict.windows:
        windows = lists.write_pairs(verdict.windows)
        yield _("These windows would do: %(windows)s.") % {"windows": windows}
    elif verdict.faults:
        yield _("No windows would do with these limits: make the limits before the visits shorter.")
