"""No link of a board page leads to an error, also on days on which few boards have ranks."""

import re
from html import unescape

import pytest

from tests.integration.web.conftest import API, Web

HREF = re.compile(r'href="(/[^"#]*)')


def links_of(web: Web, path: str) -> set[str]:
    page = web.get(path)
    assert page.status_code == 200, path
    return {unescape(link) for link in HREF.findall(page.text) if not link.startswith("/static/")}


def failures(web: Web, path: str) -> dict[str, int]:
    statuses = {link: web.get(link).status_code for link in links_of(web, path)}
    return {link: status for link, status in statuses.items() if status >= 400}


def days_of(web: Web) -> list[str]:
    return [day["metric_date"] for day in web.json(f"{API}/days")["data"]]


@pytest.mark.parametrize("query", ["", "&metric=floor_price_usd", "&game=Tidewright", "&only="])
def test_on_the_first_ranked_day(web: Web, query: str) -> None:
    first = days_of(web)[0]

    assert failures(web, f"/?date={first}{query}") == {}
    assert "metric=momentum_pct" not in web.get(f"/?date={first}{query}").text


@pytest.mark.parametrize("path", ["/", "/?only=", "/?metric=momentum_pct", "/?game=Tidewright&limit=25"])
def test_on_the_latest_day(web: Web, path: str) -> None:
    assert failures(web, path) == {}


def test_the_menu_lists_every_board_that_has_ranks(web: Web) -> None:
    assert any("metric=momentum_pct" in link for link in links_of(web, "/"))
    assert any("game=Tidewright" in link for link in links_of(web, f"/?date={days_of(web)[0]}"))
