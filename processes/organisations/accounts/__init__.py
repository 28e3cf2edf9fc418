"""How people are reached and let in: addresses, links in letters, and a log of accounts."""
