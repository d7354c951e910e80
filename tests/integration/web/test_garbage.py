"""No address causes an internal error."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from tests.integration.web.conftest import BOARD, Web

NAMES = (
    "date", "metric", "window", "game", "order", "q", "limit", "offset", "cursor", "format",
    "metrics", "start", "end", "days", "follow", "sort", "",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(
        ["", "NaN", "inf", "1e9", "-1", "0x10", "None", "null", "7d", "csv", "worst", "\x00", "%"]
    ),
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4)
PATHS = st.sampled_from([BOARD, "/", "/about", "/docs", "/ready"]) | st.text(min_size=1, max_size=20).flatmap(
    lambda box: st.sampled_from(
        [
            f"{BOARD}/{quote(box, safe='')}",
            f"{BOARD}/{quote(box, safe='')}/time-series",
            f"/boxes/{quote(box)}",
        ]
    )
)


@given(path=PATHS, query=QUERIES)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_random_addresses_are_answered_or_rejected_but_never_a_fault(
    web: Web, path: str, query: list[tuple[str, str]]
) -> None:
    written = "&".join(f"{quote(name)}={quote(value)}" for name, value in query)

    answer = web.get(f"{path}?{written}")

    assert answer.status_code in (200, 307, 404, 422), answer.text
    assert "Traceback" not in answer.text


def test_raw_bytes_in_an_address_are_no_fault_either(web: Web) -> None:
    for query in ("q=%ff%fe", "game=%C3%28", "limit=%E2%82", "%00=%00", "date=%F0%9F%92%A9", "&&==&", "q"):
        assert web.get(f"{BOARD}?{query}").status_code in (200, 422)


def test_raw_bytes_of_a_path_are_logged_as_text(fresh_web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    async def ignore(_: Message) -> None: ...

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "http_version": "1.0",
        "method": "GET",
        "path": "/\x9b",
        "raw_path": b"/\x9b2J",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 1),
    }
    fresh_web.runner.run(fresh_web.app(scope, receive, ignore))

    logged = capsys.readouterr().out
    assert "/\\x9b2J" in logged
    assert "\x9b" not in logged
