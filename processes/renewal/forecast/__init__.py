"""Simulated years of a draft cycle."""
