"""What the steps of a certification are called: as it happened, and as it can be done.

Each stage says it of its own steps (``processes/stages.py``).
"""

from processes.stages import EXPECTED, HAPPENED, POSSIBLE


def happened(event: str) -> str:
    """What happened; an event without words is told by its name."""
    return str(HAPPENED.get(event) or " ".join(event.partition(".")[2].split("_")))


def possible(event: str) -> str | None:
    """What can be done; None for what only the system does."""
    words = POSSIBLE.get(event)
    return str(words) if words else None


def expected(event: str) -> str:
    """What a promise will bring."""
    return str(EXPECTED.get(event) or happened(event))
