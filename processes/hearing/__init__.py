"""What is new since a municipality was heard, and its comment."""
