"""Queries and writes compiled once and used often, and what a step writes as one statement."""
