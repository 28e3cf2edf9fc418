"""A sweep that dies exactly before or after it claims a promise, takes the step, commits."""

from collections.abc import Iterator

from chaos.dying import AFTER, BEFORE
from chaos.report import Figure, none_of
from chaos.scene import Scene
from chaos.site import Site

POINTS = tuple(
    (step, when) for step in ("claim", "transition", "commit") for when in (BEFORE, AFTER)
)
PROMISES = 3
"""For each death: more than one, so that it is in the middle of its work."""

NEEDS_SERVICES = True
SIZES = {"full": 50, "short": 2}
INSIDE = ("-m", "chaos.inside", "chaos.children.timer_points")

LATE = "SELECT count(*) FROM workflow_timer WHERE step = 'open' AND status <> 'fired'"
UNOPENED = "SELECT count(*) FROM processes_programmeitem WHERE state <> 'opened' OR case_id IS NULL"
CASES = "SELECT count(*) FROM processes_case WHERE kind = 'surveillance'"
TASKS = "SELECT count(*) FROM workflow_task WHERE role <> '' AND status = 'NEW'"
STEPS = (
    "SELECT count(*) FROM workflow_trailentry"
    " WHERE subject_label = 'processes.programmeitem' AND step = 'open'"
)
NOTICES = "SELECT count(*) FROM notifications_notification WHERE rule = 'opened'"


def drill(scene: Scene, times: int) -> Iterator[Figure]:
    """Each death leaves promises half kept; the next sweep keeps them, once."""
    with scene.site(broker=False) as (site, _sink):
        for line in site.lines(*INSIDE, str(times)):
            when, step, number = line.split()
            scene.say(f"{when} {step}: {number} deaths")
            deaths = int(number)
            yield Figure(
                f"killed {when} {step}", f"{times} deaths", f"{number} deaths", deaths == times
            )
        yield from _found(site, times * PROMISES * len(POINTS))


def _found(site: Site, promised: int) -> Iterator[Figure]:
    """What a promise brings about, counted in every table it writes to."""
    yield none_of(
        f"promises not kept, of {promised:,}", _count(site, LATE) + _count(site, UNOPENED)
    )
    for what, question in (
        ("cases opened by them", CASES),
        ("their tasks", TASKS),
        ("their steps in the trail", STEPS),
        ("their notices", NOTICES),
    ):
        number = _count(site, question)
        yield Figure(what, f"{promised:,}", f"{number:,}", number == promised)
    verdict = site.run("manage.py", "verify_trail", "--verbosity", "0").strip()
    yield Figure("the trail, verified", "it holds", verdict, verdict.startswith("The trail holds"))


def _count(site: Site, question: str) -> int:
    return int(site.ask(question)[0][0])
