"""A turn that nobody does, on the officer's table."""
