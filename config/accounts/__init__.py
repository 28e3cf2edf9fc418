"""Signing in: the library's flows behind our addresses, words and limits."""
