"""What the engine announces. Receivers run in the sender's transaction: they write rows only."""

from django.dispatch import Signal

performed = Signal(use_caching=True)
"""A step was performed: ``subject``, ``step`` (its name), ``entry``, ``by``, ``at``."""

task_opened = Signal(use_caching=True)
"""A task came into a queue or inbox: ``task``, ``at``."""

task_claimed = Signal(use_caching=True)
"""A task got an owner: ``task``, ``by`` (who gave it; None is the system), ``at``; ``before``, who
had it until now, if anybody."""

task_returned = Signal(use_caching=True)
"""A task went back to its queue: ``task``, ``by``, ``at``, ``because``."""

task_closed = Signal(use_caching=True)
"""A task was completed or cancelled: ``task``, ``at``."""

tasks_reminded = Signal(use_caching=True)
"""Rungs of the reminder ladder were reached: ``reminded`` (pairs of a task, with its process, and
the rung: days from due), ``stalled`` (the keys of those told again more than once), ``at``.
Hundreds at once: a receiver asks about all of them together."""

act_ended = Signal(use_caching=True)
"""An act of several transactions has come to its end: ``act``."""

tasks_unattended = Signal(use_caching=True)
"""Nobody may do some open tasks: ``tasks``, with their processes, ``at``."""

incident_raised = Signal(use_caching=True)
"""A timer could not be fired and waits for a person: ``timer``, ``at``."""
