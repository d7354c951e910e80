"""Writes the table of figures in docs/metrics.md from the list in app/domain/figures.py."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.figures import FIGURES

DOCUMENT = Path(__file__).parents[1] / "docs" / "metrics.md"
START, END = "<!-- figures: written by scripts/write_figures_table.py -->\n", "<!-- end of figures -->\n"


def with_table(document: str) -> str:
    """The document with the table of today's figures between its two marks."""
    head, _, rest = document.partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}{''.join(_lines())}{END}{tail}"


def _lines() -> Iterator[str]:
    yield "| figure | unit | meaning | formula | null |\n|---|---|---|---|---|\n"
    for key, figure in FIGURES.items():
        cells = (f"`{key}`", figure.unit.description, figure.definition, figure.formula, figure.empty_when)
        yield f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
