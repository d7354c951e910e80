"""When two spellings are the same name, and when they only look alike."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
_VOICED_MARKS = "\u3099\u309a"
_APOSTROPHES = str.maketrans("", "", "'`\u00b4\u2018\u2019\u02bc")
_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d_]) (?=\d)")
_DOMAIN = re.compile(r"\.(?:com|net|org|eu|de|co\.uk|jp|co\.jp)$")
_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.0*|,0{1,2})", re.ASCII)
_POWER = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+0*(\d+)", re.ASCII)
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_PRODUCT_WORDS = re.compile(r"\b(?:sealed|booster|box|display|the|english)\b")
LEAST_LETTERS_ALIKE = 8
_NOT_DIGITS = re.compile(r"\D+")
_MOST_EXPONENT = 20


def folded(text: str) -> str:
    """A text in lower case without accents and punctuation: words separated by single blanks.

    Width, dashes and ligatures do not matter. Other scripts keep their letters.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    kept = "".join(sign for sign in plain if sign in _VOICED_MARKS or not unicodedata.combining(sign))
    return " ".join(
        "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", kept)).split()
    )


def same_name(text: str) -> str:
    """The form that all spellings of one name share; empty when the text has no letter or digit.

    Case, accents, blanks and punctuation do not count, apart from what separates two numbers: `OP-05`,
    `op 05` and `Op05` are one name, `1-11` and `11-1` two.
    """
    return _DIGITS_APART.sub("-", folded(text)).replace(" ", "")


def same_marketplace(text: str) -> str:
    """`same_name` of a marketplace, whose web domain does not count: `TCGplayer.com` is `tcgplayer`."""
    return same_name(_DOMAIN.sub("", text.strip().lower().removeprefix("www.")))


def search_text(*texts: str | None) -> str:
    """What the words of a search are compared with: the texts, folded, and with codes closed up (`op05`)."""
    written = "\n".join(text for text in texts if text)
    lines = "\n".join(folded(line) for line in written.splitlines())
    return "\n".join((written.lower(), lines, _LETTER_THEN_DIGIT.sub("", lines)))


def search_word(word: str) -> str:
    """A word of a search in the form that `search_text` holds."""
    return _LETTER_THEN_DIGIT.sub("", folded(word)) or word.lower()


def number_as_written(text: str) -> str:
    """A product number as written, where a spreadsheet made `532.0`, `532,0` or `5.32E+2` of it.

    Any other text comes back as it is. Raises ValueError where digits are lost, as in `5.93E+5`.
    """
    if whole := _WHOLE_NUMBER.fullmatch(text):
        return whole[1]
    power = _POWER.fullmatch(text)
    if power is None:
        return text
    digits, exponent = power[1] + (power[2] or ""), int(power[3])
    if exponent > _MOST_EXPONENT or len(digits) != exponent + 1:
        raise ValueError("a spreadsheet has shortened this number; format its column as text")
    return digits


def look_alike(name: str, other: str) -> bool:
    """Whether two different names may be one by mistake: a typing error, leading zeros, words of the trade.

    Their numbers must agree, and short names are never called alike for a single letter.
    """
    one, two = core_name(name), core_name(other)
    if one == two:
        return True
    has_letters = min(sum(map(str.isalpha, each)) for each in (one, two)) >= LEAST_LETTERS_ALIKE
    return (
        has_letters and _NOT_DIGITS.sub(" ", one) == _NOT_DIGITS.sub(" ", two) and is_one_edit_away(one, two)
    )


def core_name(name: str) -> str:
    """A name without leading zeros and the words that every sealed product has."""
    words = _PRODUCT_WORDS.sub(" ", folded(name))
    return same_name(_LEADING_ZEROS.sub("", words)) or same_name(name)


def is_one_edit_away(one: str, other: str) -> bool:
    """Whether one letter added, left out, replaced or exchanged with its neighbour makes the texts equal."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    start = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def without_one_letter(text: str) -> set[str]:
    """A text and what remains of it without one letter; texts one edit apart share one of these."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}
