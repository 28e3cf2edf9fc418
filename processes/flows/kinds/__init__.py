"""Flows of cases that nobody visits, and of what is asked of a holder without a case."""
