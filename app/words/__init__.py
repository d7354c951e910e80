"""Sentences and figures as text, for pages and command line."""
