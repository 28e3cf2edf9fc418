"""How much is measured. Each size asks the same questions of more rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One size of run."""

    name: str
    rounds: int
    """How often each contender takes its turn."""
    cases: int
    """Lifecycles in a turn."""
    queues: tuple[int, ...]
    """How many tasks there are: few and many."""
    looks: int
    """How often each reader looks at each."""
    claimable: int
    """Tasks that wait for many workers at once."""
    claim_seconds: float
    claim_turns: int
    notices: int
    """Mails that several workers send at once."""
    notice_turns: int
    due: int
    """Our timers that are due in a turn."""
    due_reminders: int
    """And reminders: enough for many batches."""
    due_stock: int
    """And stock's, which takes longer for each."""
    due_turns: int
    due_at_once: tuple[int, ...]
    """Few and many: the memory for both is to be the same."""

    @property
    def needs_postgresql(self) -> bool:
        """Only the size that the tests run does without."""
        return self.name != "smoke"


SMOKE = Size(
    "smoke",
    rounds=2,
    cases=1,
    queues=(2_000,),
    looks=2,
    claimable=100,
    claim_seconds=0.3,
    claim_turns=1,
    notices=40,
    notice_turns=1,
    due=20,
    due_reminders=40,
    due_stock=5,
    due_turns=1,
    due_at_once=(20, 60),
)
STANDARD = Size(
    "standard",
    rounds=25,
    cases=4,
    queues=(10_000, 100_000),
    looks=10,
    claimable=20_000,
    claim_seconds=4,
    claim_turns=4,
    notices=5_000,
    notice_turns=4,
    due=1_000,
    due_reminders=8_000,
    due_stock=150,
    due_turns=5,
    due_at_once=(10_000, 100_000),
)
FULL = Size(
    "full",
    rounds=50,
    cases=8,
    queues=(10_000, 1_000_000),
    looks=15,
    claimable=100_000,
    claim_seconds=5,
    claim_turns=8,
    notices=25_000,
    notice_turns=4,
    due=2_000,
    due_reminders=20_000,
    due_stock=300,
    due_turns=9,
    due_at_once=(10_000, 100_000),
)
SIZES = {size.name: size for size in (SMOKE, STANDARD, FULL)}
