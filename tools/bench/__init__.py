"""The benchmark: every target as a ratio against a floor of the same run."""
