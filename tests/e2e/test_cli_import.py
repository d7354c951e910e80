"""`boxrank import` and `boxrank boxes import`."""

import os
import threading
from pathlib import Path

import pytest

from tests.data_locations import recorded_data
from tests.e2e.conftest import Boxrank

HEADER = "box,date,floor,active_listings,volume_usd,remark\n"
GOOD = HEADER + "op-05,2026-01-01,$1,30,10,fine\nop-05,2026-01-02,1.5,,0,\n"
BAD = HEADER + "op-05,2026-01-01,1,30,10,\nop-05,2026-01-02,-3,x,10,\nop-05,2026-31-01,1,1,1,\n"


def test_an_import_counts_rows_and_names_the_next_step(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    ran = boxrank("import", _file(tmp_path, GOOD), "--create-boxes", "--database", empty_url)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        "2 new, 0 changed, 0 same, 0 rejected",
        "1 box created: op-05.",
        "Ignored columns: remark.",
        "Next: boxrank refresh",
    ]


def test_the_same_file_again_changes_nothing(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    file = _file(tmp_path, GOOD)
    boxrank("import", file, "--create-boxes", "--database", empty_url)
    again = boxrank("import", file, "--database", empty_url)
    assert again.stdout.startswith("0 new, 0 changed, 2 same, 0 rejected\n")
    assert "Next" not in again.stdout


def test_a_bad_file_is_refused_with_one_line_per_bad_value(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    ran = boxrank("import", _file(tmp_path, BAD), "--create-boxes", "--database", empty_url)
    assert (ran.exit_code, ran.stdout) == (1, "")
    lines = ran.stderr.splitlines()
    assert [line.split(" – ")[0] for line in lines[:-1]] == [
        'line 3, column floor: "-3"',
        'line 3, column active_listings: "x"',
        'line 4, column date: "2026-31-01"',
    ]
    assert lines[-1] == "2 bad rows: nothing was stored."


def test_a_refused_file_leaves_no_box_and_nothing_stale(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    boxrank("import", _file(tmp_path, BAD), "--create-boxes", "--database", empty_url)
    status = boxrank("db", "status", "--json", "--database", empty_url).json
    assert (status["boxes"], status["stale_boxes"]) == (0, 0)


def test_skipping_bad_rows_stores_the_good_and_lists_the_bad_beside_the_file(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, BAD)
    ran = boxrank("import", file, "--create-boxes", "--skip-bad", "--database", empty_url)
    report = tmp_path / "observations.csv.rejects.csv"
    assert ran.exit_code == 0
    assert ran.stdout.startswith("1 new, 0 changed, 0 same, 2 rejected\n")
    assert str(report) in ran.stdout
    assert report.read_text().splitlines()[1].startswith("3,floor,-3,")


def test_the_reject_report_goes_where_it_is_told_to(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    named = tmp_path / "bad.csv"
    options = ("--create-boxes", "--skip-bad", "--rejects", named, "--database", empty_url)
    boxrank("import", _file(tmp_path, BAD), *options)
    assert len(named.read_text().splitlines()) == 4
    assert not (tmp_path / "observations.csv.rejects.csv").exists()


def test_a_reject_report_that_cannot_be_written_is_said_in_one_line(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    options = (
        "--create-boxes",
        "--skip-bad",
        "--rejects",
        tmp_path / "no" / "bad.csv",
        "--database",
        empty_url,
    )
    ran = boxrank("import", _file(tmp_path, BAD), *options)
    assert ran.exit_code == 1
    assert "The good rows are stored" in ran.stderr


def test_a_dry_run_counts_and_stores_nothing(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    ran = boxrank("import", _file(tmp_path, GOOD), "--create-boxes", "--dry-run", "--database", empty_url)
    assert "2 new" in ran.stdout
    assert ran.stdout.endswith("Dry run: nothing was stored.\n")
    assert boxrank("db", "status", "--json", "--database", empty_url).json["boxes"] == 0


def test_an_import_answers_in_json(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    ran = boxrank("import", _file(tmp_path, GOOD), "--create-boxes", "--json", "--database", empty_url)
    assert (ran.json["new"], ran.json["boxes_created"]) == (2, 1)
    assert ran.json["ignored_columns"] == ["remark"]


def test_ambiguous_numbers_name_the_option_that_decides_them(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, "box;date;floor\nop-05;2026-01-01;1.234\n")
    refused = boxrank("import", file, "--create-boxes", "--database", empty_url)
    assert refused.exit_code == 1
    assert "--decimal point or --decimal comma" in refused.stderr
    decided = boxrank("import", file, "--create-boxes", "--decimal", "comma", "--database", empty_url)
    assert decided.stdout.startswith("1 new, 0 changed, 0 same, 0 rejected\n")
    plain = _file(tmp_path, "box,date,floor\nop-05,2026-01-01,1234\n", name="plain.csv")
    assert boxrank("import", plain, "--database", empty_url).stdout.startswith("0 new, 0 changed, 1 same")


def test_a_catalogue_takes_the_decimal_sign_too(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    file = _file(tmp_path, "name;estimated_supply\nSky Farer;12.500\n")
    assert "--decimal comma" in boxrank("boxes", "import", file, "--database", empty_url).stderr
    decided = boxrank("boxes", "import", file, "--decimal", "comma", "--database", empty_url)
    assert decided.stdout.startswith("1 new")


def test_the_format_can_be_named_where_the_ending_does_not_say(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, GOOD, name="feed.data")
    options = (file, "--create-boxes", "--database", empty_url)
    assert boxrank("import", *options).exit_code == 1
    assert boxrank("import", *options, "--format", "csv").exit_code == 0
    assert boxrank("import", *options, "--format", "xml").exit_code == 2


def test_a_file_that_is_not_there_is_refused_in_one_line(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    ran = boxrank("import", tmp_path / "nowhere.csv", "--database", empty_url)
    assert ran.exit_code == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "nowhere.csv" in ran.stderr


def test_a_catalogue_is_imported_and_known_again(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    file = _file(tmp_path, "slug,name,game,tcgplayer_product_id\nop-05,Awakening,One Piece,450086\n")
    first = boxrank("boxes", "import", file, "--database", empty_url)
    again = boxrank("boxes", "import", file, "--json", "--database", empty_url)
    assert first.stdout == "1 new, 0 changed, 0 same; 1 identifier added\nCreated: op-05.\n"
    assert (again.json["new"], again.json["same"]) == (0, 1)


def test_the_recorded_market_becomes_a_ranked_board(boxrank: Boxrank, empty_url: str) -> None:
    folder = recorded_data("one-piece-boxes")
    on = ("--database", empty_url)
    assert "18 new" in boxrank("boxes", "import", folder / "boxes.csv", *on).stdout
    assert "533 new, 0 changed, 0 same, 0 rejected" in boxrank("import", folder / "daily.csv", *on).stdout
    assert boxrank("refresh", *on).exit_code == 0
    assert "533 same" in boxrank("import", folder / "daily.csv", *on).stdout
    board = boxrank("leaderboard", "--date", "2026-01-26", "--limit", 10, *on)
    assert "moves since 2026-01-22" in board.stdout
    assert "Partial day" in boxrank("leaderboard", "--date", "2026-01-23", *on).stdout


SALES = "box,date,units_sold\nop-05,2026-01-01,1\nop-06,2026-01-02,2\nop-06,2026-01-05,1\n"


def test_a_complete_file_writes_zeros_and_counts_them(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, SALES)
    options = ("--create-boxes", "--complete", "--database", empty_url)
    dry = boxrank("import", file, *options, "--dry-run")
    assert dry.stdout.splitlines()[:2] == [
        "3 new, 0 changed, 0 same, 0 rejected",
        "6 zeros written for days without a sale.",
    ]
    assert dry.stdout.endswith("Dry run: nothing was stored.\n")
    assert boxrank("import", file, *options, "--json").json["zeros"] == 6
    again = boxrank("import", file, *options)
    assert again.stdout == "0 new, 0 changed, 3 same, 0 rejected\n"
    assert boxrank("import", file, *options, "--to", "2026-01-06", "--json").json["zeros"] == 2


def test_the_span_of_a_complete_file_needs_a_complete_file(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, SALES)
    wrong = boxrank("import", file, "--from", "2026-01-01", "--database", empty_url)
    assert wrong.exit_code == 2
    assert "--from and --to are the span of --complete" in wrong.stderr
    both = boxrank("import", file, "--complete", "--skip-bad", "--database", empty_url)
    assert both.exit_code == 1
    assert "A file with bad rows is not complete" in both.stderr


def _file(folder: Path, content: str, name: str = "observations.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_standard_input_is_imported_and_its_bad_rows_are_listed_here(
    boxrank: Boxrank, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--create-boxes", "--skip-bad", "--database", empty_url)
    ran = boxrank("import", "-", *options, stdin=BAD)
    assert ran.stdout.startswith("1 new, 0 changed, 0 same, 2 rejected\n")
    assert (tmp_path / "stdin.rejects.csv").read_text().splitlines()[1].startswith("3,floor,-3,")


def test_many_reasons_are_printed_in_bounded_space(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    rows = "".join(f"op-05,2026-01-01,{number},1,1,\n" for number in range(4000))
    bad = "op-05,soon,1,1,1,\n" * 4000
    ran = boxrank("import", _file(tmp_path, HEADER + rows + bad), "--create-boxes", "--database", empty_url)
    assert len(ran.stderr) < 20_000
    assert ran.stderr.endswith("8,000 bad rows: nothing was stored.\n")


def test_a_rejected_cell_cannot_speak_to_the_terminal(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, "box,date,floor\nop-05,2026-01-01,\x1b]0;gone\x07\n")
    ran = boxrank("import", file, "--create-boxes", "--database", empty_url)
    assert ran.exit_code == 1
    assert "\x1b" not in ran.stderr
    assert "\\x1b]0;gone\\x07" in ran.stderr


def test_a_named_pipe_is_imported_and_its_bad_rows_are_listed_here(
    boxrank: Boxrank, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("feed")
    writer = threading.Thread(target=Path("feed").write_text, args=(BAD,))
    writer.start()
    ran = boxrank("import", "feed", "--create-boxes", "--skip-bad", "--database", empty_url)
    writer.join()
    assert ran.stdout.startswith("1 new, 0 changed, 0 same, 2 rejected\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed", "stdin.rejects.csv"]


def test_a_heading_cannot_speak_to_the_terminal(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    file = _file(tmp_path, "box,date,floor,\x1b]0;gone\x07\nop-05,2026-01-01,1,\n")
    ran = boxrank("import", file, "--create-boxes", "--database", empty_url)
    assert ran.exit_code == 0
    assert "Ignored columns: \\x1b]0;gone\\x07." in ran.stdout
    assert "\x1b" not in ran.stdout
