"""The grammar of cache keys: `boxrank:<schema>:<generation>:<kind>:<arguments>`."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from urllib.parse import quote

PREFIX = "boxrank"
MAX_ARGUMENTS_LENGTH = 400

Argument = str | int | date | None | Sequence[str]


def cache_key(schema: int, generation: int | str, kind: str, arguments: Mapping[str, Argument]) -> str:
    """The key of an answer.

    Arguments are in the order of their names; callers must write out
    defaults. Values are quoted, so no value can look like another argument. Very long arguments are replaced
    by their digest, so keys stay short. Every command of the cache touches one key, so
    keys have no hash tag and spread over a Redis Cluster.
    """
    written = ":".join(f"{name}={_written(arguments[name])}" for name in sorted(arguments))
    if len(written) > MAX_ARGUMENTS_LENGTH:
        written = "#" + blake2b(written.encode(), digest_size=16).hexdigest()
    return f"{PREFIX}:{schema}:{generation}:{quote(kind, safe='')}:{written}"


def lock_key(key: str) -> str:
    """The key of the lock on computing `key`."""
    return f"{key}:!lock"


def generation_channel(schema: int) -> str:
    """The channel on which new generations are announced."""
    return f"{PREFIX}:{schema}:!generation"


def _written(value: Argument) -> str:
    # "!" "(" ")" "," never survive quoting, so no string has these forms
    if value is None:
        return "!"
    if isinstance(value, str | int):
        return quote(str(value), safe="")
    if isinstance(value, date):
        return value.isoformat()
    return "(" + "".join(quote(item, safe="") + "," for item in value) + ")"
