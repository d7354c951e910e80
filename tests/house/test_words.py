"""Phrases that are never right in this project; CONTRIBUTING.md lists what to write instead."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BANNED = re.compile(
    r"\b(anew|in earnest|by night|told|nobody|whoever|the toll|wishes|teach(es)?|mend(s|ed)?|believed"
    r"|of the house|leaves? the house|in the words of|of ours|our own|what parts|hangs? up"
    r"|(is|was|are|were) away|stands? (in|beside|behind|there))\b",
    re.IGNORECASE,
)
SUFFIXES = {".css", ".html", ".js", ".md", ".py", ".txt"}
WORD_LIST = ROOT / "CONTRIBUTING.md"


def texts() -> list[Path]:
    found = [path for folder in ("app", "docs", "tools", "scripts") for path in (ROOT / folder).rglob("*")]
    found += [ROOT / name for name in ("README.md", "CHANGELOG.md", ".env.example", "pyproject.toml")]
    found += (ROOT / "clients" / "python" / "src").rglob("*.py")
    return [path for path in found if path.name == ".env.example" or path.suffix in SUFFIXES | {".toml"}]


def test_no_banned_phrase_is_in_code_pages_or_documentation() -> None:
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for path in texts()
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for found in BANNED.finditer(line)
    ]
    assert hits == []


def test_the_word_list_has_an_alternative_for_every_banned_phrase() -> None:
    rows = [line for line in WORD_LIST.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) > 20
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))
