"""The one script inside the pages: light or dark is set before the first paint, without a request."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

THEME_SCRIPT = (Path(__file__).parents[1] / "templates" / "parts" / "theme.js").read_text("utf-8").strip()

THEME_SCRIPT_SOURCE = f"'sha256-{b64encode(sha256(THEME_SCRIPT.encode()).digest()).decode()}'"
"""How the Content-Security-Policy allows this script and no other inside a page."""
