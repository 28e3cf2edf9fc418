"""Our engine with a small flow, and everything that listens to it."""
