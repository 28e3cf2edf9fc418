"""Processes that run are moved to another version of their flow, each by itself, or stay."""
