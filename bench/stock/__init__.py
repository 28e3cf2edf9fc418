"""viewflow as it comes: its own tables, its own pages, its select-for-update lock."""
