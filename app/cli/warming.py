"""Warms the cache, and announces to workers the publication of a job."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.errors import NothingPublished
from app.progress import Progress, silent
from app.words.figures import plural

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.serve.warming import WarmReport

RegisterPages = Callable[["Services"], None]
"""Registers the pages: the command line itself does not import them."""


@dataclass(frozen=True)
class Warmed:
    """What was warmed; `lost_calls` of Redis failed or were left out, because it was unavailable.

    `is_announced` says whether Redis took the announcement, None where none was sent.
    """

    generation: int
    report: "WarmReport"
    lost_calls: int
    is_announced: bool | None = None


def warm_answers(
    services: "Services",
    register_pages: RegisterPages,
    day: date | None = None,
    top: int | None = None,
    progress: Progress = silent,
) -> Warmed:
    """Compute the most requested answers of the newest publication; Redis, if any, keeps them.

    The cache is closed afterwards. Raises UnknownDay, NothingPublished, Unavailable.
    """
    with _closed_cache(services):
        register_pages(services)
        return _warmed(services, day, top, progress)


def announce_publication(
    services: "Services", register_pages: RegisterPages, progress: Progress = silent
) -> Warmed | None:
    """Warm the newest publication, then announce it to all workers; None without Redis: they poll.

    The cache is closed afterwards. Raises NothingPublished, Unavailable.
    """
    if services.settings.redis_url is None:
        return None
    with _closed_cache(services):
        register_pages(services)
        warmed = _warmed(services, None, None, progress)
        publication = services.reads.current
        return replace(warmed, is_announced=publication is not None and services.cache.announce(publication))


def warmed_lines(warmed: Warmed) -> Iterator[str]:
    """What was warmed, in words."""
    report = warmed.report
    failed = f", {report.failed:,} failed" if report.failed else ""
    answers = plural(report.answers, "answer")
    yield f"warm {report.seconds:.2f} s: {answers} of generation {warmed.generation}{failed}"
    if warmed.lost_calls:
        calls = plural(warmed.lost_calls, "call")
        yield f"Redis was unavailable, {calls} lost: readers compute what it lacks."
    if warmed.is_announced:
        yield f"generation {warmed.generation} is announced to all workers"
    elif warmed.is_announced is not None:
        yield "Redis did not accept the announcement: workers find the generation within a second."


def _warmed(services: "Services", day: date | None, top: int | None, progress: Progress) -> Warmed:
    from app.read.days import BoardDaysRequest, read_days

    publication = services.reads.current
    if publication is None:
        raise NothingPublished
    if day is not None:
        services.read(read_days, BoardDaysRequest(day=day))  # raises UnknownDay
    report = services.reads.warm(publication, day=day, top=top, progress=progress)
    counters = services.cache.snapshot()
    lost = int(counters["errors_tier2"]) + int(counters["skipped_tier2"])
    return Warmed(publication.generation, report, lost)


@contextmanager
def _closed_cache(services: "Services") -> Iterator[None]:
    try:
        yield
    finally:
        services.reads.stop()
