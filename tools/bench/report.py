"""The findings of a benchmark as tables and as JSON."""

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.output import DASH, plain_table
from tools.bench.measure import PASS, Comparison, Findings, Measurement
from tools.bench.plan import Plan
from tools.bench.stores import SQLITE

_COLOURS = {PASS: "green"}


def print_findings(console: Console, findings: Findings, plan: Plan) -> None:
    """Latencies, ratios to the floors, and what was left out."""
    console.print(
        f"{plan.boxes:,} boxes over {plan.days:,} days, seed {plan.seed};"
        f" one date is ranked among {plan.ranking_boxes:,} boxes"
    )
    if findings.measurements:
        console.print(_latencies(findings.measurements))
    if findings.comparisons:
        console.print()
        console.print(_ratios(findings.comparisons))
    for part, reason in findings.skipped.items():
        console.print(f"skipped {part}: {reason}")
    console.print("every target met" if findings.is_passed else "a target was missed")


def as_json(findings: Findings, plan: Plan) -> dict[str, Any]:
    """The machine, the plan and all findings, each with its verdict."""
    return {
        "machine": _machine(),
        "plan": {**asdict(plan), "parts": sorted(plan.parts)},
        "measurements": [
            {**asdict(found.label), **_figures(found), "verdict": found.verdict}
            for found in findings.measurements
        ],
        "comparisons": [
            {**asdict(found), "ratio": round(found.ratio, 3), "verdict": found.verdict}
            for found in findings.comparisons
        ],
        "skipped": findings.skipped,
        "is_passed": findings.is_passed,
    }


def _figures(found: Measurement) -> dict[str, Any]:
    return {name: value for name, value in asdict(found).items() if name != "label"}


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": os.getloadavg() if hasattr(os, "getloadavg") else None,
    }


def _latencies(measurements: list[Measurement]) -> Table:
    scenarios = list(dict.fromkeys(found.label.scenario for found in measurements))
    left = ("database", "scenario", "way", "source")
    table = plain_table(*left, "n", "p50 ms", "p95 ms", "p99 ms", "target", "", left=left)
    for found in sorted(measurements, key=lambda found: _place(found, scenarios)):
        label = found.label
        cells = (label.database, label.scenario, label.way, label.source, f"{found.n:,}")
        table.add_row(*cells, *_milliseconds(found), _verdict(found.verdict, found.failed))
    return table


def _place(found: Measurement, scenarios: list[str]) -> tuple[bool, int, str]:
    label = found.label
    return label.database != SQLITE, scenarios.index(label.scenario), label.way


def _milliseconds(found: Measurement) -> Iterator[str]:
    for value in (found.p50_ms, found.p95_ms, found.p99_ms):
        yield DASH if value is None else _short(value)
    yield DASH if found.target_p99_ms is None else f"{found.target_p99_ms:,.0f}"


def _ratios(comparisons: list[Comparison]) -> Table:
    left = ("database", "against a floor", "unit")
    table = plain_table(*left, "Boxrank", "floor", "ratio", "target", "", left=left)
    for found in comparisons:
        figures = (_short(found.figure), _short(found.floor), f"{found.ratio:.2f}")
        cells = (found.database, found.name, found.unit, *figures, _bound(found))
        table.add_row(*cells, _verdict(found.verdict))
    return table


def _bound(found: Comparison) -> str:
    if found.at_most is not None:
        return f"≤ {found.at_most:g}"
    return DASH if found.at_least is None else f"≥ {found.at_least:g}"


def _short(value: float) -> str:
    return f"{value:,.3f}" if value < 100 else f"{value:,.0f}"


def _verdict(verdict: str | None, failed: int = 0) -> Text:
    failures = f" ({failed:,} failed)" if failed else ""
    return Text(f"{verdict or ''}{failures}", _COLOURS.get(verdict or "", "bold red"))
