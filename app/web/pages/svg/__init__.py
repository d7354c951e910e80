"""Charts drawn on the server: plain data in, SVG out. Gaps are gaps, hatching is unknown."""
