"""`--complete`: a day without a row in a file of all sales is a day without a sale."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.errors import ImportFormatError, ImportRefused, InvalidValue
from app.ingest import complete
from app.ingest.complete import CompleteSpan
from app.ingest.observations import ImportOptions, ImportReport
from app.models import booster_boxes, box_metrics_unified, daily_observations, stale_boxes
from tests.factories import ClockedServices, rows_of

Sales = dict[int, tuple[float | None, float | None]]

HEADER = "box,date,units_sold,volume_usd,source\n"
EVERY_DAY = "".join(f"daily,2026-04-{day:02d},3,270,till\n" for day in range(1, 11))
SPARSE = "sparse,2026-04-04,1,800,till\nsparse,2026-04-07,2,1610,till\n"
ZERO = (0.0, 0.0)
WHOLE_FILE = CompleteSpan()


def take(
    services: ClockedServices,
    folder: Path,
    text: str,
    span: CompleteSpan | None = WHOLE_FILE,
    **options: bool,
) -> ImportReport:
    path = folder / "sales.csv"
    path.write_text(text, encoding="utf-8")
    return services.importing.import_file(path, ImportOptions(creates_boxes=True, complete=span, **options))


def sales_of(services: ClockedServices, box: str, marketplace: str = "tcgplayer") -> Sales:
    """Units and dollars by day of April."""
    keys = {row["slug"]: key for (key,), row in rows_of(services.database, booster_boxes).items()}
    return {
        day.day: (row["units_sold"], row["volume_usd"])
        for (box_id, day, place), row in sorted(rows_of(services.database, daily_observations).items())
        if (box_id, place) == (keys[box], marketplace)
    }


def test_days_without_a_row_are_zeros_from_the_first_row_of_the_box_to_the_last_day_of_the_file(
    services: ClockedServices, tmp_path: Path
) -> None:
    report = take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    assert (report.new, report.zeros) == (12, 5)
    assert sales_of(services, "sparse") == {
        4: (1.0, 800.0),
        **dict.fromkeys((5, 6), ZERO),
        7: (2.0, 1610.0),
        **dict.fromkeys((8, 9, 10), ZERO),
    }
    assert set(sales_of(services, "daily").values()) == {(3.0, 270.0)}
    rows = rows_of(services.database, daily_observations).values()
    assert {row["source"] for row in rows} == {"till"}
    assert {row["floor_price_usd"] for row in rows} == {None}


def test_the_same_complete_file_again_changes_nothing(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    services.refresh.run()
    before = rows_of(services.database, daily_observations)
    services.clock.step()
    report = take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    assert (report.new, report.changed, report.same, report.zeros) == (0, 0, 12, 0)
    assert rows_of(services.database, daily_observations) == before
    assert rows_of(services.database, stale_boxes) == {}


def test_a_box_reported_before_the_file_gets_zeros_from_its_first_day_on(
    services: ClockedServices, tmp_path: Path
) -> None:
    take(services, tmp_path, "box,date,floor\nsparse,2026-03-28,790\n", None)
    report = take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    assert report.zeros == 8
    assert [day for day, sales in sales_of(services, "sparse").items() if sales == ZERO] == [
        *(1, 2, 3, 5, 6),
        *(8, 9, 10),
    ]


def test_nothing_stored_is_replaced_and_rows_without_sales_get_both_zeros(
    services: ClockedServices, tmp_path: Path
) -> None:
    take(
        services,
        tmp_path,
        "box,date,floor,active_listings,units_sold,volume_usd\n"
        "sparse,2026-04-05,795,6,,\nsparse,2026-04-06,796,6,1,\nsparse,2026-04-08,797,6,,12.5\n",
        None,
    )
    report = take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    assert report.zeros == 3
    assert sales_of(services, "sparse") == {
        4: (1.0, 800.0),
        5: ZERO,
        6: (1.0, None),
        7: (2.0, 1610.0),
        8: (None, 12.5),
        **dict.fromkeys((9, 10), ZERO),
    }
    rows = rows_of(services.database, daily_observations).items()
    assert {row["floor_price_usd"] for (_, day, _), row in rows if day == date(2026, 4, 5)} == {795.0, None}


def test_a_row_of_the_file_without_sales_stays_as_it_is(services: ClockedServices, tmp_path: Path) -> None:
    file = (
        "box,date,floor,units_sold,volume_usd\n"
        "sparse,2026-04-01,,1,800\nsparse,2026-04-03,805,,\nsparse,2026-04-04,,,\nsparse,2026-04-05,,1,810\n"
    )
    for _ in range(2):
        take(services, tmp_path, file)
        assert sales_of(services, "sparse") == {
            1: (1.0, 800.0),
            2: ZERO,
            3: (None, None),
            5: (1.0, 810.0),
        }


def test_a_day_that_the_file_deletes_gets_no_zeros(services: ClockedServices, tmp_path: Path) -> None:
    header = "box,date,units_sold,volume_usd,action\n"
    take(services, tmp_path, f"{header}sparse,2026-04-02,1,80,\n", None)
    report = take(
        services,
        tmp_path,
        f"{header}sparse,2026-04-01,1,80,\nsparse,2026-04-02,,,delete\nsparse,2026-04-04,1,80,\n",
    )
    assert (report.deleted, report.zeros) == (1, 1)
    assert sorted(sales_of(services, "sparse")) == [1, 3, 4]


def test_each_marketplace_is_complete_by_itself(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, "box,date,marketplace,floor\nsparse,2026-04-02,plaza,1\n", None)
    report = take(
        services,
        tmp_path,
        "box,date,marketplace,units_sold\nsparse,2026-04-01,ebay,1\nsparse,2026-04-03,tcgplayer,1\n",
    )
    assert report.zeros == 2
    assert sales_of(services, "sparse", "ebay") == {1: (1.0, None), 2: ZERO, 3: ZERO}
    assert sales_of(services, "sparse") == {3: (1.0, None)}
    assert sales_of(services, "sparse", "plaza") == {2: (None, None)}


@pytest.mark.parametrize(
    ("span", "zeros"),
    [
        (CompleteSpan(last=date(2026, 4, 12)), [5, 6, 8, 9, 10, 11, 12]),
        (CompleteSpan(last=date(2026, 4, 8)), [5, 6, 8]),
        (CompleteSpan(first=date(2026, 3, 1)), [5, 6, 8, 9, 10]),
        (CompleteSpan(date(2026, 4, 6), date(2026, 4, 9)), [6, 8, 9]),
        (CompleteSpan(date(2026, 5, 1), date(2026, 5, 2)), [31, 32]),
    ],
)
def test_the_span_may_be_named(
    services: ClockedServices, tmp_path: Path, span: CompleteSpan, zeros: list[int]
) -> None:
    take(services, tmp_path, HEADER + SPARSE + EVERY_DAY, span)
    keys = {row["slug"]: key for (key,), row in rows_of(services.database, booster_boxes).items()}
    assert [
        (day - date(2026, 4, 1)).days + 1
        for (box_id, day, _), row in sorted(rows_of(services.database, daily_observations).items())
        if box_id == keys["sparse"] and row["volume_usd"] == 0
    ] == zeros


def test_a_dry_run_counts_the_zeros_and_stores_nothing(services: ClockedServices, tmp_path: Path) -> None:
    report = take(services, tmp_path, HEADER + EVERY_DAY + SPARSE, is_dry_run=True)
    assert (report.new, report.zeros) == (12, 5)
    assert rows_of(services.database, daily_observations) == {}


def test_the_zeros_make_their_days_stale(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, "box,date,floor\nsparse,2026-03-28,790\n", None)
    services.refresh.run()
    take(services, tmp_path, f"{HEADER}sparse,2026-04-07,2,1610,till\n", CompleteSpan(date(2026, 4, 2)))
    assert [row["from_date"] for row in rows_of(services.database, stale_boxes).values()] == [
        date(2026, 4, 2)
    ]


def test_a_rejected_complete_file_writes_no_zeros(services: ClockedServices, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        take(services, tmp_path, f"{HEADER}{SPARSE}sparse,2026-04-08,-1,,\n")
    assert rows_of(services.database, daily_observations) == {}


def test_a_file_without_sales_is_not_complete(services: ClockedServices, tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="needs a column of sales: units_sold or volume_usd"):
        take(services, tmp_path, "box,date,floor\nsparse,2026-04-04,800\n")


@pytest.mark.parametrize(
    ("span", "options", "field"),
    [
        (CompleteSpan(), {"skips_bad_rows": True}, "complete"),
        (CompleteSpan(date(2026, 4, 9), date(2026, 4, 8)), {}, "from"),
        (CompleteSpan(last=date(2026, 6, 2)), {}, "to"),
    ],
)
def test_options_that_contradict_each_other_are_rejected(
    services: ClockedServices, tmp_path: Path, span: CompleteSpan, options: dict[str, bool], field: str
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        take(services, tmp_path, HEADER + SPARSE, span, **options)
    assert refusal.value.field == field
    assert rows_of(services.database, daily_observations) == {}


def test_a_box_that_sells_now_and_then_ranks_below_one_that_sells_daily(
    services: ClockedServices, tmp_path: Path
) -> None:
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(40)]
    daily = "".join(f"daily,{day},4,480,till\n" for day in days)
    rare = "".join(f"rare,{day},1,1150,till\n" for day in days[3::9])
    take(services, tmp_path, HEADER + daily + rare)
    services.refresh.run()
    slugs = {key: row["slug"] for (key,), row in rows_of(services.database, booster_boxes).items()}
    last = {
        slugs[key]: (row["current_rank"], row["boxes_sold_30d_avg"], row["volume_30d_usd"])
        for (key, day), row in rows_of(services.database, box_metrics_unified).items()
        if day == days[-1]
    }
    assert last == {"daily": (1, 4.0, 14_400.0), "rare": (2, 0.133333, 4600.0)}


def test_a_span_beyond_all_reason_is_rejected(
    services: ClockedServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complete, "MOST_ZEROS", 16)
    assert (
        take(services, tmp_path, HEADER + EVERY_DAY + SPARSE, CompleteSpan(last=date(2026, 4, 9))).zeros == 4
    )
    with pytest.raises(ImportFormatError, match="more than 16 days of boxes"):
        take(services, tmp_path, HEADER + EVERY_DAY + SPARSE)
    assert len(rows_of(services.database, daily_observations)) == 16
