"""Writes what is made from declarations: the client and the tables in docs/api.md and docs/metrics.md."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from app.bootstrap import open_services
from app.domain.figures import FIGURES
from app.web.factory import create_app

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "clients" / "python"
GENERATOR = CLIENT / "scripts" / "generate_client.py"
API_PAGE = ROOT / "docs" / "api.md"
METRICS_PAGE = ROOT / "docs" / "metrics.md"
START, END = "<!-- {0}: written by ./run generate -->\n", "<!-- end of {0} -->"

_API = "/api/v1/"


def api_document() -> dict[str, Any]:
    """The OpenAPI document of the application; no database is opened for it."""
    return asyncio.run(_document())


def resource_table(document: dict[str, Any]) -> str:
    """The resources as a table: path, what it is, parameters."""
    rows = [
        f"| `{path.removeprefix(_API)}` | {operation['summary']} | {_parameters(operation)} |"
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if path.startswith(_API)
    ]
    return "\n".join(["| resource under `/api/v1` | what it is | parameters |", "|---|---|---|", *rows, ""])


def figure_table() -> str:
    """The figures as a table: key, unit, definition, formula, why it can be null."""
    rows = (
        (f"`{key}`", figure.unit.description, figure.definition, figure.formula, figure.empty_when)
        for key, figure in FIGURES.items()
    )
    head = "| figure | unit | meaning | formula | null |\n|---|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def with_table(page: str, table: str, name: str = "resources") -> str:
    """The page with its table of that name replaced."""
    start, end = START.format(name), END.format(name)
    before, _, rest = page.partition(start)
    return f"{before}{start}{table}{end}{rest.partition(end)[2]}"


def _parameters(operation: dict[str, Any]) -> str:
    names = [row["name"] for row in operation.get("parameters", ()) if row["in"] == "query"]
    return ", ".join(f"`{name}`" for name in names)


async def _document() -> dict[str, Any]:
    app = create_app(open_services(database_url="sqlite:///unused.db", redis_url=None))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://boxrank.test") as client:
        found: dict[str, Any] = (await client.get("/openapi.json")).raise_for_status().json()
    return found


if __name__ == "__main__":
    api = api_document()
    subprocess.run([sys.executable, str(GENERATOR)], input=json.dumps(api), text=True, check=True)
    subprocess.run(["ruff", "format", "--quiet", str(CLIENT)], check=True)
    page = API_PAGE.read_text(encoding="utf-8")
    API_PAGE.write_text(with_table(page, resource_table(api)), encoding="utf-8")
    metrics = METRICS_PAGE.read_text(encoding="utf-8")
    METRICS_PAGE.write_text(with_table(metrics, figure_table(), "figures"), encoding="utf-8")
