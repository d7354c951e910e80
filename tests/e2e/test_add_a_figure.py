"""The recipe "add a figure", followed on a copy of the project: it then is on every face."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ENTRY = """\
    double_floor_usd: float | None = entry(
        "Double floor",
        "2 floors",
        USD,
        "What two boxes cost",
        " at the floor.",
        "2 × floor",
        "The floor is unknown.",
        has_board=True,
        noun="double floor",
        place=99,
    )
"""
FORMULA = '(2 * pl.col("floor_price_usd")).alias("double_floor_usd"),'
MIGRATION = '''\
"""What two boxes cost."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "999", "{last}", None, None


def upgrade() -> None:
    op.add_column("box_metrics_unified", sa.Column("double_floor_usd", sa.Double()))


def downgrade() -> None:
    op.drop_column("box_metrics_unified", "double_floor_usd")
'''
PATHS = (
    "/?metric=double_floor_usd",
    "/boxes/{slug}",
    "/about",
    "/api/v1/booster-boxes?metric=double_floor_usd&format=csv",
    "/openapi.json",
)
READER = """
import asyncio, json, sys, httpx
from app.main import app

async def texts(paths):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://boxrank.test") as client:
        return {path: (await client.get(path, headers={"Accept": "*/*"})).text for path in paths}

print(json.dumps(asyncio.run(texts(sys.argv[1:]))))
"""


class Copy:
    """The project with one more figure, over a simulated market."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("app", "migrations"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "vendor")
            )
        _insert(folder / "app/domain/volume_figures.py", "    momentum_pct: float", ENTRY)
        _insert(
            folder / "app/domain/metrics.py", '        pl.col("ema_state").alias(', f"        {FORMULA}\n"
        )
        versions = folder / "migrations" / "versions"
        last = max(path.name.split("_")[0] for path in versions.glob("[0-9]*.py"))
        (versions / "999_double_floor.py").write_text(MIGRATION.format(last=last), encoding="utf-8")
        self.run("-m", "app", "demo", "--boxes", "5", "--days", "40", "--no-serve", "--database", "demo.db")

    def run(self, *arguments: str) -> str:
        """What a Python command prints in the copy."""
        environment = {"PATH": os.environ["PATH"], "BOXRANK_DATABASE_URL": "sqlite:///demo.db"}
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=self._folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("project"))


def test_an_added_figure_is_a_column_of_the_terminal(copy: Copy) -> None:
    board = copy.run("-m", "app", "leaderboard", "--metric", "double_floor_usd")
    slug = _best(board)
    assert "by double floor" in board
    assert "2 floors" in board
    assert re.search(r"^Double floor +\$[\d,.]+ *$", copy.run("-m", "app", "box", slug), re.MULTILINE)


def test_an_added_figure_has_a_board_on_every_day(copy: Copy) -> None:
    by_floor = copy.run("-m", "app", "days", "--metric", "floor_price_usd").splitlines()
    by_double = copy.run("-m", "app", "days", "--metric", "double_floor_usd").splitlines()
    assert len(by_double) > 30
    assert by_double[1:] == by_floor[1:]


def test_an_added_figure_is_on_pages_in_files_and_in_the_documentation_of_the_api(copy: Copy) -> None:
    slug = _best(copy.run("-m", "app", "leaderboard", "--metric", "double_floor_usd"))
    paths = [path.format(slug=slug) for path in PATHS]
    output = copy.run("-c", READER, *paths).splitlines()[-1]
    board, box, about, table, document = json.loads(output).values()

    assert "Boxes by double floor" in board
    assert "<summary>Double floor</summary>" in box
    assert "<code>double_floor_usd</code>" in about
    assert "double_floor_usd" in table.splitlines()[0].split(",")
    schemas = json.loads(document)["components"]["schemas"]
    described = schemas["Figures"]["properties"]["double_floor_usd"]["description"]
    assert described == (
        "What two boxes cost at the floor. US dollars, to the cent. Null: the floor is unknown."
    )


def _insert(path: Path, anchor: str, text: str) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count(anchor) == 1, anchor
    path.write_text(source.replace(anchor, f"{text}{anchor}"), encoding="utf-8")


def _best(board: str) -> str:
    row = next(line for line in board.splitlines() if line.split()[:1] in (["1"], ["=1"]))
    return row.split()[2]
