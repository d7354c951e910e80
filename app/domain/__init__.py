"""The rules: pure functions on Polars frames, without input, output or clock."""
