"""Renewal cycles: the pages to change them, and what is said of them."""
