"""Every read and job measured against its target: `boxrank bench` by the name that schedulers know."""

import sys

from app.cli.main import run

run(["bench", *sys.argv[1:]])
