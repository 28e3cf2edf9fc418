"""The test database: its rows as they are, and without them."""
