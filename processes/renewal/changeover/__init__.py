"""What a new cycle, or a moved visit, does to planned items: shown, then carried out."""
