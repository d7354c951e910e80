"""How numbers and days are written, on pages and in a terminal: one rule each, whatever the locale."""

from datetime import date, datetime

from markupsafe import Markup, escape

from app.domain.figure import Form, Unit

MINUS = "\u2212"
DASH = "\u2013"

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_IN_FULL_BELOW_USD = 99_999.5
_SCALES = ((999_950_000, 1e9, "B"), (999_950, 1e6, "M"), (_IN_FULL_BELOW_USD, 1e3, "k"))


def amount(value: float) -> str:
    """Dollars without the sign: in full to 99,999, then three or four figures (312.2k, 1.03M, 10.34M)."""
    size = abs(value)
    for least, divisor, letter in _SCALES:
        if size >= least:
            scaled = size / divisor
            return _signed_text(value, f"{scaled:.{1 if letter == 'k' or scaled >= 100 else 2}f}{letter}")
    return _signed_text(round(value), f"{size:,.0f}")


def dollars(value: float) -> str:
    """An amount with its dollar sign, a minus before it: $57,494, $312.2k, −$120."""
    text = amount(value)
    return f"{MINUS}${text[1:]}" if text.startswith(MINUS) else f"${text}"


def price(value: float) -> str:
    """A floor: dollars and cents, never abbreviated."""
    return _signed_text(round(value, 2), f"${abs(value):,.2f}")


def cents(value: float) -> Markup:
    """A price for a column: the cents stay, quieter, so that the points line up."""
    whole, part = _signed_text(round(value, 2), f"{abs(value):,.2f}").split(".")
    return Markup("{}<i>.{}</i>").format(whole, part)


def percent(value: float, places: int = 1) -> str:
    """A change in percent with its sign; what rounds to zero has none: +2.5%, −6.3%, 0.0%."""
    rounded = round(value, places)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{places}f}%"


def tone(value: float | None, places: int = 1) -> str:
    """The class of a change as it is shown: up, down, or nothing when it shows as zero or is unknown."""
    if value is None or round(value, places) == 0:
        return ""
    return "up" if value > 0 else "down"


def decimal(value: float, places: int = 1) -> str:
    """A plain figure with fixed decimals and thousands separators."""
    return _signed_text(round(value, places), f"{abs(value):,.{places}f}")


def count(value: float) -> str:
    """A count: whole, never abbreviated."""
    return decimal(value, 0)


def signed(value: int) -> str:
    """A whole change with its sign: +2, −2, 0."""
    return f"+{value:,}" if value > 0 else _signed_text(value, f"{abs(value):,}")


def shown(value: float, form: Form) -> str:
    """A figure written on its own, unit included."""
    writers = {"dollars": dollars, "price": price, "percent": percent, "decimal": decimal, "count": count}
    return writers[form](value)


def in_full(value: float | None, unit: Unit) -> str:
    """A figure that is never abbreviated, as a terminal shows it; a dash when it is unknown."""
    if value is None:
        return DASH
    if unit.name == "usd":
        return price(value)
    return percent(value, unit.places) if unit.name == "percent" else decimal(value, unit.places)


def column_value(value: float, form: Form) -> str | Markup:
    """A figure for a table column whose head carries the unit."""
    if form == "dollars":
        return amount(value)
    return cents(value) if form == "price" else shown(value, form)


def exact(value: float) -> str:
    """The stored figure for machines (`data value`): no separators, no exponent, a plain hyphen."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def missing(words: str = "not reported") -> Markup:
    """A dash for an unknown value, with words for screen readers."""
    return Markup('<span aria-hidden="true">{}</span><span class="vh">{}</span>').format(DASH, escape(words))


def in_words(number: int) -> str:
    """A count inside a sentence: spelled out to twelve, digits after."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else f"{number:,}"


def plural(number: float, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 box, 18 boxes."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def long_day(day: date) -> str:
    """Tuesday 3 February 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {plain_day(day)}"


def plain_day(day: date) -> str:
    """3 February 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dated(day: date) -> str:
    """3 Feb 2026."""
    return f"{short_day(day)} {day.year}"


def short_day(day: date) -> str:
    """3 Feb."""
    return f"{day.day} {month(day)}"


def week_day(day: date) -> str:
    """Tue 3 Feb."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {short_day(day)}"


def month(day: date) -> str:
    """Feb."""
    return _MONTHS[day.month - 1][:3]


def month_year(day: date) -> str:
    """Feb 2026."""
    return f"{month(day)} {day.year}"


def clock(moment: datetime) -> str:
    """06:10 UTC. The moment is aware and in UTC."""
    return f"{moment:%H:%M} UTC"


def _signed_text(value: float, size: str) -> str:
    return f"{MINUS}{size}" if value < 0 else size
