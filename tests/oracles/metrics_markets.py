"""Small generated markets: the same observations as a frame for the rules and as fractions for the oracle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
from hypothesis import strategies as st

from app.domain.metrics import MetricRules
from tests.oracles.metrics_oracle import OracleBox, OracleObservation
from tests.oracles.supply_oracle import Figure

FIRST_DAY = date(2026, 1, 1)
MARKETPLACES = ("cardmarket", "ebay", "tcgplayer")
OBSERVATION_SCHEMA = {
    "box_id": pl.Int64,
    "metric_date": pl.Date,
    "marketplace": pl.String,
    "floor_price_usd": pl.Float64,
    "active_listings": pl.Int64,
    "units_sold": pl.Float64,
    "units_listed": pl.Float64,
    "volume_usd": pl.Float64,
}


@dataclass(frozen=True)
class Market:
    """Observations per box and day, and the rules to read them by."""

    boxes: Mapping[int, Mapping[date, Sequence[OracleObservation]]]
    authority: tuple[str, ...]
    weights: Mapping[str, Fraction]

    @property
    def rules(self) -> MetricRules:
        return MetricRules(self.authority, {name: float(weight) for name, weight in self.weights.items()})

    @property
    def frame(self) -> pl.DataFrame:
        rows = [
            (box_id, day, *_cells(observation))
            for box_id, days in self.boxes.items()
            for day, observations in days.items()
            for observation in observations
        ]
        return pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")

    def oracle(self) -> dict[tuple[int, date], tuple[Mapping[str, object], Figure]]:
        expected = {}
        for box_id, days in self.boxes.items():
            box = OracleBox(self.authority, self.weights)
            for day, observations in days.items():
                box.take(day, observations)
                expected[box_id, day] = (box.row(day), box.average.state)
        return expected


def observed(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Observations from rows that name only what matters: `day` counts from FIRST_DAY, the rest is null."""
    plain = {"box_id": 1, "marketplace": "tcgplayer"}
    dated = [
        {**plain, **row, "metric_date": FIRST_DAY + timedelta(days=int(str(row["day"])))} for row in rows
    ]
    return pl.DataFrame(
        [[row.get(name) for name in OBSERVATION_SCHEMA] for row in dated],
        schema=OBSERVATION_SCHEMA,
        orient="row",
    )


def markets() -> st.SearchStrategy[Market]:
    days = st.lists(st.tuples(_gaps, _observations), min_size=1, max_size=25)
    return st.builds(
        lambda boxes, authority, weights: Market(
            {box_id: _dated(days) for box_id, days in boxes.items()}, authority, weights
        ),
        st.dictionaries(st.integers(1, 9), days, min_size=1, max_size=3),
        st.sampled_from([("tcgplayer",), ("ebay", "tcgplayer")]),
        st.sampled_from(
            [{}, {"ebay": Fraction(1, 2)}, {"cardmarket": Fraction(11, 10), "ebay": Fraction(0)}]
        ),
    )


def _maybe(values: st.SearchStrategy[int], parts: int) -> st.SearchStrategy[Fraction | None]:
    return st.one_of(st.none(), st.just(Fraction(0)), values.map(lambda value: Fraction(value, parts)))


_gaps = st.sampled_from([1, 1, 1, 1, 2, 3, 5, 6, 28, 29, 30, 31, 45])
_boxes_count = _maybe(st.integers(1, 60), 10)
_usd = st.one_of(_maybe(st.integers(1, 400), 100), _maybe(st.integers(900_000, 3_000_000), 100))
_listings = st.one_of(st.none(), st.integers(0, 40))
_observations = st.lists(
    st.builds(
        OracleObservation, st.sampled_from(MARKETPLACES), _usd, _listings, _boxes_count, _boxes_count, _usd
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda observation: observation.marketplace,
)


def _dated(
    days: Sequence[tuple[int, Sequence[OracleObservation]]],
) -> dict[date, Sequence[OracleObservation]]:
    dated, day = {}, FIRST_DAY
    for gap, observations in days:
        day += timedelta(days=gap)
        dated[day] = observations
    return dated


def _cells(observation: OracleObservation) -> tuple[object, ...]:
    floats = [
        None if figure is None else float(figure)
        for figure in (observation.floor, observation.sold, observation.added, observation.volume)
    ]
    return observation.marketplace, floats[0], observation.listings, *floats[1:]
