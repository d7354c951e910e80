"""What a link to a page looks like elsewhere, and the one address by which a page is known."""

import struct

import httpx
import pytest

from tests.e2e.browser.reader import Reader

OPEN_GRAPH = """
() => Object.fromEntries(
  [...document.querySelectorAll("meta[property^=og]")]
    .map((tag) => [tag.getAttribute("property"), tag.content])
)
"""


def test_a_link_is_previewed_with_title_words_and_picture(reader: Reader) -> None:
    page = reader.visit("/boxes/sf-08")
    told = page.evaluate(OPEN_GRAPH)
    assert told["og:title"] == page.title()
    assert "SF-08" in told["og:description"]
    picture = httpx.get(reader.site + told["og:image"])
    assert picture.headers["content-type"] == "image/png"
    size = struct.unpack(">II", picture.content[16:24])
    assert [str(side) for side in size] == [told["og:image:width"], told["og:image:height"]]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/?game=Skyfarer&limit=25", "/"),
        ("/?date=2026-05-12&metric=liquidity_score", "/?date=2026-05-12"),
        ("/boxes/sf-08?days=30", "/boxes/sf-08"),
        ("/about", "/about"),
    ],
)
def test_every_view_of_a_page_names_the_same_address(reader: Reader, path: str, address: str) -> None:
    page = reader.visit(path)
    assert page.locator('link[rel="canonical"]').get_attribute("href") == address


def test_the_icon_is_ours_wherever_it_is_asked_for(reader: Reader) -> None:
    icon = httpx.get(reader.site + "/favicon.ico", follow_redirects=True)
    assert icon.headers["content-type"].startswith("image/svg+xml")
