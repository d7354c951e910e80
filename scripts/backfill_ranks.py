"""Ranks of past days made anew: `boxrank backfill` by the name that schedulers know."""

import sys

from app.__main__ import run

run(["backfill", *sys.argv[1:]])
