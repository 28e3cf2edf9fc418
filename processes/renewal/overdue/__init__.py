"""An item that nobody does, on the officer's table."""
