"""One name is one box and one marketplace, in imports, the catalogue and every look-up."""

from pathlib import Path

import pytest

from app.database import Database
from app.domain.errors import ImportRefused, UnknownBox
from app.ingest.observations import ImportOptions, ImportReport
from app.models import booster_boxes, daily_observations
from app.repositories import board_rows, boxes
from tests.factories import ClockedServices, rows_of

CATALOGUE = (
    "slug,name,code,game,tcgplayer_product_id,release_date\n"
    "qx-07,Skyfarer QX-07 Emberglow Rising Booster Box,QX-07,Skyfarer,81234,2026-02-01\n"
)


@pytest.fixture
def catalogue(services: ClockedServices, tmp_path: Path) -> None:
    """One box is known."""
    load(services, tmp_path, CATALOGUE)


def load(services: ClockedServices, folder: Path, text: str, **options: bool) -> object:
    path = folder / "boxes.csv"
    path.write_text(text, encoding="utf-8")
    return services.catalogue.import_file(path, **options)


def take(services: ClockedServices, folder: Path, text: str, **options: bool) -> ImportReport:
    path = folder / "day.csv"
    path.write_text(text, encoding="utf-8")
    chosen = {"creates_boxes": True, **options}
    return services.importing.import_file(path, ImportOptions(**chosen))  # type: ignore[arg-type]


def slugs(services: ClockedServices) -> list[str]:
    return sorted(str(row["slug"]) for row in rows_of(services.database, booster_boxes).values())


def find(database: Database, reference: str) -> int:
    with database.snapshot() as connection:
        return boxes.find_id(connection, reference)


SPELLINGS = [
    "QX-07",
    "qx 07",
    "QX\u201307",
    "81234.0",
    "8.1234E+04",
    "tcgplayer:81234.0",
    "TCGplayer:81234",
    "skyfarer qx07 emberglow rising booster box",
]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("reference", SPELLINGS)
def test_every_spelling_of_a_known_box_is_that_box(
    services: ClockedServices, tmp_path: Path, reference: str
) -> None:
    report = take(services, tmp_path, f"box,date,floor\n{reference},2026-03-01,9\n")
    assert (report.new, report.boxes_created, slugs(services)) == (1, 0, ["qx-07"])
    assert find(services.database, reference) == find(services.database, "qx-07")


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("query", ["qx07", "QX 07", "emberglow booster", "EMBERGLOW\u2013rising"])
def test_a_search_finds_what_people_type(services: ClockedServices, query: str) -> None:
    with services.database.snapshot() as connection:
        assert board_rows.matching(connection, query.split())["slug"].to_list() == ["qx-07"]


def test_spellings_within_one_file_are_one_new_box(services: ClockedServices, tmp_path: Path) -> None:
    report = take(
        services, tmp_path, "box,date,floor\nZY-01,2026-03-01,9\nzy 01,2026-03-02,9\nZy01,2026-03-03,9\n"
    )
    assert (report.new, report.new_boxes, slugs(services)) == (3, ("zy-01",), ["zy-01"])


def test_many_products_of_one_code_are_refused_and_none_gets_a_number(
    services: ClockedServices, tmp_path: Path
) -> None:
    rows = "".join(f"shop:{n},2026-03-01,9,ZY-01\n" for n in range(500))
    report = take(services, tmp_path, f"box,date,floor,box_code\n{rows}", skips_bad_rows=True)
    assert (report.new, report.rejected, slugs(services)) == (1, 499, ["zy-01"])
    assert report.new_identifiers == ("shop:0",)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("reference", ["qx-7", "QX-07 Booster Box", "Skyfarer QX-07 Embreglow Rising"])
def test_a_new_box_that_looks_like_a_known_one_needs_a_confirmation(
    services: ClockedServices, tmp_path: Path, reference: str
) -> None:
    text = f"box,date,floor\n{reference},2026-03-01,9\n"
    with pytest.raises(ImportRefused) as refusal:
        take(services, tmp_path, text)
    assert "looks like the known box qx-07" in refusal.value.rejections[0].reason
    assert "--confirm-new" in refusal.value.rejections[0].reason
    assert take(services, tmp_path, text, confirms_new=True).boxes_created == 1


@pytest.mark.usefixtures("catalogue")
def test_every_row_of_a_refused_box_is_refused(services: ClockedServices, tmp_path: Path) -> None:
    text = "box,date,floor\nqx-7,2026-03-01,9\nqx-7,2026-03-02,9\nqx-07,2026-03-02,8\n"
    report = take(services, tmp_path, text, skips_bad_rows=True)
    assert (report.new, report.rejected) == (1, 2)


@pytest.mark.usefixtures("catalogue")
def test_spellings_of_a_marketplace_are_one_and_a_new_one_is_named(
    services: ClockedServices, tmp_path: Path
) -> None:
    header = "box,date,marketplace,floor\n"
    first = take(services, tmp_path, f"{header}qx-07,2026-03-01,Card Plaza,9\n")
    again = take(
        services, tmp_path, f"{header}qx-07,2026-03-02,CardPlaza.com,9\nqx-07,2026-03-02,TCG Player,7\n"
    )
    assert (first.new_marketplaces, again.new_marketplaces) == (("card plaza",), ())
    kept = {key[2] for key in rows_of(services.database, daily_observations)}
    assert kept == {"card plaza", "tcgplayer"}


@pytest.mark.usefixtures("catalogue")
def test_a_marketplace_that_looks_like_a_known_one_needs_a_confirmation(
    services: ClockedServices, tmp_path: Path
) -> None:
    text = "box,date,marketplace,floor\nqx-07,2026-03-01,tcgplayr,9\n"
    with pytest.raises(ImportRefused) as refusal:
        take(services, tmp_path, text)
    assert "known marketplace tcgplayer" in refusal.value.rejections[0].reason
    assert take(services, tmp_path, text, confirms_new=True).new_marketplaces == ("tcgplayr",)


@pytest.mark.usefixtures("catalogue")
def test_a_new_slug_beside_a_known_identifier_renames_the_box(
    services: ClockedServices, tmp_path: Path
) -> None:
    report = load(services, tmp_path, "slug,name,tcgplayer_product_id\nemberglow,Emberglow,81234.0\n")
    assert report.renamed == (("qx-07", "emberglow"),)  # type: ignore[attr-defined]
    assert slugs(services) == ["emberglow"]
    assert find(services.database, "qx-07") == find(services.database, "emberglow")


@pytest.mark.usefixtures("catalogue")
def test_a_second_box_of_a_known_name_needs_a_confirmation(services: ClockedServices, tmp_path: Path) -> None:
    text = "slug,name\nember-2,Skyfarer QX-07 Emberglow Rising Booster Box\n"
    with pytest.raises(ImportRefused):
        load(services, tmp_path, text)
    load(services, tmp_path, text, confirms_new=True)
    assert slugs(services) == ["ember-2", "qx-07"]


@pytest.mark.usefixtures("catalogue")
def test_a_catalogue_row_in_another_spelling_is_the_known_box(
    services: ClockedServices, tmp_path: Path
) -> None:
    report = load(services, tmp_path, "code,name,colour\nqx 07,Emberglow Rising,red\n")
    assert (report.new, report.changed, report.ignored_columns) == (0, 1, ("colour",))  # type: ignore[attr-defined]
    assert slugs(services) == ["qx-07"]


@pytest.mark.usefixtures("catalogue")
def test_days_before_the_release_are_stored_with_a_warning(services: ClockedServices, tmp_path: Path) -> None:
    report = take(services, tmp_path, "box,date,floor\nqx-07,1900-01-01,9\nqx-07,2026-02-01,9\n")
    assert (report.new, report.early, report.early_lines) == (2, 1, (2,))


@pytest.mark.usefixtures("catalogue")
def test_another_name_is_no_box(services: ClockedServices) -> None:
    for reference in ("qx-08", "ebay:81234", "", "\u7a7a"):
        with pytest.raises(UnknownBox):
            find(services.database, reference)
