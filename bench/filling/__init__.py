"""Rows by the million, made in the database."""
