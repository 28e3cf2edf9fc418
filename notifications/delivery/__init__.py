"""From the outbox to the mail server, and what came of it."""
