"""Who hears: the rule, what is cached of it, and the same of many occurrences in bulk."""
