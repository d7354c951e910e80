"""Builds the web application from the services."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.bootstrap import Services
from app.web.answers import Answers
from app.web.api.boxes import box_routes
from app.web.api.files import register_files
from app.web.errors import install_errors
from app.web.fast_path import FastPath
from app.web.health import health_routes
from app.web.hot_answers import HotAnswers
from app.web.metrics import metrics_routes
from app.web.middleware.edge import Edge
from app.web.request_ids import RequestIds
from app.web.traffic import Traffic


def create_app(services: Services) -> ASGIApp:
    """The whole web face over one set of services; its lifespan starts and stops them."""
    register_files(services)
    traffic, ids = Traffic(), RequestIds()
    hot = HotAnswers(lambda: _shown_generation(services))
    api = FastAPI(title="Boxrank", docs_url=None, redoc_url=None, lifespan=_lifespan(services))
    api.include_router(box_routes(Answers(services.reads, hot)))
    api.include_router(health_routes(services))
    api.include_router(metrics_routes(services.reads, traffic, hot))
    install_errors(api)
    logs_hits = services.settings.log_level == "debug"
    return FastPath(Edge(api, traffic, ids), hot, traffic, ids, logs_hits=logs_hits)


def _shown_generation(services: Services) -> int:
    shown = services.watch.shown
    return 0 if shown is None else shown.generation


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(services.reads.start)
        try:
            yield
        finally:
            await to_thread.run_sync(services.reads.stop)
            services.database.close()

    return running
