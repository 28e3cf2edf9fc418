"""Years simulated in a database of their own, side by side."""
