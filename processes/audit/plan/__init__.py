"""When the visit is and what it is about."""
