"""Every read and job measured against its target: `boxrank bench` by the name that schedulers know."""

import sys

from app.__main__ import run

run(["bench", *sys.argv[1:]])
