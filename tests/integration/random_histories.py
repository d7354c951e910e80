"""Random histories of a small market: files with corrections and deletions, and refreshes between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from tests.factories import day_after, deletion, observation
from tests.oracles.metrics_oracle import OracleObservation

BOXES = ("alpha", "beta", "gamma", "delta")
Key = tuple[str, date, str]
Figures = Mapping[str, float | int | None]
FileEdits = Mapping[Key, Figures | None]

_days = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 29, 30, 31, 37, 38, 68, 69, 70]).map(day_after)
_keys = st.tuples(
    st.sampled_from(BOXES), _days, st.sampled_from(["tcgplayer", "tcgplayer", "tcgplayer", "ebay"])
)
_figures = st.fixed_dictionaries(
    {
        "floor_price_usd": st.sampled_from([None, 0.0, 0.07, 99.99, 100.0, 250.5]),
        "active_listings": st.sampled_from([None, 0, 1, 7, 120]),
        "units_sold": st.sampled_from([None, 0.0, 0.43, 1.0, 3.0]),
        "units_listed": st.sampled_from([None, 0.0, 2.0]),
        "volume_usd": st.sampled_from([None, None, 0.0, 0.01, 33.33, 100.0, 100.0, 1234.56]),
    }
)
_edits = st.dictionaries(_keys, st.one_of(_figures, _figures, _figures, st.none()), min_size=1, max_size=25)


@dataclass(frozen=True)
class Step:
    """One file, and whether a refresh follows it."""

    edits: FileEdits
    is_refreshed: bool


histories = st.lists(st.builds(Step, _edits, st.booleans()), min_size=1, max_size=5)


def file_rows(edits: FileEdits) -> list[dict[str, object]]:
    """The edits as rows of a file; a None asks for a deletion."""
    return [
        deletion(*key) if figures is None else observation(*key, **figures) for key, figures in edits.items()
    ]


def what_stays(history: Sequence[Step]) -> dict[Key, Figures]:
    """The observations that a history ends with; a row without a figure leaves none."""
    final: dict[Key, Figures] = {}
    for step in history:
        for key, figures in step.edits.items():
            if figures is None or set(figures.values()) == {None}:
                final.pop(key, None)
            else:
                final[key] = figures
    return final


def oracle_days(final: Mapping[Key, Figures], box: str) -> dict[date, list[OracleObservation]]:
    """What the marketplaces said about a box, per day in order, exactly."""
    days: dict[date, list[OracleObservation]] = {}
    for (name, day, marketplace), figures in sorted(final.items(), key=lambda item: item[0][1:]):
        if name == box:
            days.setdefault(day, []).append(_oracle_observation(marketplace, figures))
    return days


def _oracle_observation(marketplace: str, figures: Figures) -> OracleObservation:
    exact = {
        name: None if figures[name] is None else Fraction(str(figures[name]))
        for name in ("floor_price_usd", "units_sold", "units_listed", "volume_usd")
    }
    listings = figures["active_listings"]
    return OracleObservation(
        marketplace,
        exact["floor_price_usd"],
        None if listings is None else int(listings),
        exact["units_sold"],
        exact["units_listed"],
        exact["volume_usd"],
    )
