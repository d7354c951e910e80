"""Builds the web application from the services."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response
from starlette.types import ASGIApp

from app.bootstrap import Services
from app.serve.generation_watch import GenerationWatch
from app.serve.resource import Resource
from app.serve.resources import RESOURCES
from app.web.api.documentation import documentation_routes
from app.web.api.files import register_files
from app.web.api.routes import api_routes
from app.web.edge.access_log import AccessLog
from app.web.edge.answers import Answers, FastPath
from app.web.edge.errors import install_errors, log_unavailable, problem_response
from app.web.edge.hot_answers import HotAnswers
from app.web.edge.middleware import RequestLimitMiddleware, RequestLimits, wrap
from app.web.edge.traffic import RequestIds, Traffic
from app.web.ops.garbage import infrequent_collections
from app.web.ops.health import health_routes, operator_answers
from app.web.ops.listener import listening
from app.web.ops.metrics import Metrics, metrics_routes
from app.web.ops.parent import end_with_parent
from app.web.ops.unread import close_unread
from app.web.ops.version import package_version
from app.web.pages.rendering import compile_templates
from app.web.pages.routes import error_page, page_routes, register_pages
from app.web.static_files import static_routes

UNREAD_IDLE_TIMES = 3
"""An answer may stay unread for so many times as long as a connection may be idle."""

_FOR_MACHINES = ("/api/", "/health", "/ready", "/metrics", "/version", "/openapi.json", "/static/")


def create_app(services: Services, *more: APIRouter, resources: Sequence[Resource] = RESOURCES) -> ASGIApp:
    """The whole web face over one set of services, and more routes; its lifespan starts and stops them."""
    register_files(services, resources)
    register_pages(services)
    traffic, ids, respond = Traffic(), RequestIds(), _responder(services.settings.public_url)
    settings = services.settings
    hot = HotAnswers(_shown_generation(services.watch))
    metrics = Metrics(services, traffic, hot)
    api = FastAPI(
        title="Boxrank",
        version=package_version(),
        openapi_url=None,
        redirect_slashes=False,  # a redirect would repeat the Host header of the client
        lifespan=_lifespan(services, metrics),
    )
    api.include_router(documentation_routes(api, resources, services.settings.public_url))
    answers = Answers(services.reads, hot)
    api.include_router(api_routes(answers, services, resources))
    api.include_router(health_routes(services))
    api.include_router(metrics_routes(metrics))
    api.include_router(static_routes())
    api.include_router(page_routes(answers, services))
    for router in more:
        api.include_router(router)
    install_errors(api, respond)
    logs_hits = services.settings.log_level == "debug"
    limits = RequestLimits(
        settings.max_query_bytes, settings.max_body_bytes, settings.request_timeout_seconds
    )
    framework = AccessLog(RequestLimitMiddleware(api, limits, respond), traffic, ids)
    return wrap(FastPath(framework, hot, traffic, ids, logs_hits=logs_hits), framework, settings, ids)


def _responder(public_url: str) -> Callable[[Request, Exception], Response]:
    def respond(request: Request, error: Exception) -> Response:
        log_unavailable(request, error)
        is_for_machines = request.url.path.startswith(_FOR_MACHINES)
        return problem_response(request, error) if is_for_machines else error_page(error, public_url)

    return respond


def _shown_generation(watch: GenerationWatch) -> Callable[[], int]:
    def shown_generation() -> int:
        shown = watch.shown
        return 0 if shown is None else shown.generation

    return shown_generation


def _lifespan(services: Services, metrics: Metrics) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        end_with_parent()
        await to_thread.run_sync(compile_templates)
        await to_thread.run_sync(services.reads.start)
        try:
            with infrequent_collections(), _operators_served(services, metrics):
                settings = services.settings
                unread_seconds = UNREAD_IDLE_TIMES * settings.idle_seconds
                tasks = [
                    asyncio.create_task(metrics.sharing()),
                    asyncio.create_task(close_unread(settings.port, unread_seconds)),
                ]
                yield
                for task in tasks:
                    task.cancel()
        finally:
            await to_thread.run_sync(services.reads.stop)
            services.database.close()

    return running


def _operators_served(services: Services, metrics: Metrics) -> AbstractContextManager[None]:
    settings = services.settings
    if not settings.health_port:
        return nullcontext()
    answers = operator_answers(services, metrics, asyncio.get_running_loop())
    return listening(settings.host, settings.health_port, answers)
