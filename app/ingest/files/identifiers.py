"""Columns that hold an identifier which another house gives a box, and its scheme."""

import re

from app.domain.errors import ImportFormatError
from app.ingest.files.raw_rows import heading_key

IDENTIFIER_SCHEMES = {
    "box_id": "box_id",
    "source_db_uuid": "source_db_uuid",
    "tcgplayer_product_id": "tcgplayer",
}
"""By the column's name; so does any column called `id:` and a scheme."""

_PREFIX = "id:"
_SCHEME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_BY_KEY = {heading_key(name): scheme for name, scheme in IDENTIFIER_SCHEMES.items()}


def identifier_scheme(column: str) -> str | None:
    """Scheme of the identifiers in a column; None when it holds none.

    Raises ImportFormatError when the scheme after `id:` is not a word.
    """
    if not column.startswith(_PREFIX):
        return _BY_KEY.get(heading_key(column))
    scheme = column.removeprefix(_PREFIX).strip()
    if not _SCHEME.fullmatch(scheme):
        raise ImportFormatError(f"The column {column!r} names no scheme; write it like id:tcgplayer.")
    return scheme
