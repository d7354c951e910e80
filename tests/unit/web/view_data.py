"""View data made by hand: an invented market, small enough to read."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.domain.figures import FIGURES, Figures
from app.read.pages.box import BoxPageRequest
from app.schemas import BoardMeta, BoxCard, BoxDay, LeaderboardRow, MarketplaceDay, Ranks
from app.web.pages.presenters.board_rows import TableFigures, board_rows
from app.web.pages.presenters.day_table import day_columns
from app.web.pages.view_models import (
    BoardColumn,
    BoardPage,
    BoardRow,
    BoxPage,
    BumpChart,
    BumpLine,
    Choice,
    CompareColumn,
    DayNavigator,
    Freshness,
    Movement,
    Paging,
    SeriesDay,
    Shell,
    Tape,
    TapeDay,
)

DAY = date(2026, 2, 3)
YESTERDAY = date(2026, 2, 2)


def shell(**changes: Any) -> Shell:
    published = Freshness(DAY, datetime(2026, 2, 3, 6, 10, tzinfo=UTC), 412)
    return replace(Shell("/", "/", (Choice("Board", "/", True),), freshness=published), **changes)


def card(**changes: Any) -> BoxCard:
    box = BoxCard(
        slug="gs-1",
        name="Grove Saga GS-1 Alder and Birch Booster Box",
        short_name="Alder and Birch",
        code="GS-1",
        set_name=None,
        game="Grove Saga",
        release_date=date(2025, 11, 7),
        image_url=None,
    )
    return replace(box, **changes)


def figures(**known: Any) -> Figures:
    """Figures of a box observed on the day, of which all others are unknown."""
    observed = {"observed_on": DAY, "is_carried": False, "observed_days": 30}
    nowhere = {"volume_marketplaces": [], "missing_marketplaces": [], "capped": []}
    return Figures(**{**dict.fromkeys(FIGURES), **observed, **nowhere, **known})


def leaderboard_row(rank: int = 1, box: BoxCard | None = None, **changes: Any) -> LeaderboardRow:
    row = LeaderboardRow(
        position=rank,
        current_rank=rank,
        is_tied=False,
        previous_rank=10,
        rank_change=6,
        rank_state="UP",
        box=box or card(slug=f"gs-{rank}", code=f"GS-{rank}"),
        figures=figures(
            unified_volume_7d_ema=9_966.4,
            market_price_usd=640.0,
            floor_price_usd=665.12,
            floor_price_7d_change_pct=2.53,
            boxes_sold_30d_avg=12.4,
            active_listings_count=51,
            liquidity_score=88.0,
            expected_days_to_sell=4.1,
        ),
    )
    return replace(row, **changes)


TABLE = TableFigures(
    "unified_volume_7d_ema",
    (
        ("market", "market_price_usd"),
        ("floor", "floor_price_usd"),
        ("change", "floor_price_7d_change_pct"),
        ("sold", "boxes_sold_30d_avg"),
        ("listed", "active_listings_count"),
        ("liquidity", "liquidity_score"),
        ("days", "expected_days_to_sell"),
    ),
)
"""The columns of a board of which some box has every figure."""


def board_meta(**changes: Any) -> BoardMeta:
    published = datetime(2026, 2, 3, 6, 10, tzinfo=UTC)
    known = {
        "metric": "unified_volume_7d_ema",
        "date": DAY,
        "previous_ranked_day": YESTERDAY,
        "is_partial": False,
        "is_provisional": False,
        "generation": 412,
        "published_at": published,
        "data_as_of": DAY,
        "boxes_ranked": 18,
    }
    return BoardMeta(**{**dict.fromkeys(field.name for field in fields(BoardMeta)), **known, **changes})


def board_row(
    rank: int = 1, row: LeaderboardRow | None = None, meta: BoardMeta | None = None, **changes: Any
) -> BoardRow:
    line = row or leaderboard_row(rank)
    prices = {line.box.slug: tuple(600.0 + day for day in range(30))}
    (shown,) = board_rows([line], meta or board_meta(), TABLE, prices, 9_966.4)
    return replace(shown, **changes)


def unknown_row() -> BoardRow:
    return board_row(row=leaderboard_row(99, figures=figures()), sparkline=())


def tape_strip(days: int = 5, missing: tuple[int, ...] = ()) -> Tape:
    first = DAY - timedelta(days - 1)
    known = (TapeDay(first + timedelta(at), 100.0 * (at + 1)) for at in range(days) if at not in missing)
    return Tape(first, DAY, tuple(known), DAY)


def navigator(**changes: Any) -> DayNavigator:
    days = DayNavigator(
        shown=DAY,
        first_day=date(2025, 9, 7),
        last_day=DAY,
        form_url="/",
        day_url="/?date={day}",
        tape=tape_strip(),
        previous=Choice("Mon 2 Feb", "/?date=2026-02-02"),
    )
    return replace(days, **changes)


def board_page(*rows: BoardRow, **changes: Any) -> BoardPage:
    page = BoardPage(
        shell=shell(),
        day=DAY,
        asked_day=None,
        ranked_boxes=len(rows),
        compared_with=YESTERDAY,
        columns=(
            BoardColumn("name", "Box"),
            BoardColumn("value", "Volume, 7-day average", "/?dir=asc", "$", "descending"),
            BoardColumn("market", "Market price", "/?metric=market_price_usd", "$"),
            BoardColumn("floor", "Floor", "/?metric=floor_price_usd", "$"),
            BoardColumn("change", "7 d"),
            BoardColumn("sold", "Sold a day"),
            BoardColumn("listed", "Listed"),
            BoardColumn("liquidity", "Liquidity"),
            BoardColumn("days", "Days to sell"),
        ),
        rows=rows,
        paging=Paging(1, len(rows), len(rows)),
        navigator=navigator(),
    )
    return replace(page, **changes)


def box_day(
    box: BoxCard | None = None, marketplaces: tuple[MarketplaceDay, ...] = (), **known: Any
) -> BoxDay:
    """A box on the day; `known` are figures that differ from the usual ones."""
    usual = {
        "floor_price_usd": 617.26,
        "floor_price_7d_change_pct": 1.1,
        "unified_volume_7d_ema": 7_710.0,
        "daily_volume_usd": 957.0,
        "active_listings_count": 38,
        "boxes_sold_30d_avg": 3.3,
    }
    return BoxDay(
        box=box or card(),
        estimated_supply=None,
        reprint_risk=None,
        identifiers={},
        metric_date=DAY,
        ranks=Ranks(1, None, None),
        record=None,
        figures=figures(**{**usual, **known}),
        marketplaces=list(marketplaces),
    )


def marketplace_day(marketplace: str, **known: Any) -> MarketplaceDay:
    """What a marketplace reported on the day; all that is not named is unknown."""
    unknown = dict.fromkeys(field.name for field in fields(MarketplaceDay))
    seen = {"marketplace": marketplace, "observed_on": DAY, "volume_weight": 1.0, "is_missing": False}
    return MarketplaceDay(**{**unknown, **seen, **known})


def series(*missing: int, days: int = 10) -> tuple[SeriesDay, ...]:
    first = DAY - timedelta(days - 1)
    return tuple(
        SeriesDay(
            day=first + timedelta(at),
            rank=1 + at % 3,
            movement=Movement("SAME", 0, 1),
            floor_price_usd=500.0 + at,
            daily_volume_usd=1_000.0 + at,
            unified_volume_7d_ema=1_000.0,
            boxes_sold=2.0,
            boxes_added=1.0,
            active_listings_count=30 + at,
        )
        for at in range(days)
        if at not in missing
    )


def box_page(**changes: Any) -> BoxPage:
    page = BoxPage(
        shell=shell(),
        day=DAY,
        asked_day=None,
        first_day=DAY - timedelta(9),
        slug="gs-1",
        code="GS-1",
        name="Alder and Birch",
        figures=(),
        series=series(),
        listed_days=tuple(reversed(series())),
        day_columns=day_columns(BoxPageRequest("gs-1"), series()),
        rank=3,
        movement=Movement("DOWN", -2, 1),
        compared_with=YESTERDAY,
    )
    return replace(page, **changes)


def compared_box(number: int, box: BoxCard | None = None, **known: Any) -> CompareColumn:
    """A box to compare; `known` are figures that differ from the usual ones."""
    shown = box or card(slug=f"gs-{number}", code=f"GS-{number}", short_name=f"Box {number}")
    return CompareColumn(box_day(shown, **known), "/compare", DAY, series())


def bump_chart(
    *ranks: dict[int, int], gaps: tuple[int, ...] = (), days: int = 5, **changes: Any
) -> BumpChart:
    """One line for each argument: rank by place in the calendar."""
    first = DAY - timedelta(days - 1)
    lines = tuple(
        BumpLine(
            code=f"GS-{number}",
            name=f"Box {number}",
            short_name=f"Box {number}",
            url=f"/?follow=gs-{number}",
            ranks={first + timedelta(at): rank for at, rank in places.items()},
        )
        for number, places in enumerate(ranks)
    )
    chart = BumpChart("Top ten", first, DAY, lines, frozenset(first + timedelta(at) for at in gaps))
    return replace(chart, **changes)
