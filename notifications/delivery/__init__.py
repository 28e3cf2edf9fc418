"""From the outbox to the mail server, and what came of it."""

from notifications.delivery.send import deliver_due

__all__ = ["deliver_due"]
