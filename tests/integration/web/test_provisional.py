"""The envelope says whether anything it tells rests on too few observations."""

from collections.abc import Iterator

import pytest

from tests.factories import Feed, SqliteDatabases, day_after, observation
from tests.integration.web.conftest import API, BOARD, Web, web_over

LAST, BEFORE = day_after(8), day_after(7)


@pytest.fixture(scope="module")
def two_ages(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Two old boxes observed on nine days, and a young one on the last two of them; all move."""
    days = [
        observation(box, day_after(day), floor_price_usd=price + day, units_sold=9.0 + 40 * (day % 2) * price)
        for box, first, price in (("old", 0, 50.0), ("older", 0, 51.0), ("young", 7, 52.0))
        for day in range(first, 9)
    ]
    for web in web_over(sqlite_databases.create()):
        Feed(web.services, tmp_path_factory.mktemp("ages")).give(days)
        web.services.refresh.run()
        yield web


def is_provisional(web: Web, url: str) -> bool:
    returned: bool = web.json(url)["meta"]["is_provisional"]
    return returned


@pytest.mark.parametrize(
    "url",
    [
        BOARD,
        f"{BOARD}?metric=floor_price_usd&order=worst",
        f"{BOARD}/young",
        f"{BOARD}/young/time-series?metrics=floor_price_usd",
        f"{BOARD}/young/sparkline",
        f"{BOARD}/young/rank-history",
        f"{BOARD}/young/around",
        f"{BOARD}/young/explanation",
        f"{BOARD}/young/distance",
        f"{API}/ranks?boxes=old,young",
        f"{API}/movers?by=floor&period=1d",
        f"{API}/compare?from={BEFORE}&to={LAST}",
        f"{API}/compare/boxes?boxes=old,young",
    ],
)
def test_an_answer_that_shows_of_a_young_box_is_provisional(two_ages: Web, url: str) -> None:
    assert is_provisional(two_ages, url)


@pytest.mark.parametrize(
    "url",
    [
        f"{BOARD}?q=old",
        f"{BOARD}?metric=floor_price_usd&q=old",
        f"{BOARD}/old",
        f"{BOARD}/old/time-series?days=2",
        f"{BOARD}/old/sparkline?days=2",
        f"{BOARD}/old/rank-history?start={BEFORE}",
        f"{BOARD}/old/explanation",
        f"{BOARD}/old/distance",
        f"{API}/ranks?boxes=old,older",
        f"{API}/compare/boxes?boxes=old,older",
    ],
)
def test_an_answer_that_shows_of_old_boxes_only_is_not(two_ages: Web, url: str) -> None:
    assert not is_provisional(two_ages, url)


@pytest.mark.parametrize("path", ["", "/old/around", "/old/time-series", "/old/rank-history"])
def test_in_its_first_week_every_box_is_provisional(two_ages: Web, path: str) -> None:
    span = (
        f"start={day_after(0)}&end={day_after(1)}"
        if path and "around" not in path
        else f"date={day_after(1)}"
    )

    assert is_provisional(two_ages, f"{BOARD}{path}?{span}")


@pytest.mark.parametrize("path", ["days", "days/latest"])
def test_an_answer_that_reports_no_figures_is_not_provisional(two_ages: Web, path: str) -> None:
    assert not is_provisional(two_ages, f"{API}/{path}")
