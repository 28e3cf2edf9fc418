"""What the compiled queries gain: ``python -m bench.gains tests/journeys tests/processes``."""
