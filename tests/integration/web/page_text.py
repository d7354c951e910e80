"""What tests read out of a page."""

import re
from html import unescape

from tests.integration.web.conftest import Web


def page(web: Web, url: str, status: int = 200) -> str:
    """The text of a page that must come with this status."""
    answer = web.get(url)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def links(text: str) -> set[str]:
    """Addresses within the site."""
    return {unescape(url) for url in re.findall(r'href="(/[^"#]*)', text)}


def slugs(text: str) -> list[str]:
    """The boxes of the board in the order of its rows."""
    return re.findall(r'<tr[^>]* data-slug="([^"]+)"', text)


def section(text: str, heading: str) -> str:
    """The part of a page below a heading, to the end of its section; tags are left out."""
    start = text.index(heading)
    return re.sub(
        r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", text[start : text.index("</section>", start)]))
    )
