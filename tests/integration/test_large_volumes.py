"""Sums of large volumes have the same cents whether a box is computed alone or with others."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from app.models import booster_boxes, box_metrics_unified
from tests.factories import ClockedServices, Feed, day_after, observation, rows_of


@pytest.mark.parametrize(
    "volume", ["91234567.125", "98765432.335", "120000000.005", "133700420.775", "999999999.995"]
)
def test_a_second_box_changes_no_cent_of_the_first(
    services: ClockedServices, feed: Feed, volume: str
) -> None:
    feed.give([observation("alone", day_after(0), volume_usd=float(volume))])
    services.refresh.run()
    assert _traded(services, "alone") == Decimal(volume).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    feed.give([observation("second", day_after(0), volume_usd=1.0)])
    services.refresh.run()
    assert services.refresh.run_full().is_new_generation is False
    assert _traded(services, "alone") == Decimal(volume).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _traded(services: ClockedServices, box: str) -> Decimal:
    slugs = {key: row["slug"] for (key,), row in rows_of(services.database, booster_boxes).items()}
    (traded,) = (
        row["volume_30d_usd"]
        for (key, _), row in rows_of(services.database, box_metrics_unified).items()
        if slugs[key] == box
    )
    return Decimal(str(traded))
