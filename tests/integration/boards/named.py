"""What tests ask of a market: its sentences, movers, explanations and comparisons; and rows to give it."""

from collections.abc import Iterable, Mapping, Sequence

from app.read.day_comparison import DayComparisonRequest, read_day_comparison
from app.read.days import DayRequest, read_day
from app.read.explanation import ExplanationRequest, read_explanation
from app.read.movers import MoversRequest, read_movers
from app.schemas import ComparedBox, Explanation, MoversOfDay
from tests.factories import ClockedServices, day_after, observation

Row = dict[str, object]


def reports(
    days: Iterable[int], box: str, marketplaces: Sequence[str] = ("tcgplayer",), **figures: object
) -> list[Row]:
    """The same report of a box on several days, at each marketplace."""
    return [
        observation(box, day_after(number), marketplace, **figures)
        for number in days
        for marketplace in marketplaces
    ]


def prices_of(box: str, floors: Mapping[int, float], marketplace: str = "tcgplayer") -> list[Row]:
    return [
        observation(box, day_after(number), marketplace, floor_price_usd=floor, market_price_usd=floor * 1.2)
        for number, floor in floors.items()
    ]


def sentence(services: ClockedServices, number: int, metric: str = "unified_volume_7d_ema") -> str:
    return services.read(read_day, DayRequest(metric=metric, day=day_after(number))).data.sentence.text


def movers(services: ClockedServices, number: int, **more: str) -> list[str]:
    found = services.read(read_movers, MoversRequest(day=day_after(number), **more)).data
    return slugs(found)


def slugs(found: MoversOfDay) -> list[str]:
    return [each.box.slug for each in (*found.climbers, *found.fallers)]


def explained(services: ClockedServices, box: str, number: int, **more: str) -> Explanation:
    return services.read(read_explanation, ExplanationRequest(day=day_after(number), box=box, **more)).data


def compared(services: ClockedServices, first: int, last: int) -> dict[str, ComparedBox]:
    request = DayComparisonRequest(day_after(first), day_after(last))
    return {row.slug: row for row in services.read(read_day_comparison, request).data}
