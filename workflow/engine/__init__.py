"""The only doors to a new state of a row, and to the next step of a process."""
