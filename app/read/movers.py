"""The boxes that moved most on a day: by rank on a board, by their floor, or by their market price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.boards import Board
from app.domain.comparable import Series
from app.domain.errors import InvalidValue
from app.domain.movers import LEAST_SOLD, PRICE_DAYS, SOLD_DAYS, boxes_sold, boxes_with_prices
from app.read.comparisons import boxes_of_steady_price, moves_of_day
from app.read.context import BoardContext, BoardDayRequest, board_context, provisional_on_day
from app.read.parameters import ChoiceParameter, NumberParameter
from app.read.rows import BOX_COLUMNS, day_changes, day_entries, ranked_boxes
from app.repositories import board_ranks, board_rows, reports
from app.schemas import BoxCard, Mover, Movers, MoversOfDay

RANK, FLOOR, MARKET = "rank", "floor", "market"
MEASURES = (RANK, FLOOR, MARKET)
PERIODS = ("1d", "7d", "30d", "90d")
DEFAULT_PERIOD = "7d"
PERIODS_OF: Mapping[str, Sequence[str]] = {FLOOR: PERIODS[:3], MARKET: PERIODS}
SERIES_OF: Mapping[str, Series] = {FLOOR: Series.FLOOR, MARKET: Series.MARKET_PRICE}
MOST_MOVERS = 100
LOOKED_UP_FIRST, LOOKED_UP_AT_ONCE = 50, 400

_PRICES = [
    name
    for by in (FLOOR, MARKET)
    for name in (f"{by}_price_usd", *(f"{by}_price_{period}_change_pct" for period in PERIODS_OF[by]))
]
_RANKS = ["current_rank", "previous_rank", "rank_change"]
_UNKNOWN = pl.lit(None, pl.Float64)
_EachWay = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(frozen=True, kw_only=True)
class MoversRequest(BoardDayRequest):
    """A day of a board, what moved (one of MEASURES), and how many each way at most.

    `period` is that of the price's change (None: 7d); ranks are compared with the previous ranked day.
    Raises UnknownChoice, InvalidValue.
    """

    by: Annotated[
        str,
        ChoiceParameter(
            "by", "What moved: the rank on the board, the floor, or the market price", choices=MEASURES
        ),
    ] = RANK
    period: Annotated[
        str | None,
        ChoiceParameter(
            "period",
            "With `by=floor` and `by=market`: over which days the price changed; left out: 7d."
            " 90d is for the market price alone",
            choices=PERIODS,
        ),
    ] = None
    limit: Annotated[int, NumberParameter("limit", "Boxes each way", least=1, most=MOST_MOVERS)] = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by == RANK and self.period is not None:
            raise InvalidValue("period", "Ranks are compared with the previous ranked day; leave period out.")
        if self.by == FLOOR and self.period == "90d":
            raise InvalidValue("period", "A floor has changes over 1d, 7d and 30d; 90d is for by=market.")


def read_movers(connection: Connection, request: MoversRequest) -> Movers:
    """Who climbed and who fell, the widest move first; see `rank_movers` for who counts.

    Raises UnknownChoice (game), UnknownDay, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    moved = (
        rank_movers(connection, context, request.limit)
        if request.by == RANK
        else _price_movers(connection, context, request)
    )
    climbers, fallers = (_movers(connection, context, rows) for rows in moved)
    is_provisional = provisional_on_day(connection, context, pl.concat(moved))
    meta = context.meta(request.day, is_provisional=is_provisional)
    return Movers(MoversOfDay(climbers, fallers), meta)


def rank_movers(connection: Connection, context: BoardContext, limit: int) -> _EachWay:
    """Those that climbed and those that fell, the widest move first, `limit` each: box_id, move, sold, ranks.

    Only boxes that can be compared with the previous ranked day, and moved among these: none on a partial
    day or a board of sums. Only those that trade: at least LEAST_SOLD boxes in SOLD_DAYS days; where no sales
    are reported for PRICE_DAYS days, as many different prices in them.
    """
    changes = day_changes(connection, context).select("box_id", "position", *_RANKS)
    moves = changes.join(moves_of_day(connection, context), on="box_id", maintain_order="left")
    climbed = moves.filter(pl.col("move") > 0, pl.col("rank_change") > 0)
    fell = moves.filter(pl.col("move") < 0, pl.col("rank_change") < 0)
    each_way = (climbed.sort("move", "position", descending=[True, False]), fell.sort("move", "position"))
    return _trading(connection, context, each_way, limit)


def _price_movers(connection: Connection, context: BoardContext, request: MoversRequest) -> _EachWay:
    metric = f"{request.by}_price_{request.period or DEFAULT_PERIOD}_change_pct"
    board, day = Board(metric, context.board.game), context.day.metric_date
    steady = boxes_of_steady_price(connection, context, metric)
    names = board_rows.names(connection).select("box_id", "slug")
    moved = board_ranks.entries(connection, board, day).select("box_id").join(names, on="box_id")
    values = board_rows.values_on(connection, metric, day).rename({"value": "move"})
    moved = moved.filter(pl.col("box_id").is_in(steady.implode())).join(values, on="box_id")
    gained = moved.filter(pl.col("move") > 0).sort("move", "slug", descending=[True, False])
    lost = moved.filter(pl.col("move") < 0).sort("move", "slug")
    series = (SERIES_OF[request.by],)
    trading = _trading(connection, context, (gained, lost), request.limit, series)
    ranks = _ranks(connection, context, pl.concat(trading)["box_id"])
    climbers, fallers = (each.join(ranks, on="box_id", how="left", maintain_order="left") for each in trading)
    return climbers, fallers


def _ranks(connection: Connection, context: BoardContext, box_ids: pl.Series) -> pl.DataFrame:
    entries = day_entries(connection, context)
    shown = ranked_boxes(connection, context, entries.filter(pl.col("box_id").is_in(box_ids.implode())))
    rows = [(box.box_id, box.current_rank, box.previous_rank, box.rank_change) for box in shown]
    return pl.DataFrame(rows, schema=dict.fromkeys(("box_id", *_RANKS), pl.Int64), orient="row")


def _trading(
    connection: Connection,
    context: BoardContext,
    each_way: _EachWay,
    limit: int,
    series: Sequence[Series] = (Series.FLOOR, Series.MARKET_PRICE),
) -> _EachWay:
    # Looked up for as many as it takes: a whole market is far more than any page shows.
    start, count = 0, LOOKED_UP_FIRST
    found = [each.clear().with_columns(sold=_UNKNOWN) for each in each_way]
    while wanted := [way for way in (0, 1) if found[way].height < limit and start < each_way[way].height]:
        parts = {way: each_way[way].slice(start, count) for way in wanted}
        box_ids = pl.concat([part["box_id"] for part in parts.values()]).to_list()
        trading = _traded(connection, context, box_ids, series)
        for way, part in parts.items():
            found[way].extend(part.join(trading, on="box_id", maintain_order="left"))
        start, count = start + count, min(2 * count, LOOKED_UP_AT_ONCE)
    return found[0].head(limit), found[1].head(limit)


def _traded(
    connection: Connection, context: BoardContext, box_ids: Sequence[int], series: Sequence[Series]
) -> pl.DataFrame:
    day = context.day.metric_date
    sold = boxes_sold(reports.sold(connection, box_ids, day, SOLD_DAYS))
    others = sorted(set(box_ids) - set(sold["box_id"]))
    without_sales = sorted(set(others) - set(reports.sold(connection, others, day, PRICE_DAYS)["box_id"]))
    priced = [
        boxes_with_prices(reports.prices(connection, each, without_sales, day, PRICE_DAYS)) for each in series
    ]
    by_prices = pl.concat(priced).unique().to_frame().with_columns(sold=_UNKNOWN)
    return pl.concat([sold.filter(pl.col("sold") >= LEAST_SOLD), by_prices])


def _movers(connection: Connection, context: BoardContext, moved: pl.DataFrame) -> list[Mover]:
    columns = (BOX_COLUMNS, _PRICES)
    details = board_rows.of_day(connection, context.day.metric_date, moved["box_id"].to_list(), columns)
    return [_mover(row, details[row["box_id"]][2:]) for row in moved.iter_rows(named=True)]


def _mover(row: Mapping[str, Any], detail: Sequence[Any]) -> Mover:
    ranks = {name: row[name] for name in _RANKS}
    prices = dict(zip(_PRICES, detail[len(BOX_COLUMNS) :], strict=True))
    return Mover(
        direction="CLIMBER" if row["move"] > 0 else "FALLER",
        box=BoxCard(*detail[: len(BOX_COLUMNS)]),
        boxes_sold_7d=row["sold"],
        **ranks,
        **prices,
    )
