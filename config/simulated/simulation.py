"""One simulated run from an empty database to its figures."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from dateutil.relativedelta import relativedelta

from config.simulated.memory import most_held
from config.simulated.outcome import Result
from config.simulated.postman import Postman, Sink
from notifications.ledger import Balance, Ledger
from processes.case.models import Case
from processes.organisations.actions import load_organisations
from processes.organisations.models import Organisation
from processes.scheme.actions import load_default_scheme
from processes.scheme.cycles import cycle_json, judgement
from processes.scheme.models import RenewalCycle
from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of
from processes.simulation import days, hard_dates, soundness
from processes.simulation.luck import PUNCTUAL, USUAL, Luck
from processes.simulation.simulation import SUMMARIES, Simulation
from processes.simulation.town import settle
from workflow import trail
from workflow.calendar import DAY, at_eight, start_of
from workflow.models import TrailChain
from workflow.trail import proof

ALL_APPLY_WITHIN = timedelta(days=365)
ROWS_BETWEEN_TIDYINGS = 20_000
"""Python looks for circles among its objects after so many new ones; its own figure is for less."""


@dataclass(frozen=True)
class Plan:
    """How many municipalities, for how long, from when, with which luck.

    Of several ``parts`` each is a run of its own, with every so many-th of the municipalities and
    a certification body whose staff is as large as they need.
    """

    municipalities: int
    years: int
    first: date
    seed: int
    part: int = 0
    parts: int = 1
    cycle: dict[str, Any] | None = None
    """What the renewal cycle says, if not what a new installation's says."""
    punctual: bool = False
    """Everybody keeps every limit."""

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + relativedelta(years=self.years) - DAY

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.last - self.first).days + 1

    def as_json(self) -> dict[str, Any]:
        """The plan in plain words and numbers."""
        return asdict(self) | {"first": self.first.isoformat()}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """The plan as it was stored."""
        return cls(**said | {"first": date.fromisoformat(said["first"])})


def simulate(plan: Plan, tell: Callable[[int], object] = id) -> Result:
    """Let the plan happen in the present database, which must be empty; count and check.

    ``tell`` hears how many days are over.
    """
    luck, beginning = Luck(plan.seed), start_of(plan.first)
    load_organisations()
    scheme = load_default_scheme(beginning)
    if plan.cycle:
        cycle_json.lay_down(scheme.cycles.get(), plan.cycle, at=beginning)
    places = list(Organisation.objects.municipalities().order_by("code"))
    chosen = luck.of("municipalities").sample(places, plan.municipalities)
    mine = chosen[plan.part :: plan.parts]
    with _hurried(), Postman().on_duty() as post, Ledger().open() as ledger:
        shares = PUNCTUAL if plan.punctual else USUAL
        run = Simulation(settle(scheme, mine, luck, beginning), luck, post=post, shares=shares)
        proof.seal(beginning, step="load")
        run.applicants.invite(plan.first, ALL_APPLY_WITHIN)
        early = _live(plan, run, tell)
        # Nobody works any more; what was announced on the last days still goes.
        post.morning(at_eight(plan.last + 2 * DAY) + SUMMARIES)
        tell(plan.days)
        counted = _counted(plan, run, ledger.balance())
    return replace(counted, memory=(early, most_held()))


def _live(plan: Plan, run: Simulation, tell: Callable[[int], object]) -> int:
    """Let the days pass; the most memory that was held in the first tenth of them."""
    early = 0
    for day in run.run(plan.first, plan.last):
        over = (day - plan.first).days
        early = most_held() if over * 10 <= plan.days else early
        tell(over)
    return early


@contextmanager
def _hurried() -> Iterator[None]:
    """Let Python look for circles less often, and not among what is there from the start."""
    before = gc.get_threshold()
    gc.set_threshold(ROWS_BETWEEN_TIDYINGS, *before[1:])
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _unkept() -> Iterator[str]:
    """What the cycles that were in force cannot keep, as publishing them would say."""
    for cycle in RenewalCycle.objects.filter(state=RenewalCycle.State.PUBLISHED):
        yield from judgement.told(judge(rhythm_of(cycle)))


def _counted(plan: Plan, run: Simulation, balance: Balance) -> Result:
    broken = [
        f"trail of {fault.chain}, entry {fault.sequence}: {fault.what}"
        for faults in (*trail.verify_all(), trail.strays())
        for fault in faults
    ]
    edited = [f"{one.row}: {one.what}" for one in proof.differences()]
    refused = [
        f"{number} times refused: {words}" for words, number in run.workforce.refused.items()
    ]
    dates = hard_dates.missed(plan.last)
    return Result(
        dates=dates.number,
        unmet=[*_unkept(), *dates.faults],
        cases=Counter(Case.objects.order_by("pk").values_list("kind", "state")),
        steps=run.workforce.steps,
        fired=run.fired,
        mails=Sink.taken,
        balance=balance,
        entries=sum(TrailChain.objects.values_list("length", flat=True)),
        days=days.per_month(plan.first, plan.last),
        faults=[*balance.faults(), *soundness.faults(plan.last), *broken, *edited, *refused],
    )
