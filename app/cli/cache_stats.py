"""What the cache of a running server did, read from its `/metrics`."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from app.cli.output import console, plain_table
from app.domain.errors import Unavailable
from app.words.figures import DASH, count, decimal

LONGEST_WAIT_SECONDS = 5.0

_MEGABYTE = 1 << 20
_BREAKERS = {
    "closed": "works",
    "half_open": "is being retried",
    "open": "is unavailable and will be retried",
    "absent": "is not used",
}


@dataclass(frozen=True)
class CacheStats:
    """Counters since the start of one server process; breakers are closed, half_open, open or absent."""

    url: str
    generation: int
    hits_tier1: int
    hits_tier2: int
    misses: int
    fills: int
    stale_serves: int
    compute_errors: int
    errors_tier2: int
    tier1_entries: int
    tier1_bytes: int
    source_breaker: str
    tier2_breaker: str

    @property
    def hit_percent(self) -> float | None:
        """The share of requests that either tier answered; None before the first request."""
        hits = self.hits_tier1 + self.hits_tier2
        asked = hits + self.misses
        return 100 * hits / asked if asked else None


def read_stats(url: str) -> CacheStats:
    """The counters of the server at `url`. Raises Unavailable when no Boxrank answers there."""
    text = _metrics_text(url)
    try:
        return _parsed(url, text)
    except (KeyError, ValueError, StopIteration) as error:
        raise Unavailable(f"The server at {url} is not Boxrank.") from error


def print_stats(stats: CacheStats) -> None:
    """Print the counters, and in words how cache and database are."""
    out = console()
    out.print(f"{stats.url} · generation {stats.generation}", style="bold")
    table = plain_table("since the server started", "", left=("since the server started",))
    for label, number in _rows(stats):
        table.add_row(label, number)
    out.print(table)
    held = f"{stats.tier1_entries:,} answers, {stats.tier1_bytes / _MEGABYTE:,.1f} MB"
    out.print(f"Tier 1 holds {held}. Tier 2, Redis, {_BREAKERS[stats.tier2_breaker]}.")
    out.print(f"The database {_BREAKERS[stats.source_breaker]}.")


def _rows(stats: CacheStats) -> Iterator[tuple[str, str]]:
    yield "hits in tier 1, this process", count(stats.hits_tier1)
    yield "hits in tier 2, Redis", count(stats.hits_tier2)
    yield "misses", count(stats.misses)
    share = stats.hit_percent
    yield "answered from the cache", DASH if share is None else f"{decimal(share, 1)}%"
    yield "fills", count(stats.fills)
    yield "stale answers served", count(stats.stale_serves)
    yield "errors while computing", count(stats.compute_errors)
    yield "errors of Redis", count(stats.errors_tier2)


def _metrics_text(url: str) -> str:
    opener = build_opener(ProxyHandler({}))  # a proxy for the outside world does not know this server
    try:
        with opener.open(f"{url.rstrip('/')}/metrics", timeout=LONGEST_WAIT_SECONDS) as answer:
            return bytes(answer.read()).decode("utf-8", errors="replace")
    except HTTPError as error:
        raise Unavailable(f"The server at {url} is not Boxrank: {error}.") from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Unavailable(
            f"No server answers at {url} ({getattr(reason, 'strerror', None) or reason}). "
            "Start one with `boxrank serve`, or name it with --url."
        ) from error


def _parsed(url: str, text: str) -> CacheStats:
    from prometheus_client.parser import text_string_to_metric_families

    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    numbers = {(sample.name, *sample.labels.values()): sample.value for sample in samples}

    def number(name: str, *labels: str) -> int:
        return int(numbers[(f"boxrank_{name}", *labels)])

    def state(name: str) -> str:
        return next(each for each in _BREAKERS if numbers.get((f"boxrank_cache_{name}", each)) == 1)

    return CacheStats(
        url,
        number("generation"),
        number("cache_hits_total", "1"),
        number("cache_hits_total", "2"),
        number("cache_misses_total"),
        number("cache_fills_total"),
        number("cache_stale_serves_total"),
        number("cache_compute_errors_total"),
        number("cache_errors_tier2_total"),
        number("cache_tier1_entries"),
        number("cache_tier1_bytes"),
        state("source_breaker"),
        state("tier2_breaker"),
    )
