"""Independent reviewers: where nobody uninvolved is left, somebody from outside, for one case."""
