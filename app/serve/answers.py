"""Every question a reader may ask: answered from the cache, else computed once, always of one generation."""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from time import monotonic, sleep
from typing import Any

import structlog

from app.cache.entry import Entry
from app.cache.keys import Argument
from app.cache.store import Served
from app.database import Connection, Database
from app.domain.errors import NothingPublished, Unavailable, UnknownBox
from app.progress import Progress, silent
from app.repositories import versions
from app.repositories.versions import Publication
from app.serve.generation_watch import GenerationWatch
from app.serve.warming import WarmingEndsError, WarmReport, WarmTargets, read_targets, warm_answers
from app.services.cache_service import CacheService, dated_entry, new_entry, unknown_entry

LONGEST_WARMING_SECONDS = 15.0
"""How long a worker keeps a publication from its readers to warm it."""

GIVING_WAY_SECONDS = 0.25
"""How long the warming of one answer waits at most while readers have answers computed."""

TURN_SECONDS = 0.0005
"""How long the warming keeps the interpreter from the threads of readers; Python takes 0.005."""

_ATTEMPTS = 5
_USUAL_TURN_SECONDS = sys.getswitchinterval()
_log = structlog.get_logger("boxrank.reads")


@dataclass(frozen=True)
class Computed:
    """A serialised answer; a file has a name.

    `is_dated`: a JSON answer that ends with its `meta`, to which the moment of computation is added.
    """

    body: bytes
    media_type: str
    file_name: str = ""
    is_dated: bool = False


@dataclass(frozen=True)
class Question:
    """How one type of request is answered: `compute` reads everything from the one snapshot it is given.

    `arguments` writes out all that tells two requests apart; `warm` names those worth asking in advance.
    """

    kind: str
    ttl_seconds: int
    arguments: Callable[[Any], Mapping[str, Argument]]
    compute: Callable[[Connection, Any], Computed]
    warm: Callable[[WarmTargets], Iterable[Any]]


class _GenerationMovedError(WarmingEndsError):
    """The snapshot shows another generation than the one the answer is keyed by; nothing is kept."""


class Reads:
    """Takes requests of the registered types and gives their bytes."""

    def __init__(
        self, database: Database, cache: CacheService, watch: GenerationWatch, warm_top: int
    ) -> None:
        self._database, self._cache, self._watch, self._warm_top = database, cache, watch, warm_top
        self._questions: dict[type, Question] = {}
        self._stop_listening: Callable[[], None] = lambda: None

    def register(
        self,
        request_type: type,
        *,
        kind: str,
        ttl_seconds: int,
        arguments: Callable[[Any], Mapping[str, Argument]],
        compute: Callable[[Connection, Any], Computed],
        warm: Callable[[WarmTargets], Iterable[Any]] = lambda _: (),
    ) -> None:
        """Register how requests of a type are answered; see Question."""
        self._questions[request_type] = Question(kind, ttl_seconds, arguments, compute, warm)

    @property
    def request_types(self) -> tuple[type, ...]:
        """The types of requests that are registered."""
        return tuple(self._questions)

    @property
    def current(self) -> Publication | None:
        """The publication readers are shown. Raises Unavailable only while nothing was ever read."""
        return self._watch.current

    def published_at(self, generation: int) -> datetime | None:
        """When a recent generation was published."""
        publication = self._watch.find(generation)
        return None if publication is None else publication.published_at

    def peek(self, request: Any) -> Served | None:
        """What tier 1 has of the current generation: no thread, no traffic. Never an answer "unknown"."""
        publication = self._watch.shown
        question = self._questions[type(request)]
        if publication is None:
            return None
        served = self._cache.peek(question.kind, question.arguments(request), publication)
        return None if served is None or served.entry.is_negative else served

    def answer(self, request: Any) -> Served:
        """The answer, from the nearest place; waits for the database at worst.

        While the database is unavailable, the last good answer of any generation, marked STALE.
        Raises what the request's read raises: UnknownBox, UnknownDay, NothingPublished, Unavailable …
        """
        for _ in range(_ATTEMPTS):
            publication = self._watch.current
            if publication is None:
                raise NothingPublished
            try:
                return self._answer(request, publication)
            except _GenerationMovedError:
                self._watch.catch_up()
        raise Unavailable("The data are being published faster than they can be read. Ask again in a second.")

    def warm(
        self,
        publication: Publication,
        day: date | None = None,
        top: int | None = None,
        longest_seconds: float = math.inf,
        progress: Progress = silent,
    ) -> WarmReport:
        """Fill the cache with a publication's most wanted answers, before readers are switched to it.

        The first of every kind comes before the second of any; readers who wait for answers come before all.
        Ends early after `longest_seconds`, or when a newer publication comes.
        """
        targets = read_targets(self._database, self._warm_top if top is None else top, day)
        kinds = zip_longest(*(question.warm(targets) for question in self._questions.values()))
        requests = [request for turn in kinds for request in turn if request is not None]

        def fill(request: Any) -> Served:
            self._give_way()
            return self._answer(request, publication)

        report = warm_answers(requests, fill, longest_seconds, progress)
        _log.info(
            "cache_warmed",
            generation=publication.generation,
            answers=report.answers,
            failed=report.failed,
            left_out=report.left_out,
            seconds=round(report.seconds, 2),
        )
        return report

    def start(self) -> None:
        """Serve: watch for publications, warm each before readers see it."""
        self._watch.start(self._prepare)
        self._stop_listening = self._cache.listen(self._watch.look_soon)

    def stop(self) -> None:
        """Stop watching and let go of all threads and connections."""
        self._stop_listening()
        self._watch.stop()
        self._cache.close()

    def snapshot(self) -> dict[str, float | str]:
        """Counters of the cache, and the generation shown."""
        shown = self._watch.shown
        return {**self._cache.snapshot(), "generation": 0 if shown is None else shown.generation}

    def _prepare(self, publication: Publication) -> None:
        with _quick_turns():
            self.warm(publication, longest_seconds=LONGEST_WARMING_SECONDS)

    def _give_way(self) -> None:
        ends_at = monotonic() + GIVING_WAY_SECONDS
        while not self._cache.is_idle and monotonic() < ends_at:
            sleep(0.002)

    def _answer(self, request: Any, publication: Publication) -> Served:
        question = self._questions[type(request)]
        served = self._cache.get_or_compute(
            question.kind,
            question.arguments(request),
            [publication, *self._watch.earlier],
            lambda: self._compute(question, request, publication),
        )
        if served.entry.is_negative:
            raise UnknownBox(served.entry.body.decode())
        return served

    def _compute(self, question: Question, request: Any, publication: Publication) -> Entry:
        with self._database.snapshot() as connection:
            if versions.current(connection) != publication:
                raise _GenerationMovedError
            try:
                computed = question.compute(connection, request)
            except UnknownBox as error:
                return unknown_entry(error.reference, publication.generation)
        if computed.is_dated:
            return dated_entry(computed.body, publication.generation, question.ttl_seconds)
        return new_entry(
            computed.body,
            computed.media_type,
            publication.generation,
            question.ttl_seconds,
            computed.file_name,
        )


@contextmanager
def _quick_turns() -> Iterator[None]:
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL_TURN_SECONDS)
