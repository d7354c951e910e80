"""Random small markets with ties, gaps, absences and broken feeds, and their frames."""

from collections.abc import Mapping, Set
from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from app.domain.ranked_days import ranked_days
from app.domain.reported_days import reported_days

FIRST_DAY = date(2026, 1, 1)
BOXES = tuple(range(1, 9))

Market = dict[date, dict[int, float | None]]

_values = st.sampled_from([None, -2.5, 0.0, 0.01, 0.02, 1.0, 7.25, 99.99, 100.0])
_full_day = st.fixed_dictionaries({}, optional=dict.fromkeys(BOXES, _values))
_broken_day = st.dictionaries(st.sampled_from(BOXES), _values, max_size=2)
_offsets = st.lists(st.integers(0, 60), min_size=1, max_size=16, unique=True)


@st.composite
def markets(draw: st.DrawFn) -> Market:
    days = sorted(FIRST_DAY + timedelta(days=offset) for offset in draw(_offsets))
    return {day: draw(st.one_of(_full_day, _full_day, _full_day, _broken_day)) for day in days}


def slug_of(box: int) -> str:
    """A slug whose order differs from the order of the numbers."""
    return f"box-{9 - box}"


def entries_of(market: Market, sold: Mapping[int, float | None] | None = None) -> pl.DataFrame:
    rows = [
        (box, day, value, (sold or {}).get(box), slug_of(box))
        for day, boxes in market.items()
        for box, value in boxes.items()
    ]
    schema = {
        "box_id": pl.Int64,
        "metric_date": pl.Date,
        "value": pl.Float64,
        "boxes_sold_30d_avg": pl.Float64,
        "slug": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def carried_rows(ranks: pl.DataFrame) -> st.SearchStrategy[frozenset[tuple[int, date]]]:
    """Any of the rows of a frame of ranks, by box and day."""
    rows = ranks.select("box_id", "metric_date").rows()
    return st.frozensets(st.sampled_from(rows)) if rows else st.just(frozenset())


def with_carried(ranks: pl.DataFrame, carried: Set[tuple[int, date]] = frozenset()) -> pl.DataFrame:
    is_carried = [row in carried for row in ranks.select("box_id", "metric_date").iter_rows()]
    return ranks.with_columns(pl.Series("is_carried", is_carried, pl.Boolean))


def ranks_frame(ranks: Mapping[date, Mapping[int, int]]) -> pl.DataFrame:
    rows = [(box, day, rank) for day, boxes in ranks.items() for box, rank in boxes.items()]
    schema = {"box_id": pl.Int64, "metric_date": pl.Date, "current_rank": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def counts_of(ranks: pl.DataFrame) -> pl.DataFrame:
    return ranks.group_by("metric_date").agg(boxes_ranked=pl.len())


def days_of_counts(counts: pl.DataFrame) -> pl.DataFrame:
    """The ranked days of a board on which every ranked box was observed."""
    observed = counts.filter(pl.col("boxes_ranked") > 0).select(
        pl.lit("*").alias("game"), "metric_date", boxes_observed="boxes_ranked"
    )
    return ranked_days(counts, reported_days(observed))


def days_of_ranks(ranks: pl.DataFrame) -> pl.DataFrame:
    return days_of_counts(counts_of(ranks))
