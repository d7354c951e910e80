"""Recompute ranks of past days: `boxrank backfill` under the name that schedulers call."""

import sys

from app.__main__ import run

run(["backfill", *sys.argv[1:]])
