"""Measure the server and the refresh: `./run bench` under the name that schedulers call."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.bench.__main__ import main

main()
