"""The words of sentences about the board: numbers, lists of names, rises and falls."""

from collections.abc import Sequence
from datetime import date

from app.words.figures import plain_day

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def number_word(number: int) -> str:
    """A count as a word up to ten, then in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def ordinal_word(rank: int) -> str:
    """A rank from 1 on as a word up to tenth, then 11th, 21st and so on."""
    if rank <= len(_ORDINALS):
        return _ORDINALS[rank - 1]
    is_teen = rank // 10 % 10 == 1
    return f"{rank}{'th' if is_teen else _SUFFIXES.get(rank % 10, 'th')}"


def day_in_words(day: date, today: date) -> str:
    """A day as a sentence of another day names it: "2 July", with its year where that is another one."""
    words = plain_day(day)
    return words if day.year != today.year else words.removesuffix(f" {day.year}")


def capitalised(text: str) -> str:
    """A text with a capital first letter; the others stay as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """A text as a sentence of a page: a capital, a full stop, and no line break before a percent sign."""
    return f"{capitalised(text).replace(' %', chr(0xA0) + '%').rstrip('.')}."


def listed(names: Sequence[str], longest: int = 3, last: str = "and") -> str:
    """Names as an enumeration: "A, B and C"; beyond `longest` names the rest are counted."""
    shown = list(names)
    if len(shown) > longest:
        shown = [*shown[: longest - 1], f"{len(shown) - longest + 1} others"]
    return f" {last} ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def change_in_words(before: float, after: float, unit: str) -> str:
    """How a value moved: "rose 4 %", or in points where the unit is percent itself."""
    if after == before:
        return "stayed the same"
    verb = "rose" if after > before else "fell"
    if unit == "percent":
        return _amount(verb, abs(after - before), "points")
    if before == 0:
        return f"{verb} from zero"
    return _amount(verb, 100 * abs(after - before) / abs(before), "%")


def _amount(verb: str, size: float, unit: str) -> str:
    digits = f"{size:.1f}".removesuffix(".0")
    return f"{verb} less than 0.1 {unit}" if digits == "0" else f"{verb} {digits} {unit}"
