"""What a cycle's limits mean: the ways through a case, its items, and whether dates can be kept."""
