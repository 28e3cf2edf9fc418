"""Each minute: what is due and not yet done, and what nobody may do."""

from workflow.sweep.promised import (
    BATCH,
    fire_due,
    idle,
    return_idle_claims,
)

__all__ = [
    "BATCH",
    "fire_due",
    "idle",
    "return_idle_claims",
]
