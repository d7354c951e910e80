"""Whether this process runs and may be sent readers, and what it is."""

import asyncio
import platform
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import orjson
import structlog
from anyio import to_thread
from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import Response

from app.bootstrap import Services
from app.domain.days import market_day
from app.domain.errors import Unavailable
from app.operate.status import DatabaseStatus, database_status
from app.services.cache_service import SCHEMA
from app.web.ops.listener import Answer, event_loop_turns
from app.web.ops.metrics import Metrics
from app.web.ops.version import package_version

JSON = "application/json"

_log = structlog.get_logger("boxrank.health")


def health_routes(services: Services) -> APIRouter:
    """`/health`, `/ready` and `/version`, never cached."""
    router = APIRouter(tags=["Operations"])

    @router.get("/health", summary="Whether the process lives", operation_id="getHealth")
    async def health() -> Response:
        """200 as long as the event loop runs; checks nothing else."""
        return _json({"status": "alive"})

    @router.get(
        "/ready",
        summary="Whether readers may be sent here",
        operation_id="getReadiness",
        responses={503: {"description": "The database, its tables or a publication is missing"}},
    )
    async def ready() -> Response:
        """Database reachable, tables readable, something published; a lost Redis is no obstacle."""
        report = await to_thread.run_sync(readiness, services)
        return _json(report, 200 if report["ready"] else 503)

    @router.get("/version", summary="What is running", operation_id="getVersion")
    async def running_version() -> Response:
        """The release, the API's version, and the shape of cached answers."""
        return _json(
            {
                "name": "boxrank",
                "version": package_version(),
                "api": "v1",
                "cache_schema": SCHEMA,
                "python": platform.python_version(),
            }
        )

    return router


def readiness(services: Services) -> dict[str, Any]:
    """The state of the services this process depends on; `ready` when it can serve requests."""
    try:
        status: DatabaseStatus | None = database_status(services.database)
    except Unavailable as error:
        _log.warning("not_ready", cause=str(error))
        status = None
    is_published = status is not None and status.generation is not None
    return {
        "ready": is_published,
        "database": {"reachable": status is not None},
        "migrations": {
            "current": status is not None and status.is_current,
            "readable": status is not None and status.is_readable,
            "revision": status and status.revision,
            "wanted": status and status.wanted_revision,
        },
        "cache": {"tier2": services.reads.snapshot().get("tier2_breaker", "absent")},
        "data": _data(services, status),
    }


def operator_answers(
    services: Services, metrics: Metrics, loop: asyncio.AbstractEventLoop
) -> dict[str, Callable[[], Answer]]:
    """The paths of the listener for operators, answered outside of the event loop."""

    def health() -> Answer:
        is_alive = event_loop_turns(loop)
        return _answer({"status": "alive" if is_alive else "stuck"}, is_alive)

    def ready() -> Answer:
        report = readiness(services)
        return _answer(report, report["ready"])

    return {
        "/health": health,
        "/ready": ready,
        "/metrics": lambda: Answer(200, CONTENT_TYPE_PLAIN_0_0_4, metrics.text()),
    }


def _answer(value: dict[str, Any], is_well: bool) -> Answer:
    return Answer(200 if is_well else 503, JSON, orjson.dumps(value))


def _data(services: Services, status: DatabaseStatus | None) -> dict[str, Any]:
    if status is None or status.generation is None:
        return {"generation": None, "published_at": None, "data_as_of": None, "age_days": None}
    return {
        "generation": status.generation,
        "published_at": status.published_at,
        "data_as_of": status.data_as_of,
        "age_days": _age_days(services, services.clock(), status.data_as_of),
        "boxes": status.boxes,
        "stale_boxes": status.stale_boxes,
    }


def _age_days(services: Services, now: datetime, data_as_of: date | None) -> int | None:
    return None if data_as_of is None else (market_day(now, services.zone) - data_as_of).days


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, {"Cache-Control": "no-store"}, JSON)
