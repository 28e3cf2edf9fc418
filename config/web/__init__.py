"""What stands around every page: middleware, sessions, texts that are kept."""
