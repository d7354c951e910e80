"""Control characters in an address name nothing, whatever the database."""

from collections.abc import Iterator

import pytest

from tests.integration.web.conftest import API, BOARD, RESOURCES, Web, web_over

CONTROL = ("%00", "%1f", "%7f", "%0a")
PATHS = [path for path in RESOURCES if "{" in path]


@pytest.fixture
def any_web(database_url: str) -> Iterator[Web]:
    """The application over a database of either kind, nothing published."""
    yield from web_over(database_url)


def test_a_control_character_in_a_path_is_404_in_the_api(any_web: Web) -> None:
    for path in PATHS:
        for control in CONTROL:
            for written in (f"x{control}y", f"tcgplayer:{control}", control):
                answer = any_web.get(path.format(box=written, day=written))
                assert answer.status_code == 404, (path, written, answer.text)
                assert answer.headers["content-type"] == "application/problem+json"


def test_a_box_with_a_control_character_is_an_unknown_box(any_web: Web) -> None:
    assert any_web.get(f"{BOARD}/x%00y").json()["code"] == "unknown_box"
    assert any_web.get(f"{API}/days/2026-01-31%00").json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/boxes/x%00", "/boxes/a%00:b", "/boxes/tcgplayer:%1f", "/static/a%00.css"])
def test_a_control_character_in_a_path_is_404_on_a_page(any_web: Web, path: str) -> None:
    assert any_web.get(path).status_code == 404
