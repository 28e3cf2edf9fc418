"""What each of the people does with their tasks."""
