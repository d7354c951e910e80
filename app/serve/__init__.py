"""Answers from the cache, else reads once for all who wait."""
