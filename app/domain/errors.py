"""Errors of the domain; web and command line each map them to responses."""

from collections.abc import Sequence
from datetime import date

from app.domain.observations import Rejection


class BoxrankError(Exception):
    """Base of every error that a caller can fix; its text is one sentence for the user."""


class ImportFormatError(BoxrankError):
    """A file as a whole cannot be read: unknown format, missing header, not text."""


class ImportRefused(BoxrankError):
    """A file has bad rows in an all-or-nothing import; `rejections` lists them."""

    def __init__(self, rejections: Sequence[Rejection], unlisted_rows: int = 0) -> None:
        self.rejections = tuple(rejections)
        rows = len({rejection.line for rejection in rejections}) + unlisted_rows
        super().__init__(f"{rows:,} bad {'row' if rows == 1 else 'rows'}: nothing was stored.")


class UnknownChoice(BoxrankError):
    """A value outside a fixed list; `choices` is the list."""

    def __init__(self, what: str, given: str, choices: Sequence[str]) -> None:
        self.what, self.given, self.choices = what, given, tuple(choices)
        hint = f"Choose one of: {', '.join(self.choices)}." if self.choices else "There is none yet."
        super().__init__(f"Unknown {what} {given!r}. {hint}")


class InvalidValue(BoxrankError):
    """An invalid parameter; `field` names it, the text says why and how to fix it."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


class ExpiredCursor(InvalidValue):
    """The cursor of an earlier generation: the data were published again since its page was read."""

    def __init__(self) -> None:
        super().__init__("cursor", "The data were published again; start again without the cursor.")


class UnknownBox(BoxrankError):
    """No box has this slug or identifier."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"No box is called {reference!r}. Use its slug, or scheme:value of an identifier.")


class UnknownDay(BoxrankError):
    """The board has no ranks on this day; `hint` is a sentence about its other days."""

    def __init__(self, day: date, hint: str = "") -> None:
        self.day = day
        super().__init__(f"The board has no ranks on {day.isoformat()}.{hint and ' '}{hint}")


class NotObserved(UnknownDay):
    """The box was not reported by this day, or not for so long that it has no figures."""

    def __init__(self, box: str, day: date, first_day: date | None) -> None:
        later = "" if first_day is None else f" Its first report is of {first_day.isoformat()}."
        super().__init__(day)
        self.box = box
        self.args = (f"{box} has not been reported by {day.isoformat()}.{later}",)


class NotRanked(UnknownDay):
    """The board has ranks on this day, but none of this box."""

    def __init__(self, box: str, day: date) -> None:
        super().__init__(day)
        self.box = box
        self.args = (f"{box} has no rank on this board on {day.isoformat()}.",)


class NoRanks(BoxrankError):
    """The board has no ranks on any day; `choices` are the metrics of the boards of its game that have."""

    def __init__(self, reason: str, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)
        self.field = "metric" if choices else None
        hint = f" Boards with ranks: {', '.join(self.choices)}." if choices else ""
        super().__init__(f"{reason}{hint}")


class AbsurdTotal(BoxrankError, ValueError):
    """All marketplaces of a box together exceed the plausible total of one day; `box` names it."""

    def __init__(self, box: int | str, day: date, most: float) -> None:
        self.box, self.day, self.most = box, day, most
        super().__init__(
            f"Box {box} on {day.isoformat()} comes to more than {most:,.0f} dollars or boxes in one day. "
            "Correct its observations of that day and import them again."
        )


class NothingPublished(BoxrankError):
    """There is no publication yet."""

    def __init__(self) -> None:
        super().__init__("Nothing is published yet. Run `boxrank import FILE`, then `boxrank refresh`.")


class Unavailable(BoxrankError):
    """A service that Boxrank depends on, such as the database, is unavailable."""
