"""The rules of the numbers: pure functions on Polars frames, without input, output or clock."""
