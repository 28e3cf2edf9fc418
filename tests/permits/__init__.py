"""A second process on the same engine: permits. What a newcomer writes, and nothing else."""
