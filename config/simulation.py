"""One simulated run from an empty database to its figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TextIO

from dateutil.relativedelta import relativedelta

from config.postman import Postman, Sink
from notifications.ledger import Balance, Ledger
from processes.case.models import Case
from processes.organisations.actions import load_organisations
from processes.organisations.models import Organisation
from processes.scheme.actions import load_default_scheme
from processes.simulation import days, soundness
from processes.simulation.luck import Luck
from processes.simulation.simulation import SUMMARIES, Simulation
from processes.simulation.town import settle
from workflow import trail
from workflow.calendar import DAY, at_eight, start_of
from workflow.models import TrailChain
from workflow.progress import Progress, progress

ALL_APPLY_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Plan:
    """How many municipalities, for how long, from when, with which luck."""

    municipalities: int
    years: int
    first: date
    seed: int

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + relativedelta(years=self.years) - DAY

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Result:
    """What a run came to. ``faults`` is empty when everything holds."""

    plan: Plan
    cases: Counter[tuple[str, str]]
    steps: int
    fired: int
    mails: int
    balance: Balance
    entries: int
    days: list[days.Month]
    faults: list[str]


def simulate(plan: Plan, out: TextIO | None) -> Result:
    """Let the plan happen in the present database, which must be empty; count and check."""
    luck, beginning = Luck(plan.seed), start_of(plan.first)
    load_organisations()
    scheme = load_default_scheme(beginning)
    places = list(Organisation.objects.municipalities().order_by("code"))
    chosen = luck.of("municipalities").sample(places, plan.municipalities)
    with Postman().on_duty() as post, Ledger().open() as ledger:
        run = Simulation(settle(scheme, chosen, luck, beginning), luck, post=post)
        run.applicants.invite(plan.first, ALL_APPLY_WITHIN)
        shown = Progress("Days", plan.days, out)
        for day in run.run(plan.first, plan.last):
            shown.advance((day - plan.first).days - shown.done)
        shown.advance(plan.days - shown.done)
        shown.end()
        # Nobody works any more; what was announced on the last days still goes.
        post.morning(at_eight(plan.last + 2 * DAY) + SUMMARIES)
        return _counted(plan, run, ledger.balance(), out)


def _counted(plan: Plan, run: Simulation, balance: Balance, out: TextIO | None) -> Result:
    chains = TrailChain.objects.order_by("pk")
    broken = [
        f"trail of {fault.chain}, entry {fault.sequence}: {fault.what}"
        for chain in progress(chains.iterator(), "Trail", total=chains.count(), out=out)
        for fault in trail.verify(chain)
    ]
    refused = [
        f"{number} times refused: {words}" for words, number in run.workforce.refused.items()
    ]
    return Result(
        plan=plan,
        cases=Counter(Case.objects.order_by("pk").values_list("kind", "state")),
        steps=run.workforce.steps,
        fired=run.fired,
        mails=Sink.taken,
        balance=balance,
        entries=sum(TrailChain.objects.values_list("length", flat=True)),
        days=days.per_month(plan.first, plan.last),
        faults=[*balance.faults(), *soundness.faults(), *broken, *refused],
    )
