"""Rejections of a file in bounded space: the first ones listed, the others counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.observations import Rejection

MOST_LISTED = 10_000


@dataclass(slots=True)
class RejectionLog:
    """Lists the reasons of the first `MOST_LISTED` refused rows; of those after them only the number."""

    listed: list[Rejection] = field(default_factory=list)
    unlisted_rows: int = 0

    def add_row(self, rejections: Sequence[Rejection]) -> None:
        """Add the rejections of one row."""
        if len(self.listed) < MOST_LISTED:
            self.listed.extend(rejections)
        else:
            self.unlisted_rows += 1

    def add_rows(self, rejections: Iterable[Rejection], unlisted_rows: int = 0) -> None:
        """Add rejections of one row each, and a number of rows that are not listed."""
        for rejection in rejections:
            self.add_row([rejection])
        self.unlisted_rows += unlisted_rows

    def in_file_order(self) -> list[Rejection]:
        """The listed rejections by line."""
        return sorted(self.listed, key=lambda rejection: rejection.line)
