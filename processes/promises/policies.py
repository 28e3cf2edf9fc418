"""Pure: what may be told of a broken promise."""

FOUND = ("upheld", "partly")
"""The outcomes of a report that was right."""

LEAST = 5
"""From so many on it is told how many reports of a promise were right."""
