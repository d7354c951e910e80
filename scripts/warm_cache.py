"""Warm the cache for the current generation: `boxrank warm` under the name that schedulers call."""

import sys

from app.__main__ import run

run(["warm", *sys.argv[1:]])
