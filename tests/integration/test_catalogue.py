"""A file of boxes fills the catalogue, and boxes answer to slug and identifier."""

from pathlib import Path

import pytest

from app.database import Database
from app.domain.errors import ImportRefused, UnknownBox
from app.ingest.catalogue import CatalogueReport
from app.models import booster_boxes, box_identifiers
from app.read.board import LeaderboardRequest, read_board
from app.repositories import boxes
from tests.factories import ClockedServices, Feed, day_after, rows_of


def load(services: ClockedServices, folder: Path, text: str, **options: bool) -> CatalogueReport:
    path = folder / "boxes.csv"
    path.write_text(text, encoding="utf-8")
    return services.catalogue.import_file(path, **options)


def find(database: Database, reference: str) -> int:
    with database.snapshot() as connection:
        return boxes.find_id(connection, reference)


TWO_BOXES = "code,name,game,id:tcgplayer\nOP-01,Romance Dawn,One Piece,11\nOP-02,Paramount War,One Piece,22\n"


def test_a_box_is_addressed_by_slug_and_by_identifier(services: ClockedServices, tmp_path: Path) -> None:
    load(services, tmp_path, TWO_BOXES)
    assert find(services.database, "op-02") == find(services.database, "tcgplayer:22")
    assert find(services.database, "op-01") != find(services.database, "tcgplayer:22")
    with pytest.raises(UnknownBox):
        find(services.database, "ebay:22")


def test_the_same_catalogue_again_changes_nothing(services: ClockedServices, tmp_path: Path) -> None:
    assert load(services, tmp_path, TWO_BOXES) == CatalogueReport(2, 0, 0, 2, ("op-01", "op-02"))
    before = rows_of(services.database, booster_boxes)
    assert load(services, tmp_path, TWO_BOXES) == CatalogueReport(0, 0, 2, 0)
    assert rows_of(services.database, booster_boxes) == before


def test_a_box_known_by_identifier_is_changed_and_keeps_its_slug(
    services: ClockedServices, tmp_path: Path
) -> None:
    load(services, tmp_path, TWO_BOXES)
    report = load(services, tmp_path, "name,id:tcgplayer,id:ebay\nRomance Dawn Display,11,e1\n")
    assert (report.changed, report.identifiers_added) == (1, 1)
    box = rows_of(services.database, booster_boxes)[(find(services.database, "ebay:e1"),)]
    assert (box["slug"], box["name"], box["game"]) == ("op-01", "Romance Dawn Display", "One Piece")


def test_a_row_that_names_two_boxes_refuses_the_file(services: ClockedServices, tmp_path: Path) -> None:
    load(services, tmp_path, TWO_BOXES)
    with pytest.raises(ImportRefused):
        load(services, tmp_path, "slug,name,id:tcgplayer\nop-03,New,33\nop-01,Romance Dawn,22\n")
    assert len(rows_of(services.database, booster_boxes)) == 2


def test_a_bad_row_refuses_the_whole_catalogue(services: ClockedServices, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        load(services, tmp_path, "slug,name,release_date\nop-01,Romance Dawn,2022-12-02\nop-02,Other,soon\n")
    assert [(each.line, each.column) for each in refusal.value.rejections] == [(3, "release_date")]
    assert rows_of(services.database, booster_boxes) == {}


def test_a_dry_run_of_a_catalogue_stores_nothing(services: ClockedServices, tmp_path: Path) -> None:
    assert load(services, tmp_path, TWO_BOXES, is_dry_run=True).new == 2
    assert rows_of(services.database, booster_boxes) == {}
    assert rows_of(services.database, box_identifiers) == {}


def test_boxes_of_one_name_are_refused_until_each_has_a_slug(
    services: ClockedServices, tmp_path: Path
) -> None:
    with pytest.raises(ImportRefused):
        load(services, tmp_path, "name,id:shop\nBase Set,1\nBase Set,2\n")
    load(services, tmp_path, "name,slug,id:shop\nBase Set,base-set,1\nBase Set,base-set-reprint,2\n")
    assert find(services.database, "shop:2") == find(services.database, "base-set-reprint")


def test_a_changed_name_is_published_and_the_same_name_is_not(
    services: ClockedServices, feed: Feed, tmp_path: Path
) -> None:
    load(services, tmp_path, TWO_BOXES)
    feed.give_volumes(day_after(0), {"op-01": 5.0})
    services.refresh.run()

    load(services, tmp_path, TWO_BOXES)
    unchanged = services.read(read_board, LeaderboardRequest())
    load(services, tmp_path, "slug,name\nop-01,Romance Dawn Display\n")
    changed = services.read(read_board, LeaderboardRequest())

    assert (unchanged.meta.generation, unchanged.data[0].box.name) == (1, "Romance Dawn")
    assert (changed.meta.generation, changed.data[0].box.name) == (2, "Romance Dawn Display")
