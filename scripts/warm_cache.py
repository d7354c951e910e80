"""The caches warmed for the current generation: `boxrank warm` by the name that schedulers know."""

import sys

from app.__main__ import run

run(["warm", *sys.argv[1:]])
