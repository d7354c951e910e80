"""Which formats of a list a client prefers to JSON, read from its Accept header."""

from functools import lru_cache

CSV, JSON_LINES = "csv", "jsonl"

_OFFERED = (("application", "json", "json"), ("text", "csv", CSV), ("application", "x-ndjson", JSON_LINES))


@lru_cache(maxsize=256)
def files_preferred(accept: bytes) -> tuple[str, ...]:
    """Formats preferred to JSON, best first (RFC 9110, 12.5.1); JSON is what is left when none is offered.

    The higher weight wins, then the more exact name; where both are equal JSON comes first. Five answers are
    possible, so that what is kept per answer stays bounded.
    """
    wanted = dict(_range(part) for part in accept.decode("latin-1").split(",") if part.strip())
    preferences = {name: _preference(wanted, kind, subtype) for kind, subtype, name in _OFFERED}
    json = preferences.pop("json")
    better = [name for name, preference in preferences.items() if preference > json]
    return tuple(sorted(better, key=lambda name: preferences[name], reverse=True))


def _preference(wanted: dict[str, float], kind: str, subtype: str) -> tuple[float, int]:
    for exactness, name in ((2, f"{kind}/{subtype}"), (1, f"{kind}/*"), (0, "*/*")):
        if name in wanted:
            return wanted[name], exactness if wanted[name] else 0
    return 0.0, 0


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [value for label, _, value in (each.partition("=") for each in parameters) if label == "q"]
    try:
        return name, max(0.0, min(1.0, float(weights[0]))) if weights else 1.0
    except ValueError:
        return name, 0.0
