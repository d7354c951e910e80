"""GET /api/v1/export/ranks."""

import asyncio
import io
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import polars as pl
import pytest

from app.read.export import EXPORT_COLUMNS, RankExportRequest, export_rows
from tests.integration.web.conftest import API, Web, WebWith

EXPORT = f"{API}/export/ranks"


@pytest.mark.parametrize(
    ("format_name", "media_type", "read"),
    [
        ("csv", "text/csv; charset=utf-8", pl.read_csv),
        ("jsonl", "application/x-ndjson", pl.read_ndjson),
        ("parquet", "application/vnd.apache.parquet", pl.read_parquet),
    ],
)
def test_every_format_holds_all_rows_of_the_export(
    web: Web, format_name: str, media_type: str, read: Callable[[io.BytesIO], pl.DataFrame]
) -> None:
    answer = web.get(f"{EXPORT}?metric=floor_price_usd&game=skyfarer&format={format_name}")

    rows = web.services.read(export_rows, RankExportRequest("floor_price_usd", "Skyfarer"))
    found = read(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == media_type
    assert found.columns == EXPORT_COLUMNS
    assert found["current_rank"].to_list() == rows["current_rank"].to_list()


def test_a_span_and_a_name_after_board_and_span(web: Web) -> None:
    answer = web.get(f"{EXPORT}?from=2026-05-28&to=2026-05-29")

    days = pl.read_csv(io.BytesIO(answer.content))["metric_date"].unique().sort().to_list()
    assert days == ["2026-05-28", "2026-05-29"]
    name = "boxrank-ranks-unified_volume_7d_ema-2026-05-28-2026-05-29.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_a_span_from_the_oldest_day_is_not_named_like_the_ranks_of_one_day(web: Web) -> None:
    name = "boxrank-ranks-unified_volume_7d_ema-until-2026-05-29.csv"
    answer = web.get(f"{EXPORT}?to=2026-05-29")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_an_export_is_never_cached(web: Web) -> None:
    answers = [web.get(f"{EXPORT}?from=2026-05-29") for _ in range(3)]

    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert "x-cache" not in answers[-1].headers


@pytest.mark.parametrize("query", ["format=xlsx", "from=2026-05-29&to=2026-05-28", "game=chess", "limit=5"])
def test_what_cannot_be_exported_is_a_problem_and_no_broken_file(web: Web, query: str) -> None:
    answer = web.get(f"{EXPORT}?{query}")

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_an_export_leaves_nothing_behind(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    web.get(EXPORT)

    assert list(tmp_path.iterdir()) == []


def test_as_many_exports_as_allowed_are_open_and_the_next_is_a_503(
    web_with: WebWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = web_with(max_exports=2)
    began, released = threading.Semaphore(0), threading.Event()

    def wait(*_: object) -> int:
        began.release()
        released.wait(30)
        return 0

    monkeypatch.setattr("app.web.api.exports._write", wait)

    async def ask() -> list[httpx.Response]:
        held = [asyncio.create_task(web.ask_later("GET", EXPORT, {})) for _ in range(2)]
        for _ in held:
            await asyncio.to_thread(began.acquire, timeout=30)
        refused = await web.ask_later("GET", EXPORT, {})
        bystander = await web.ask_later("GET", f"{API}/games", {})
        released.set()
        return [refused, bystander, *await asyncio.gather(*held)]

    refused, *others = web.runner.run(ask())

    assert (refused.status_code, refused.json()["code"]) == (503, "too_many_exports")
    assert int(refused.headers["retry-after"]) > 0
    assert [answer.status_code for answer in others] == [200] * 3
    assert web.get(EXPORT).status_code == 200


def test_more_bytes_than_allowed_are_a_503(web_with: WebWith, monkeypatch: pytest.MonkeyPatch) -> None:
    web = web_with(export_megabytes=1)

    monkeypatch.setattr("app.web.api.exports._write", lambda *given: given[-1].write(b"x" * (1 << 20)))
    assert web.get(EXPORT).status_code == 200
    monkeypatch.setattr("app.web.api.exports._write", lambda *given: given[-1].write(b"x" * (1 + (1 << 20))))

    assert web.get(EXPORT).status_code == 503


def test_an_export_has_the_length_of_its_file(web: Web) -> None:
    answer = web.get(EXPORT)

    assert int(answer.headers["content-length"]) == len(answer.content) > 0
