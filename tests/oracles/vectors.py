"""A test vector: observations in a file, settings beside it, and what must come out, as JSON."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracles.boards import BoardDay
from tests.oracles.market import FIELDS, Observation, OracleMarket, OracleSettings, observation
from tests.oracles.published import Published
from tests.oracles.rounding import millionths
from tests.oracles.series import Sheet
from tests.oracles.suspects import Suspect


def vector_market(folder: Path) -> OracleMarket:
    """The market of one vector."""
    options = json.loads((folder / "settings.json").read_text())
    with (folder / "in.csv").open(newline="") as file:
        rows = [_row(each) for each in csv.DictReader(file)]
    return OracleMarket(completed(rows) if options["complete"] else rows, _settings(options["settings"]))


def _row(cells: Mapping[str, str]) -> Observation:
    values = {name: cells[name] for name in FIELDS if cells.get(name)}
    return observation(cells["box"], date.fromisoformat(cells["metric_date"]), cells["marketplace"], **values)


def _settings(options: dict[str, Any]) -> OracleSettings:
    weights = {name: Fraction(str(weight)) for name, weight in options.pop("weights", {}).items()}
    return OracleSettings(**options, weights=weights)


def completed(rows: Sequence[Observation]) -> list[Observation]:
    """With a row of no sales on each day without one, from a series' first row to the last day of all."""
    zeros = {"units_sold": Fraction(0), "volume_usd": Fraction(0)}
    last = max(each.day for each in rows)
    days: dict[tuple[str, str], set[date]] = {}
    for each in rows:
        days.setdefault((each.box, each.marketplace), set()).add(each.day)
    silent = [
        Observation(box, first + timedelta(days=at), marketplace, zeros)
        for (box, marketplace), known in days.items()
        for first in [min(known)]
        for at in range((last - first).days + 1)
        if first + timedelta(days=at) not in known
    ]
    return [*rows, *silent]


def as_json(published: Published, boards: Sequence[str]) -> dict[str, Any]:
    """What the oracle makes of a market, in the shape of the vectors."""
    rows: dict[str, dict[str, Any]] = {}
    for (box, day), row in published.rows.items():
        figures = {name: each for name, each in row.items() if name != "ema_state"}
        sheets = published.boxes[box].sheets
        known = {name: _marketplace(published, sheet, day) for name, sheet in sheets.items()}
        rows.setdefault(box, {})[str(day)] = {
            **figures,
            "marketplaces": {name: each for name, each in known.items() if each},
        }
    plain = {
        "days": {str(day): asdict(each) for day, each in published.reported("*").items()},
        "rows": rows,
        "suspects": [_suspect(each) for _, each in sorted(published.suspects.items())],
        "boards": {
            metric: {str(day): _board(each) for day, each in published.board(metric).items()}
            for metric in boards
        },
        "default": asdict(published.default()),
    }
    return json.loads(json.dumps(plain, default=_plain))  # type: ignore[no-any-return]


def _marketplace(published: Published, sheet: Sheet, day: date) -> dict[str, Any]:
    if sheet.observed[0] > day:
        return {}
    volume, average = sheet.of("volume").on(day), sheet.average(day)
    return {
        "volume_usd": volume,
        "is_estimated": None if volume is None else day in sheet.estimated,
        "ema": average and millionths(average.state),
        "is_live_for_volume": sheet.of("volume").live(day, published.market.settings.good_days) is not None,
    }


def _suspect(each: Suspect) -> dict[str, Any]:
    facts = asdict(each)
    return {"metric_date": facts.pop("day"), **facts}


def _board(day: BoardDay) -> dict[str, Any]:
    facts = asdict(day)
    return {**facts.pop("reported"), **facts}


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else str(value)
