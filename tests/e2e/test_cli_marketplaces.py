"""`boxrank box` shows what each marketplace adds to the volume of a box, as it is published."""

from pathlib import Path

from tests.e2e.conftest import Boxrank, write_rows

DAY, DAY_BEFORE = "2026-01-10", "2026-01-09"
ROWS = [
    {"box": "oak", "date": DAY_BEFORE, "marketplace": "ebay", "floor": 71, "volume_usd": 50},
    {"box": "oak", "date": DAY_BEFORE, "marketplace": "tcgplayer", "floor": 75, "units_sold": 2},
    {"box": "oak", "date": DAY, "marketplace": "tcgplayer", "floor": 75, "units_sold": 6},
]


def lines_of(stdout: str, *names: str) -> list[list[str]]:
    return [line.split() for line in stdout.splitlines() if line.strip().startswith(names)]


def test_every_marketplace_has_its_volume_or_the_reason_for_none(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    boxrank("import", write_rows(tmp_path / "a.jsonl", ROWS), "--create-boxes", "--database", empty_url)
    boxrank("refresh", "--database", empty_url)

    shown = boxrank("box", "oak", "--database", empty_url).stdout

    ebay, tcgplayer = lines_of(shown, "ebay", "tcgplayer")
    assert " ".join(ebay).endswith(f"reported on {DAY_BEFORE}")
    assert "$450.00" in tcgplayer
    assert " ".join(tcgplayer).endswith("volume estimated")


def test_an_import_without_refresh_changes_nothing_shown(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    boxrank("import", write_rows(tmp_path / "a.jsonl", ROWS), "--create-boxes", "--database", empty_url)
    boxrank("refresh", "--database", empty_url)
    before = boxrank("box", "oak", "--database", empty_url).stdout
    changed = [{**ROWS[-1], "floor": 1.5, "units_sold": 99}]
    boxrank("import", write_rows(tmp_path / "b.jsonl", changed), "--database", empty_url)

    assert boxrank("box", "oak", "--database", empty_url).stdout == before
    boxrank("refresh", "--database", empty_url)
    assert boxrank("box", "oak", "--database", empty_url).stdout != before
