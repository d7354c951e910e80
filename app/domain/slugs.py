"""Names of boxes for addresses and narrow places."""

import re
import unicodedata

LONGEST_SLUG = 100

_APOSTROPHES = str.maketrans("", "", "'`\u2018\u2019")
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_PRODUCT_WORDS = re.compile(r"\s*\bbooster (?:box|display)\b(?!.*\bbooster (?:box|display)\b)", re.IGNORECASE)
_LEADING_JOINTS = re.compile(r"^[\s:|\u2013\u2014-]+")


def slugify(text: str) -> str:
    """A text as an address: ASCII lower-case words joined by hyphens, at most 100 characters.

    Accents are dropped (`pokemon`), apostrophes too, everything else becomes a hyphen. Raises ValueError
    when no letter or digit of the text survives.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUGS.sub("-", plain.lower())[:LONGEST_SLUG].strip("-")
    if not slug:
        raise ValueError(f"{text!r} holds no Latin letter or digit to make an address of")
    return slug


def box_slug(code: str | None, name: str) -> str:
    """Slug of a box: from its code (`op-01-blue`), else from its name. Raises ValueError like `slugify`."""
    return slugify(code or name)


def short_name_for(name: str, game: str | None = None, code: str | None = None) -> str:
    """A box's name without what is shown next to it: game, code and the words "Booster Box".

    A code written shorter in the name than in the catalogue (OP-01 for OP-01-BLUE) is dropped too, and with
    it what precedes it before a dash or colon: the game, where it is unknown. Never empty:
    when nothing would be left, the name itself.
    """
    short = _without_prefix(name, game or "")
    for form in _code_forms(code or ""):
        short = _without_prefix(_from_code_on(short, form), form)
    return " ".join(_PRODUCT_WORDS.sub("", short).split()) or name


def _code_forms(code: str) -> list[str]:
    parts = code.split("-")
    forms = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return [form for form in forms if any(map(str.isdigit, form))]


def _from_code_on(name: str, code: str) -> str:
    found = re.search(rf"[:|\u2013\u2014-]\s+({re.escape(code)})(?![^\W_])", name, re.IGNORECASE)
    return name[found.start(1) :] if found else name


def _without_prefix(name: str, prefix: str) -> str:
    if not prefix or not name.lower().startswith(prefix.lower()):
        return name
    rest = name[len(prefix) :]
    return name if rest[:1].isalnum() else _LEADING_JOINTS.sub("", rest)
