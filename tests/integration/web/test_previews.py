"""What a link to a page looks like elsewhere, and the one address by which a page is known."""

import re
import struct
from html import unescape

from tests.integration.web.conftest import Web, WebWith
from tests.integration.web.page_text import page
from tests.redis_server import RedisServer

PUBLIC = "https://boxrank.example"
ADDRESSES = {
    "/?game=Skyfarer&limit=25": "/",
    "/?date=2026-05-12&metric=liquidity_score": "/?date=2026-05-12",
    "/boxes/sf-08?days=30": "/boxes/sf-08",
    "/compare?boxes=sf-08&boxes=sf-01&days=30": "/compare?boxes=sf-08&boxes=sf-01",
    "/about": "/about",
    "/docs": "/docs",
}


def preview_tags(text: str) -> dict[str, str]:
    """What the head says of the page, by the names of Open Graph."""
    found = re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', text)
    return {name: unescape(content) for name, content in found}


def canonical(text: str) -> str:
    (found,) = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    return unescape(found)


def test_a_link_is_previewed_with_title_words_and_picture(web: Web) -> None:
    text = page(web, "/boxes/sf-08")
    preview = preview_tags(text)
    picture = web.get(preview["og:image"])

    assert f"<title>{preview['og:title']}</title>" in text
    assert "SF-08" in preview["og:description"]
    assert picture.headers["content-type"] == "image/png"
    size = struct.unpack(">II", picture.content[16:24])
    assert [str(side) for side in size] == [preview["og:image:width"], preview["og:image:height"]]


def test_every_view_of_a_page_names_the_same_address(web: Web) -> None:
    assert {path: canonical(page(web, path)) for path in ADDRESSES} == ADDRESSES


def test_a_site_that_knows_its_address_names_pages_and_picture_by_it(web_with: WebWith) -> None:
    web = web_with(public_url=PUBLIC)
    for path, address in ADDRESSES.items():
        text = page(web, path)
        assert canonical(text) == preview_tags(text)["og:url"] == PUBLIC + address
        assert preview_tags(text)["og:image"].startswith(f"{PUBLIC}/static/")


def test_a_site_that_does_not_know_its_address_claims_none(web: Web) -> None:
    assert "og:url" not in preview_tags(page(web, "/"))


def test_an_error_page_is_known_by_no_address(web_with: WebWith) -> None:
    text = page(web_with(public_url=PUBLIC), "/boxes/nobody", 404)

    assert "canonical" not in text
    assert preview_tags(text)["og:image"].startswith(f"{PUBLIC}/static/")


def test_sites_of_two_addresses_never_read_each_others_pages_in_one_redis(web_with: WebWith) -> None:
    with RedisServer() as redis:
        patient = {"redis_url": redis.url, "redis_timeout_seconds": 5.0}
        sites = [web_with(public_url=url, **patient) for url in ("", PUBLIC, PUBLIC)]
        told_by_each = [site.get("/about") for site in sites]

    assert [canonical(answer.text) for answer in told_by_each] == ["/about", *2 * [f"{PUBLIC}/about"]]
    assert told_by_each[2].headers["X-Cache"] == "HIT-2"


def test_the_icon_is_ours_wherever_it_is_requested(web: Web) -> None:
    icon = web.get(web.get("/favicon.ico").headers["location"])
    assert icon.headers["content-type"].startswith("image/svg+xml")
