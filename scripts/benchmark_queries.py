"""Every read and job measured against its target: `./run bench` by the name that schedulers know."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.bench.__main__ import main

main()
