"""What a cycle's limits mean: the ways through a case, its turns, and whether dates can be kept."""
