"""Writes what is made from the API's document: the client's methods and shapes, the list in docs/api.md."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from app.bootstrap import open_services
from app.web.factory import create_app

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "clients" / "python"
GENERATOR = CLIENT / "scripts" / "generate_client.py"
API_PAGE = ROOT / "docs" / "api.md"
START, END = "<!-- resources: written by ./run generate -->\n", "<!-- end of resources -->"

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


def with_table(page: str, table: str) -> str:
    """The page with its list of resources replaced."""
    before, _, rest = page.partition(START)
    return f"{before}{START}{table}{END}{rest.partition(END)[2]}"


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
