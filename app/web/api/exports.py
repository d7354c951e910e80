"""All ranks of a board as one file, written for each request."""

from functools import partial
from typing import IO

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from app.bootstrap import Services
from app.read.context import last_day
from app.read.export import FORMATS, RankExportRequest, check_export, export_rows, export_writer
from app.read.parameters import ChoiceParameter
from app.serve.resources import RANK_EXPORT
from app.web.api.file_names import file_name
from app.web.api.files import MEDIA_TYPES
from app.web.api.routing import API_PREFIX, described
from app.web.edge.downloads import DownloadLimits, DownloadResponse, Downloads
from app.web.edge.errors import problem_responses
from app.web.parameters import api_request

PARQUET = "application/vnd.apache.parquet"

_MEDIA_TYPES = {**MEDIA_TYPES, "parquet": PARQUET}
_FORMAT = ChoiceParameter("format", "What kind of file", choices=FORMATS, default=FORMATS[0])
_CONTENT = {name.partition(";")[0]: {"schema": {"type": "string"}} for name in _MEDIA_TYPES.values()}


def export_routes(services: Services) -> APIRouter:
    """Exports; few are written at a time and open at once, by the settings."""
    settings = services.settings
    limits = DownloadLimits(settings.max_exports, settings.export_megabytes << 20, settings.export_seconds)
    router, downloads = APIRouter(), Downloads(limits)

    @router.get(
        API_PREFIX + RANK_EXPORT.path,
        response_class=StreamingResponse,
        responses={200: {"content": _CONTENT}, **problem_responses(422, 429, 503)},
        **described(RANK_EXPORT, _FORMAT),
    )
    async def export_ranks(http: Request) -> Response:
        request, values = api_request(http, RANK_EXPORT, _FORMAT)
        format_name = values.get(_FORMAT.name, _FORMAT.default)
        publication, board = await to_thread.run_sync(services.read, check_export, request)
        span = (request.first or "until", last_day(publication, request.last))
        words = ("ranks", board.metric, board.game, *span)
        name = file_name(words, format_name)
        return DownloadResponse(
            downloads,
            partial(_write, services, request, format_name),
            _MEDIA_TYPES[format_name],
            {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    return router


def _write(services: Services, request: RankExportRequest, format_name: str, file: IO[bytes]) -> int:
    return export_writer(format_name)(services.read(export_rows, request), file)
