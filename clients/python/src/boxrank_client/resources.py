"""One method per resource. Written by scripts/generate_client.py; do not edit."""

import datetime
from collections.abc import Iterable
from typing import Literal

from boxrank_client import shapes
from boxrank_client.asking import Asker, sent, written
from boxrank_client.shapes import Metric, MoversBy, Order, Outcome, Period, Window


class Resources:
    """Every resource of the API. A box is named by its slug, or by `scheme:value` of an identifier."""

    _asker: Asker

    def board(
        self,
        *,
        date: datetime.date | Literal["latest"] | None = None,
        game: str | None = None,
        limit: int = 50,
        offset: int = 0,
        metric: Metric | None = None,
        window: Window | None = None,
        order: Order = "best",
        cursor: str | None = None,
        q: str | None = None,
    ) -> shapes.Leaderboard:
        """The board of a day: Boxes in order with ranks, movement and figures; the latest whole day unless
        `date` is given."""
        return self._asker.ask(
            shapes.Leaderboard,
            "/api/v1/booster-boxes",
            sent(
                {
                    "date": date,
                    "game": game,
                    "limit": limit,
                    "offset": offset,
                    "metric": metric,
                    "window": window,
                    "order": order,
                    "cursor": cursor,
                    "q": q,
                }
            ),
        )

    def box(self, box: str, *, date: datetime.date | Literal["latest"] | None = None) -> shapes.BoxDetail:
        """A box on a day: Who it is, where it stands, its figures, its chart record, and what each
        marketplace has."""
        return self._asker.ask(
            shapes.BoxDetail, f"/api/v1/booster-boxes/{written(box)}", sent({"date": date})
        )

    def time_series(
        self,
        box: str,
        *,
        metrics: Iterable[str] | None = None,
        days: int | None = None,
        start: datetime.date | None = None,
        end: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.TimeSeries:
        """The history of a box: Figures and ranks, one row per day with figures, oldest first; `is_carried`
        marks those of an earlier report. Days without any report still good are left out."""
        return self._asker.ask(
            shapes.TimeSeries,
            f"/api/v1/booster-boxes/{written(box)}/time-series",
            sent({"metrics": metrics, "days": days, "start": start, "end": end}),
        )

    def sparkline(
        self,
        box: str,
        *,
        metric: Metric = "floor_price_usd",
        days: int = 30,
        end: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.Sparkline:
        """A line of the last days of a box: One metric, one point per calendar day, oldest first; a day
        without figures is null, a gap."""
        return self._asker.ask(
            shapes.Sparkline,
            f"/api/v1/booster-boxes/{written(box)}/sparkline",
            sent({"metric": metric, "days": days, "end": end}),
        )

    def marketplaces(
        self, box: str, *, days: int = 90, end: datetime.date | Literal["latest"] | None = None
    ) -> shapes.MarketplaceHistory:
        """The marketplaces of a box over time: What each marketplace has on each day; volumes, estimated ones
        included, add up to that day's `daily_volume_usd`."""
        return self._asker.ask(
            shapes.MarketplaceHistory,
            f"/api/v1/booster-boxes/{written(box)}/marketplaces",
            sent({"days": days, "end": end}),
        )

    def rank_history(
        self,
        box: str,
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        start: datetime.date | None = None,
        end: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.RankHistory:
        """The ranks of a box over time: Its ranked days on a board, oldest first, each with the chart record
        as it stood on that day."""
        return self._asker.ask(
            shapes.RankHistory,
            f"/api/v1/booster-boxes/{written(box)}/rank-history",
            sent({"metric": metric, "window": window, "game": game, "start": start, "end": end}),
        )

    def around(
        self,
        box: str,
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        date: datetime.date | Literal["latest"] | None = None,
        count: int = 5,
    ) -> shapes.Around:
        """The boxes around a box: Rows of the board above and below a box; `meta.box` is its own standing,
        with its percentile."""
        return self._asker.ask(
            shapes.Around,
            f"/api/v1/booster-boxes/{written(box)}/around",
            sent({"metric": metric, "window": window, "game": game, "date": date, "count": count}),
        )

    def explanation(
        self,
        box: str,
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        date: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.ExplainedMove:
        """Why a box moved: What its change of rank consists of, in words and in parts that add up to it
        exactly."""
        return self._asker.ask(
            shapes.ExplainedMove,
            f"/api/v1/booster-boxes/{written(box)}/explanation",
            sent({"metric": metric, "window": window, "game": game, "date": date}),
        )

    def distance(
        self,
        box: str,
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        date: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.BoxDistance:
        """The distance to the next ranks: The gaps to the ranks above and below, and the dollars that must
        trade to close or keep them."""
        return self._asker.ask(
            shapes.BoxDistance,
            f"/api/v1/booster-boxes/{written(box)}/distance",
            sent({"metric": metric, "window": window, "game": game, "date": date}),
        )

    def ranks(
        self,
        boxes: Iterable[str],
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        date: datetime.date | Literal["latest"] | None = None,
    ) -> shapes.Standings:
        """The ranks of many boxes: In the order of `boxes`, each once; `meta.missing` lists those that are
        unknown or not ranked."""
        return self._asker.ask(
            shapes.Standings,
            "/api/v1/ranks",
            sent({"metric": metric, "window": window, "game": game, "date": date, "boxes": boxes}),
        )

    def movers(
        self,
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        date: datetime.date | Literal["latest"] | None = None,
        by: MoversBy = "rank",
        period: Period | None = None,
        limit: int = 10,
    ) -> shapes.Movers:
        """Climbers and fallers of a day: By rank, floor or market price, the widest move first; only boxes
        that sold 3 or more in the last 7 days, or, where no sales are reported, whose price had 3 different
        values in 30 days."""
        return self._asker.ask(
            shapes.Movers,
            "/api/v1/movers",
            sent(
                {
                    "metric": metric,
                    "window": window,
                    "game": game,
                    "date": date,
                    "by": by,
                    "period": period,
                    "limit": limit,
                }
            ),
        )

    def days(
        self, *, metric: Metric | None = None, window: Window | None = None, game: str | None = None
    ) -> shapes.BoardDays:
        """The ranked days of a board: Oldest first, each with its partial flag, the day it is compared with,
        and those beside it."""
        return self._asker.ask(
            shapes.BoardDays, "/api/v1/days", sent({"metric": metric, "window": window, "game": game})
        )

    def day(
        self,
        day: datetime.date | Literal["latest"] = "latest",
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
    ) -> shapes.DayReport:
        """One ranked day of a board: Its place among the days, the sentence that opens it, and the boxes it
        dropped."""
        return self._asker.ask(
            shapes.DayReport,
            f"/api/v1/days/{written(day)}",
            sent({"metric": metric, "window": window, "game": game}),
        )

    def compare_days(
        self,
        before: datetime.date | Literal["latest"],
        after: datetime.date | Literal["latest"],
        *,
        metric: Metric | None = None,
        window: Window | None = None,
        game: str | None = None,
        outcome: Outcome | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> shapes.DayComparison:
        """Two days side by side: Who entered, left, climbed, fell or stayed; `meta.counts` counts them
        all."""
        return self._asker.ask(
            shapes.DayComparison,
            "/api/v1/compare",
            sent(
                {
                    "from": before,
                    "to": after,
                    "metric": metric,
                    "window": window,
                    "game": game,
                    "outcome": outcome,
                    "limit": limit,
                    "offset": offset,
                }
            ),
        )

    def compare_boxes(
        self, boxes: Iterable[str], *, date: datetime.date | Literal["latest"] | None = None
    ) -> shapes.BoxComparison:
        """Boxes side by side: Two to four boxes on one day, in the order of `boxes`."""
        return self._asker.ask(
            shapes.BoxComparison, "/api/v1/compare/boxes", sent({"boxes": boxes, "date": date})
        )

    def search(
        self, q: str, *, game: str | None = None, limit: int = 20, offset: int = 0
    ) -> shapes.FoundBoxes:
        """Boxes found by words: Boxes of the catalogue that hold every word, whatever its case, the closest
        first."""
        return self._asker.ask(
            shapes.FoundBoxes,
            "/api/v1/search",
            sent({"q": q, "game": game, "limit": limit, "offset": offset}),
        )

    def games(self) -> shapes.Games:
        """The games: By name, with the number of their boxes; `game` takes these names, whatever their
        case."""
        return self._asker.ask(shapes.Games, "/api/v1/games")

    def suspects(
        self, *, box: str | None = None, limit: int = 50, offset: int = 0
    ) -> shapes.SuspectsOfMarket:
        """Values that are not used: Reported values that look wrong or were rejected, newest first, each with
        its reason; figures are made without them."""
        return self._asker.ask(
            shapes.SuspectsOfMarket, "/api/v1/suspects", sent({"box": box, "limit": limit, "offset": offset})
        )
