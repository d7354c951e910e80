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


def create_app(services: Services) -> ASGIApp:
    """The whole web face over one set of services; its lifespan starts and stops them."""
    register_files(services)
    api = FastAPI(title="Boxrank", docs_url=None, redoc_url=None, lifespan=_lifespan(services))
    api.include_router(box_routes(Answers(services.reads)))
    install_errors(api)
    return api


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
