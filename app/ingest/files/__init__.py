"""Reads files of observations and catalogues, one small reader per format."""
