"""The application as a server starts it."""

import asyncio
import subprocess
import sys
from typing import Any

import httpx
import pytest

from app.main import LazyApplication
from tests.integration.web.conftest import Web


async def lifespan(app: Any, *messages: str) -> list[dict[str, Any]]:
    """What the application answers to these messages of its server."""
    inbox = iter(messages)
    outbox: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": f"lifespan.{next(inbox)}"}

    async def send(message: Any) -> None:
        outbox.append(dict(message))

    await app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
    return outbox


def test_importing_the_entry_reads_no_setting_and_no_web_framework() -> None:
    code = (
        "import sys, app.main; "
        "sys.exit(any(name in sys.modules for name in ('app.config', 'fastapi', 'sqlalchemy')))"
    )

    done = subprocess.run([sys.executable, "-c", code], env={"BOXRANK_DATABASE_URL": "nonsense"}, check=False)

    assert done.returncode == 0


def test_a_bad_setting_stops_the_start_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOXRANK_MARKET_TIMEZONE", "Atlantis")

    (answer,) = asyncio.run(lifespan(LazyApplication(), "startup"))

    assert answer["type"] == "lifespan.startup.failed"
    assert "BOXRANK_MARKET_TIMEZONE" in answer["message"]
    assert "\n" not in answer["message"]


def test_the_server_starts_and_stops_the_reads_and_closes_the_database(fresh_web: Web) -> None:
    answers = fresh_web.runner.run(lifespan(fresh_web.app, "startup", "shutdown"))

    assert [answer["type"] for answer in answers] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert fresh_web.services.database.engine.pool.checkedin() == 0  # type: ignore[attr-defined]


def test_it_starts_while_the_database_is_away(web_without_database: Web) -> None:
    answers = web_without_database.runner.run(lifespan(web_without_database.app, "startup", "shutdown"))

    assert answers[0]["type"] == "lifespan.startup.complete"


def test_any_error_of_the_start_stops_it_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.factory.create_app", _broken)
    monkeypatch.setattr("app.web.ops.logs.configure_logs", lambda *_: None)

    (answer,) = asyncio.run(lifespan(LazyApplication(), "startup"))

    assert answer == {"type": "lifespan.startup.failed", "message": "RuntimeError: no templates"}


def test_a_server_without_lifespan_answers_503_and_names_no_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOXRANK_REDIS_URL", "localhost:6379")
    app = LazyApplication()

    answers = [asyncio.run(_get(app, path)) for path in ("/health", "/")]

    assert {answer.status_code for answer in answers} == {503}
    assert not any("6379" in answer.text for answer in answers)


def _broken(_: object) -> None:
    raise RuntimeError("no templates")


async def _get(app: LazyApplication, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://a") as client:
        return await client.get(path)
