"""One command, one table: our engine beside what others would pick, in the same run."""
