"""The findings as two tables, and as JSON."""

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tools.bench.findings import FAIL, PASS, Comparison, Findings, Latency, Plan

_SOURCES = {"uncached": "MISS", "tier 1": "HIT-1", "tier 2": "HIT-2"}
_TIMES = ("p50", "p95", "p99")


def print_findings(console: Console, findings: Findings, plan: Plan) -> None:
    """Print the machine, the latencies, the ratios, and what was skipped."""
    console.print(f"{plan.boxes:,} boxes over {plan.days:,} days, seed {plan.seed}")
    console.print("; ".join(f"{name} {value}" for name, value in {**_machine(), **findings.versions}.items()))
    if findings.latencies:
        console.print(_latencies(findings.latencies))
    if findings.comparisons:
        console.print(_ratios(findings.comparisons))
    for part, reason in findings.skipped.items():
        console.print(f"skipped {part}: {reason}")
    console.print("every target met" if findings.is_passed else "a target was missed")


def as_json(findings: Findings, plan: Plan) -> dict[str, Any]:
    """The machine, the plan and all findings, each with its verdict."""
    return {
        "machine": _machine(),
        "plan": {**asdict(plan), "parts": sorted(plan.parts)},
        "latencies": [{**asdict(found), "verdict": found.verdict} for found in findings.latencies],
        "comparisons": [
            {**asdict(each), "ratio": each.ratio, "verdict": each.verdict} for each in findings.comparisons
        ],
        "versions": findings.versions,
        "skipped": findings.skipped,
        "is_passed": findings.is_passed,
    }


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load average": round(os.getloadavg()[0], 1),
        "Python": platform.python_version(),
    }


def _latencies(latencies: list[Latency]) -> Table:
    table = _table("database", "resource", "", *(f"{name} {each}" for name in _SOURCES for each in _TIMES))
    by_resource: dict[tuple[str, str], dict[str, Latency]] = {}
    for found in latencies:
        by_resource.setdefault((found.database, found.resource), {})[found.source] = found
    for key, found_by_source in by_resource.items():
        verdicts = {found.verdict for found in found_by_source.values()}
        cells = (cell for source in _SOURCES.values() for cell in _cells(found_by_source.get(source)))
        table.add_row(*key, _verdict(FAIL if FAIL in verdicts else PASS), *cells)
    return table


def _cells(found: Latency | None) -> Iterator[str]:
    for value in (None,) * 3 if found is None else (found.p50_ms, found.p95_ms, found.p99_ms):
        yield "–" if value is None else _short(value)


def _ratios(comparisons: list[Comparison]) -> Table:
    table = _table("database", "against a floor", "unit", "Boxrank", "floor", "ratio", "target", "")
    for found in comparisons:
        figures = map(_short, (found.figure, found.floor, found.ratio))
        cells = (found.database, found.name, found.unit, *figures, "".join(_bounds(found)))
        table.add_row(*cells, _verdict(found.verdict))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < 3 else "right")
    return table


def _bounds(found: Comparison) -> Iterator[str]:
    if found.at_least is not None:
        yield f"≥ {found.at_least:g}"
    if found.at_most is not None:
        yield f"≤ {found.at_most:g}"


def _short(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _verdict(verdict: str) -> Text:
    return Text(verdict, "green" if verdict == PASS else "bold red")
