"""A first look at the numbers of a file, so that rows before the proof of its decimal sign are read by it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from app.domain.observations import Rejection
from app.ingest.files.columns import ColumnBindings
from app.ingest.files.decimals import FileDecimals
from app.ingest.files.raw_rows import Record

MOST_HELD_ROWS = 1_000
MOST_HELD_CHARACTERS = 4_000_000


def decided_records(
    records: Iterable[Record], bindings: ColumnBindings, fields: Iterable[str], decimals: FileDecimals
) -> Iterator[Record]:
    """All records in order; the first ones are held back until a cell of the fields decides the sign.

    Holds MOST_HELD_ROWS or MOST_HELD_CHARACTERS at most. Raises ImportFormatError.
    """
    source, numbers = iter(records), tuple(fields)
    held: list[Record] = []
    characters = 0
    while not decimals.is_decided and len(held) < MOST_HELD_ROWS and characters < MOST_HELD_CHARACTERS:
        record = next(source, None)
        if record is None:
            break
        held.append(record)
        characters += len(str(record))
        _examine(record, bindings, numbers, decimals)
    yield from chain(held, source)


def _examine(
    record: Record, bindings: ColumnBindings, fields: tuple[str, ...], decimals: FileDecimals
) -> None:
    if isinstance(record, Rejection):
        return
    column_of = bindings.of(tuple(record.values)).column_of
    for field in fields:
        if field in column_of:
            decimals.examine(record.line, record.values[column_of[field]])
