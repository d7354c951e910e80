"""Use cases, one file each: they join rules, importers, repositories and the cache."""
