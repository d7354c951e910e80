"""Boxrank: the open market board of sealed trading-card booster boxes."""
