"""Cases in different stages, so that everybody has something to do at once."""

from datetime import date, datetime, timedelta
from typing import Any, TextIO

from django.db import transaction

from processes.case.models import Case
from processes.demo import address, allow
from processes.demo.story import TEXTS, Story
from processes.organisations.models import Interest, Membership, Organisation, Person
from processes.roles import Role
from processes.scheme.copies import new_cycle
from processes.scheme.drafts import save_cycle, values_of_cycle
from processes.scheme.models import Scheme
from workflow.calendar import local_date
from workflow.progress import progress

Kind = Interest.Ground


def load_cases(at: datetime, *, out: TextIO | None = None) -> int:
    """Let the demonstration cases happen, up to ``at``; how many. Once: none if there are cases."""
    allow()
    if Case.objects.exists():
        return 0
    with transaction.atomic():
        _ties(at)
        for tell in progress(STORIES, "Demonstration cases", out=out):
            tell(at)
        _draft_cycle(at)
    return len(STORIES)


def _person(name: str) -> Person:
    return Person.objects.get(email=address(name))


def _ties(at: datetime) -> None:
    """One auditor has advised a municipality: they cannot take its audit."""
    Interest.objects.get_or_create(
        person=_person("Samira Haddad"),
        organisation=Organisation.objects.get(code="0882"),
        ground=Kind.CONSULTED,
        defaults={"ended_date": local_date(at) - timedelta(days=300)},
    )


def _draft_cycle(at: datetime) -> None:
    """An administrator considers earlier surveillances: the preview has something to show."""
    ada, scheme = _person("Ada Norrby"), Scheme.objects.get(code="foretagslots")
    cycle = new_cycle(scheme, by=ada, at=at)
    save_cycle(cycle, [(8, 11), (20, 23)], before=values_of_cycle(cycle), by=ada, at=at)


def _story(code: str, lead: str, at: datetime) -> Story:
    """The people of a municipality and of the body, today."""
    held = Membership.objects.filter(organisation__code=code).select_related("person")
    by_role = {membership.role: membership.person for membership in held}
    return Story(
        scheme=Scheme.objects.get(code="foretagslots"),
        municipality=Organisation.objects.get(code=code),
        coordinator=by_role[Role.COORDINATOR],
        signatory=by_role[Role.SIGNATORY],
        officer=_person("Hanna Ekdahl"),
        lead=_person(lead),
        decision_maker=_person("Dagny Forsell"),
        today=local_date(at),
        at=at,
    )


def _until_signed(story: Story, days: int) -> None:
    """Applied, accepted and signed; the application came so many days ago."""
    story.back(days)
    story.apply()
    story.back(days - 5)
    story.review()
    story.back(days - 14)
    story.sign_agreement()


def _until_visit(story: Story, days: int) -> None:
    """From application to an agreed visit; the visit is 110 days after the application."""
    _until_signed(story, days)
    story.back(days - 60)
    story.assess_all()
    story.back(days - 68)
    story.prepare_audit()
    story.back(days - 78)
    story.plan(_visit_day(story, days))


def _visit_day(story: Story, days: int) -> date:
    now = story.at
    story.back(days - 110)
    day, story.at = local_date(story.at), now
    return day


def _until_report(story: Story, days: int, findings: dict[str, Any]) -> None:
    """To a locked report, 135 days after the application."""
    _until_visit(story, days)
    story.back(days - 110)
    story.visit(findings)
    story.back(days - 118)
    story.write_report()
    story.back(days - 126)
    story.comment()
    story.back(days - 135)
    story.finish_report()


def hultsfred(at: datetime) -> None:
    """Assesses its own service; a colleague has been asked."""
    story = _story("0860", "Rut Wallin", at)
    _until_signed(story, 52)
    story.back(12)
    story.assess_some()
    story.back(4)
    story.ask(_person("Mia Sandell"))


def hogsby(at: datetime) -> None:
    """Answers a major and two minor nonconformities."""
    story = _story("0821", "Rut Wallin", at)
    _until_report(story, 156, TEXTS["findings"])
    story.back(3)
    story.begin_answer()


def vimmerby(at: datetime) -> None:
    """Has applied; the review is late."""
    story = _story("0884", "Rolf Mattsson", at)
    story.back(13)
    story.apply()


def monsteras(at: datetime) -> None:
    """Has an agreement to sign."""
    story = _story("0861", "Rolf Mattsson", at)
    story.back(11)
    story.apply()
    story.back(6)
    story.review()


def oskarshamn(at: datetime) -> None:
    """Waits for somebody to lead its audit."""
    story = _story("0882", "Rolf Mattsson", at)
    _until_signed(story, 70)
    story.back(6)
    story.assess_all()


def vastervik(at: datetime) -> None:
    """Waits for its decision."""
    story = _story("0883", "Rolf Mattsson", at)
    _until_report(story, 142, {})


def kalmar(at: datetime) -> None:
    """Has a certificate; its first surveillance opens next month."""
    story = _story("0880", "Samira Haddad", at)
    _until_report(story, 395, {})
    story.back(245)
    story.decide()


STORIES = (kalmar, hogsby, vastervik, oskarshamn, hultsfred, vimmerby, monsteras)
