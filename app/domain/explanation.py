"""Why a box moved: which boxes passed it, entered, left or drew level, in parts that add up to the change."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


@dataclass(frozen=True)
class BoxName:
    """The name of a box in a sentence, with the slug for a link."""

    slug: str
    name: str


class MoveKind(StrEnum):
    """What one group of boxes did to the rank of another."""

    OVERTAKEN_BY = "overtaken_by"
    ENTERED_ABOVE = "entered_above"
    BROKE_TIE_ABOVE = "broke_tie_above"
    OVERTOOK = "overtook"
    EXITED_ABOVE = "exited_above"
    DREW_LEVEL_WITH = "drew_level_with"
    CORRECTION = "correction"


@dataclass(frozen=True)
class MovePart:
    """The boxes of one kind, best rank of the day first, and the ranks they gave (positive) or took."""

    kind: MoveKind
    change: int
    boxes: tuple[BoxName, ...]


@dataclass(frozen=True)
class MoveExplanation:
    """The move of a box between two days; the changes of `parts` add up to `rank_change` exactly.

    Ranks and values are None on a day without the box; then rank_change is None and there are no parts.
    """

    previous_rank: int | None
    current_rank: int | None
    previous_value: float | None
    current_value: float | None
    parts: tuple[MovePart, ...]

    @property
    def rank_change(self) -> int | None:
        """previous_rank - current_rank: positive when the box climbed."""
        if self.previous_rank is None or self.current_rank is None:
            return None
        return self.previous_rank - self.current_rank


def explain_move(
    before: pl.DataFrame,
    after: pl.DataFrame,
    names: pl.DataFrame,
    box_id: int,
    corrected_boxes: Collection[int] = (),
) -> MoveExplanation:
    """Explains the rank of a box on one day (`after`) against the day it is compared with (`before`).

    Both frames have box_id, value, current_rank of all ranked boxes of their day; `before` may be empty.
    `names` has box_id, slug, name of all of them.

    A rank is 1 + the number of boxes strictly above, so each box that left the set above the box gives it a
    rank and each that joined the set takes one. Crossings of `corrected_boxes`, whose figures were corrected
    since the earlier day was published, count as CORRECTION and not as moves of the market.
    """
    previous_rank, previous_value = _standing(before, box_id)
    current_rank, current_value = _standing(after, box_id)
    parts: tuple[MovePart, ...] = ()
    if previous_rank is not None and current_rank is not None:
        crossings = _crossings(before, after, previous_rank, current_rank).join(names, on="box_id")
        crossings = crossings.sort("rank_after", "rank_before", "slug", nulls_last=True)
        is_corrected = pl.col("box_id").is_in(list(corrected_boxes))
        kind = pl.when(is_corrected).then(pl.lit(MoveKind.CORRECTION.value)).otherwise("kind")
        parts = tuple(_parts(crossings.with_columns(kind.alias("kind"))))
    return MoveExplanation(previous_rank, current_rank, previous_value, current_value, parts)


def _standing(ranks: pl.DataFrame, box_id: int) -> tuple[int | None, float | None]:
    own = ranks.filter(pl.col("box_id") == box_id)
    if own.is_empty():
        return None, None
    return int(own["current_rank"].item()), float(own["value"].item())


def _crossings(before: pl.DataFrame, after: pl.DataFrame, own_before: int, own_after: int) -> pl.DataFrame:
    ranks_before = before.select("box_id", rank_before="current_rank")
    ranks_after = after.select("box_id", rank_after="current_rank")
    were_above = ranks_before.filter(pl.col("rank_before") < own_before)
    are_above = ranks_after.filter(pl.col("rank_after") < own_after)
    gains = were_above.join(are_above, on="box_id", how="anti").join(ranks_after, on="box_id", how="left")
    losses = are_above.join(were_above, on="box_id", how="anti").join(ranks_before, on="box_id", how="left")
    gains = gains.with_columns(change=1, kind=_kind_of_gain(pl.col("rank_after"), own_after))
    losses = losses.with_columns(change=-1, kind=_kind_of_loss(pl.col("rank_before"), own_before))
    return pl.concat([gains, losses], how="diagonal")


def _kind_of_gain(rank_after: pl.Expr, own_rank: int) -> pl.Expr:
    return (
        pl.when(rank_after.is_null())
        .then(pl.lit(MoveKind.EXITED_ABOVE.value))
        .when(rank_after == own_rank)
        .then(pl.lit(MoveKind.DREW_LEVEL_WITH.value))
        .otherwise(pl.lit(MoveKind.OVERTOOK.value))
    )


def _kind_of_loss(rank_before: pl.Expr, own_rank: int) -> pl.Expr:
    return (
        pl.when(rank_before.is_null())
        .then(pl.lit(MoveKind.ENTERED_ABOVE.value))
        .when(rank_before == own_rank)
        .then(pl.lit(MoveKind.BROKE_TIE_ABOVE.value))
        .otherwise(pl.lit(MoveKind.OVERTAKEN_BY.value))
    )


def _parts(crossings: pl.DataFrame) -> Iterator[MovePart]:
    crossed: dict[str, list[tuple[int, BoxName]]] = defaultdict(list)
    for kind, change, slug, name in crossings.select("kind", "change", "slug", "name").iter_rows():
        crossed[kind].append((change, BoxName(slug, name)))
    for kind in MoveKind:
        if boxes := crossed[kind.value]:
            yield MovePart(kind, sum(change for change, _ in boxes), tuple(box for _, box in boxes))
