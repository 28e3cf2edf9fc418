"""Who hears, and whether they may when it is sent."""
