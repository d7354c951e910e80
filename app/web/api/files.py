"""Lists as files: which lists there are, what their lines hold, and what the file is called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from app.bootstrap import Services
from app.database import Connection
from app.schemas import (
    Around,
    BoardDay,
    BoardDays,
    BoardMeta,
    BoxCard,
    BoxComparison,
    BoxDay,
    ComparedBox,
    DayComparison,
    FoundBoxes,
    Game,
    Games,
    Leaderboard,
    LeaderboardRow,
    MarketplaceHistory,
    MarketplaceOnDay,
    Mover,
    Movers,
    RankDay,
    RankHistory,
    Sparkline,
    SparklinePoint,
    Standing,
    Standings,
    TimeSeries,
)
from app.serve.answers import Computed
from app.serve.resource import Resource, arguments_of
from app.web.api.file_names import choices_of, file_name, start_of
from app.web.api.tables import Table, as_csv, as_json_lines
from app.web.edge.http_cache import CSV, JSON_LINES
from app.words.cells import EXCEL_DIALECTS

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        CSV: "text/csv; charset=utf-8",
        JSON_LINES: "application/x-ndjson",
        **dict.fromkeys(EXCEL_DIALECTS, "text/csv; charset=utf-8"),
    }
)
_WRITERS: Mapping[str, Callable[[Table], bytes]] = MappingProxyType(
    {
        CSV: as_csv,
        JSON_LINES: as_json_lines,
        **{name: partial(as_csv, dialect=dialect) for name, dialect in EXCEL_DIALECTS.items()},
    }
)

Layout = tuple[Table, tuple[object, ...]]
"""The lines of a file, and the words its name is made of."""


@dataclass(frozen=True)
class FileRequest:
    """The list that another request asks for, as a file in one of MEDIA_TYPES."""

    asked: Any
    format: str


@cache
def file_type(asked_type: str) -> type[FileRequest]:
    """The type of the requests for a list as a file: one for each type of request for that list."""
    return type(f"{asked_type}File", (FileRequest,), {})


def file_request(asked: Any, format_name: str) -> FileRequest:
    """The same list as a file."""
    return file_type(type(asked).__name__)(asked, format_name)


def register_files(services: Services, resources: Iterable[Resource]) -> None:
    """Register every list as a file, cached for as long as its JSON."""
    for each in resources:
        if each.is_list:
            services.reads.register(
                file_type(each.request_type.__name__),
                kind=f"{each.kind}-file",
                ttl_seconds=services.ttl_seconds[each.ttl_kind],
                arguments=lambda request: {**arguments_of(request.asked), "format": request.format},
                compute=_computing(each),
            )


def _computing(resource: Resource) -> Callable[[Connection, FileRequest], Computed]:
    layout = _LAYOUTS.get(resource.kind) or partial(_plain, resource)

    def compute(connection: Connection, request: FileRequest) -> Computed:
        answer = resource.read(connection, request.asked)
        table, words = layout(answer)
        body = _WRITERS[request.format](table)
        name = file_name(
            (*words, *choices_of(resource.kind, request.asked), start_of(answer)), request.format
        )
        return Computed(body, MEDIA_TYPES[request.format], name)

    return compute


def _board(board: Leaderboard) -> Layout:
    return _on(board.meta, LeaderboardRow, board.data, "board")


def _around(found: Around) -> Layout:
    return _on(found.meta, LeaderboardRow, found.data, "around", found.box.slug)


def _ranks(found: Standings) -> Layout:
    return _on(found.meta, Standing, found.data, "ranks")


def _movers(found: Movers) -> Layout:
    return _on(found.meta, Mover, [*found.data.climbers, *found.data.fallers], "movers")


def _days(found: BoardDays) -> Layout:
    words = ("days", found.meta.metric, found.meta.game, found.meta.date)
    return Table(BoardDay, found.data, {}), words


def _day_comparison(found: DayComparison) -> Layout:
    before, after = found.before.metric_date, found.after.metric_date
    words = ("compare", found.meta.metric, found.meta.game, before, after)
    return Table(ComparedBox, found.data, {"day_before": before, "day_after": after}), words


def _box_comparison(found: BoxComparison) -> Layout:
    slugs = [box.box.slug for box in found.data]
    return Table(BoxDay, found.data, {}), ("boxes", *slugs, found.meta.date)


def _series(series: TimeSeries) -> Layout:
    meta = series.meta
    columns = ["metric_date", *meta.metrics]
    words = ("series", meta.box, meta.start, meta.end)
    return Table(columns, series.data, {"box": meta.box}), words


def _sparkline(line: Sparkline) -> Layout:
    meta = line.meta
    words = ("sparkline", meta.box, *meta.metrics, meta.start, meta.end)
    return Table(SparklinePoint, line.data, {"box": meta.box}), words


def _marketplaces(history: MarketplaceHistory) -> Layout:
    meta = history.meta
    words = ("marketplaces", meta.box, meta.start, meta.end)
    return Table(MarketplaceOnDay, history.data, {"box": meta.box}), words


def _rank_history(history: RankHistory) -> Layout:
    meta = history.meta
    first, last = _span([day.metric_date for day in history.data])
    words = ("ranks", meta.box, meta.metric, meta.game, meta.start or first, meta.end or last)
    return Table(RankDay, history.data, {"box": meta.box}), words


def _search(found: FoundBoxes) -> Layout:
    return Table(BoxCard, found.data, {}), ("search", found.meta.data_as_of)


def _games(found: Games) -> Layout:
    return Table(Game, found.data, {}), ("games", found.meta.data_as_of)


def _plain(resource: Resource, found: Any) -> Layout:
    (row,) = get_args(get_type_hints(resource.schema)["data"])
    return Table(row, found.data, {}), (resource.kind,)


def _on(meta: BoardMeta, shape: type, rows: list[Any], *words: str) -> Layout:
    return Table(shape, rows, {"metric_date": meta.date}), (*words, meta.metric, meta.game, meta.date)


def _span(days: list[date]) -> tuple[date | None, date | None]:
    return (days[0], days[-1]) if days else (None, None)


_LAYOUTS: Mapping[str, Callable[[Any], Layout]] = MappingProxyType(
    {
        "leaderboard": _board,
        "around": _around,
        "ranks": _ranks,
        "movers": _movers,
        "days": _days,
        "day-comparison": _day_comparison,
        "box-comparison": _box_comparison,
        "time-series": _series,
        "sparkline": _sparkline,
        "marketplaces": _marketplaces,
        "rank-history": _rank_history,
        "search": _search,
        "games": _games,
    }
)
"""By kind of the JSON answer: lists whose file says more than the rows in `data`."""
