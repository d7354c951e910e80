"""The benchmark: two targets in milliseconds, and ratios against floors measured in the same run."""
