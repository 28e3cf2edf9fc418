"""What a new cycle, or a moved visit, does to planned turns: shown, then carried out."""
