"""Security headers: nothing of other origins is loaded, no framing, no sniffing, no referrer.

Each header costs about a microsecond, so data responses have only those that apply to data.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from app.web.edge.representations import RawHeaders

THEME_SCRIPT = (Path(__file__).parents[1] / "templates" / "parts" / "theme.js").read_text("utf-8").strip()

THEME_SCRIPT_SOURCE = f"'sha256-{b64encode(sha256(THEME_SCRIPT.encode()).digest()).decode()}'"
"""How the Content-Security-Policy allows this script and no other inside a page."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {THEME_SCRIPT_SOURCE}",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_DRAWN = (b"text/html", b"image/svg+xml")
_SNIFFING = (b"x-content-type-options", b"nosniff")
_FOR_PAGES: RawHeaders = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    _SNIFFING,
    (b"referrer-policy", b"same-origin"),
)
_FOR_DATA: RawHeaders = (_SNIFFING,)


def security_headers(headers: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    """What an answer with these headers needs: the policy of pages for what a browser draws, else little.

    A 304 is like data: a policy on it would replace the policy of the page that is kept.
    """
    for name, value in headers:
        if name == b"content-type":
            return _FOR_PAGES if value.startswith(_DRAWN) else _FOR_DATA
    return _FOR_DATA
