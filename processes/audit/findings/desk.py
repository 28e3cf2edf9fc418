"""The audit workspace as one person sees it: list, filter, place, and what remains."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone

from processes.audit import policies
from processes.audit.findings.forms import UNGRADED, FilterForm
from processes.audit.models import Audit, Finding
from processes.audit.plan import documents
from processes.case.models import Case
from processes.organisations.models import Person
from workflow.calendar import local_date


@dataclass(frozen=True)
class Entry:
    """One criterion on the desk: the finding, what was submitted, and its address."""

    finding: Finding
    submitted: documents.Submitted
    url: str
    rule: Any

    @property
    def is_unexplained(self) -> bool:
        """Level and grade contradict each other, and nobody has said why."""
        one = self.finding
        said = policies.contradicts(self.criterion.kind, one.level, one.grade, self.rule)
        return said and not one.reason.strip()

    @property
    def criterion(self) -> Any:
        """What is graded."""
        return self.submitted.criterion

    @property
    def status(self) -> str:
        """As ``components/_status.html`` names it."""
        if policies.is_complete(self.finding) and not self.is_unexplained:
            return "done"
        return "started" if policies.is_begun(self.finding) else "not_started"

    def is_shown(self, area: str, show: str) -> bool:
        """It passes the filter."""
        if area and self.criterion.area.code != area:
            return False
        if show == UNGRADED:
            return self.status != "done"
        return not show or self.finding.grade == show


class Desk:
    """The findings of an audit through the filter of the address, at one criterion or none."""

    def __init__(self, case: Case, audit: Audit, asked: QueryDict, *, person: Person) -> None:
        self.case, self.audit, self.asked, self.person = case, audit, asked, person

    @cached_property
    def is_open(self) -> bool:
        """The team may grade now."""
        return self.audit.current_state == Audit.State.AGREED

    @cached_property
    def corrects(self) -> bool:
        """The visit is over, and the reader may still correct findings, with a reason."""
        if self.audit.current_state != Audit.State.VISITED or self.audit.lead != self.person:
            return False
        report = self.audit.reports.order_by("-number").first()
        return report is not None and policies.is_correctable(self.audit, report)

    @cached_property
    def is_preparing(self) -> bool:
        """The first day of the visit is still to come."""
        first = self.audit.visit_date
        return self.is_open and first is not None and local_date(timezone.now()) < first

    @cached_property
    def levels(self) -> list[Any]:
        """The steps of the scale."""
        return list(documents.levels_of(self.case))

    @cached_property
    def entries(self) -> list[Entry]:
        """Every criterion that the audit grades, in the scheme's order."""
        findings = {
            one.criterion_id: one for one in self.audit.findings.select_related("graded_by")
        }
        return [
            Entry(findings[one.criterion.pk], one, self.address(one.criterion.code), self.rule)
            for one in documents.answers(self.case, self.levels)
            if one.criterion.pk in findings
        ]

    @cached_property
    def areas(self) -> list[Any]:
        """The areas of the criteria."""
        return list({one.criterion.area_id: one.criterion.area for one in self.entries}.values())

    @cached_property
    def filter(self) -> FilterForm:
        """The filter as it was asked for."""
        return FilterForm(self.asked, areas=self.areas)

    @property
    def chosen(self) -> dict[str, str]:
        """The filter in force; one that cannot be used filters nothing, which the page says."""
        said = self.filter.cleaned_data if self.filter.is_valid() else {}
        return {name: value for name, value in said.items() if value}

    @cached_property
    def shown(self) -> list[Entry]:
        """The entries that pass the filter."""
        area, show = self.chosen.get("area", ""), self.chosen.get("show", "")
        return [entry for entry in self.entries if entry.is_shown(area, show)]

    @cached_property
    def current(self) -> Entry | None:
        """The entry in work, if one is chosen. Raises Http404 for an unknown criterion."""
        code = self.asked.get("criterion")
        if not code:
            return None
        entry = next((one for one in self.entries if one.criterion.code == code), None)
        if entry is None:
            raise Http404
        return entry

    def neighbour(self, step: int) -> Entry | None:
        """The shown entry before (-1) or after (1) the current one, though it be filtered out."""
        if self.current is None:
            return None
        here = self.entries.index(self.current)
        places = {id(entry): place for place, entry in enumerate(self.entries)}
        passed = [one for one in self.shown if (places[id(one)] - here) * step > 0]
        if not passed:
            return None
        return passed[0] if step > 0 else passed[-1]

    def address(self, code: str = "") -> str:
        """The workspace at a criterion, with the same filter."""
        asked = {name: self.asked.get(name, "") for name in ("area", "show")}
        query = urlencode(
            {key: value for key, value in {**asked, "criterion": code}.items() if value}
        )
        base = reverse("audit_workspace", kwargs={"number": self.case.number})
        return f"{base}?{query}" if query else base

    @cached_property
    def done(self) -> int:
        """How many criteria are finished."""
        return sum(entry.status == "done" for entry in self.entries)

    @cached_property
    def rule(self) -> Any:
        """The decision rule of the edition."""
        return self.case.edition.rule

    @cached_property
    def to_raise(self) -> list[Any]:
        """The areas whose minors are together a major."""
        graded = [(one.criterion.area.code, one.finding.grade) for one in self.entries]
        codes = policies.minors_that_make_major(graded, self.rule.minors_make_major)
        return [area for area in self.areas if area.code in codes]
