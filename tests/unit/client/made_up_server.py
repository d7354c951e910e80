"""Answers of a server that is not there."""

from collections.abc import Callable
from typing import Any

import httpx
from boxrank_client import Boxrank
from boxrank_client.shapes import Figures

Opened = Callable[..., Boxrank]
"""Opens a client of a Server; `retries` and the options of Boxrank may be given."""

META = {"generation": 3, "published_at": "2026-06-01T12:00:00Z", "data_as_of": "2026-05-30"}
GAMES = {"data": [{"game": "Chess", "boxes": 2}], "meta": META}
CARD = {
    "slug": "a",
    "name": "A",
    "short_name": "A",
    "code": None,
    "set_name": None,
    "game": None,
    "release_date": "2025-01-31",
    "image_url": None,
}
FIGURES = {
    **dict.fromkeys(Figures.__annotations__),
    **dict.fromkeys(("missing_marketplaces", "volume_marketplaces", "capped"), ()),
    "observed_on": "2026-05-30",
    "is_carried": False,
}


class Server:
    """Gives the answers of a list in turn, the last one for ever, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers, self.requests = list(answers), list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def problem(status: int, code: str = "x", **given: object) -> httpx.Response:
    headers = {"Retry-After": str(given.pop("retry_after"))} if "retry_after" in given else {}
    body = {
        "type": f"/docs#{code}",
        "title": "No",
        "status": status,
        "detail": "Because.",
        "code": code,
        "instance": "/",
        "field": None,
        "choices": None,
        "hint": None,
        "request_id": "r-1",
    }
    return httpx.Response(status, headers=headers, json=body | given)


def answer(body: Any, status: int = 200, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


def page(next_offset: int | None = None) -> dict[str, object]:
    beside = {"previous_offset": None, "next_cursor": None, "previous_cursor": None}
    return {"total": 3, "limit": 2, "offset": 0, "next_offset": next_offset, **beside}
