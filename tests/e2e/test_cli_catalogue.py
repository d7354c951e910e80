"""`boxrank boxes list` and `boxrank games`."""

from tests.e2e.conftest import Boxrank


def test_boxes_are_listed_by_slug(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("boxes", "list", "--database", market_url).stdout.splitlines()
    assert [line.split()[0] for line in shown[1:-1]] == ["alpha", "beta", "delta", "epsilon", "gamma"]
    assert shown[-1] == "5 boxes."


def test_a_catalogue_without_games_says_how_to_set_them(boxrank: Boxrank, market_url: str) -> None:
    assert "boxrank boxes import" in boxrank("games", "--database", market_url).stdout
    assert boxrank("games", "--json", "--database", market_url).json["data"] == []


def test_an_empty_catalogue_is_no_table(boxrank: Boxrank, empty_url: str) -> None:
    assert boxrank("boxes", "list", "--database", empty_url).stdout == "0 boxes.\n"


def test_recorded_boxes_are_listed_by_game_whatever_its_case(boxrank: Boxrank, one_piece_url: str) -> None:
    assert boxrank("games", "--database", one_piece_url).stdout == "One Piece: 18 boxes\n"
    listed = boxrank("boxes", "list", "--game", "one piece", "--json", "--database", one_piece_url).json
    assert len(listed["data"]) == 18
    assert listed["data"][2]["slug"] == "op-01-blue"
    assert listed["data"][2]["short_name"] == "Romance Dawn (Blue)"


def test_an_unknown_game_is_rejected_with_those_there_are(boxrank: Boxrank, one_piece_url: str) -> None:
    ran = boxrank("boxes", "list", "--game", "chess", "--database", one_piece_url)
    assert (ran.exit_code, ran.stderr) == (1, "Unknown game 'chess'. Choose one of: One Piece.\n")
