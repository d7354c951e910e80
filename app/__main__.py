"""`python -m app` is the command `boxrank`."""

from app.cli.main import run

run()
