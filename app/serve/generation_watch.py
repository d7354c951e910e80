"""Which publication readers are shown: learned from the database, at once by message, else by a poll."""

import threading
from collections.abc import Callable

import structlog

from app.database import Database
from app.domain.errors import Unavailable
from app.repositories import versions
from app.repositories.versions import Publication

POLL_SECONDS = 0.5
REMEMBERED = 3

_log = structlog.get_logger("boxrank.generation")


class GenerationWatch:
    """Knows the publication readers are shown. Within one database it only moves on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._prepare: Callable[[Publication], object] | None = None
        self._known: tuple[Publication, ...] = ()
        self._prepared: Publication | None = None
        self._lock = threading.Lock()
        self._look_now = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_away = False

    @property
    def shown(self) -> Publication | None:
        """The publication readers are shown, as far as this process knows; no traffic."""
        known = self._known
        return known[0] if known else None

    @property
    def current(self) -> Publication | None:
        """The publication readers are shown; asks the database while none is known. Raises Unavailable."""
        if self._thread is None or not self._known:
            self.catch_up()
        return self.shown

    @property
    def earlier(self) -> tuple[Publication, ...]:
        """A few publications shown before, newest first."""
        return self._known[1:]

    def find(self, generation: int) -> Publication | None:
        """A remembered publication by its generation."""
        return next((known for known in self._known if known.generation == generation), None)

    def catch_up(self) -> None:
        """Switch readers to the newest publication now. Raises Unavailable."""
        self._show(self._newest())

    def start(self, prepare: Callable[[Publication], object]) -> None:
        """Watch in a daemon thread until `stop`; `prepare` sees each publication before readers do.

        The first publication is shown at once and prepared behind it.
        """
        self._prepare = prepare
        self._closing.clear()
        self._thread = threading.Thread(target=self._watch, name="generation-watch", daemon=True)
        self._thread.start()

    def look_soon(self) -> None:
        """Look now and not at the next poll: somebody announced a publication."""
        self._look_now.set()

    def stop(self) -> None:
        """End the watching thread."""
        self._closing.set()
        self._look_now.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _watch(self) -> None:
        while not self._closing.is_set():
            self._look()
            self._look_now.wait(POLL_SECONDS)
            self._look_now.clear()

    def _look(self) -> None:
        try:
            self._take(self._newest())
            self._is_away = False
        except Unavailable as error:
            if not self._is_away:
                _log.warning("generation_unknown", error=str(error))
            self._is_away = True
        except Exception:  # noqa: BLE001 - the edge of this thread, which must outlive any error
            _log.exception("generation_watch_failed")

    def _take(self, newest: Publication | None) -> None:
        shown = self.shown
        if newest is None or self._prepare is None or newest == self._prepared:
            return
        if shown is None:
            self._show(newest)
        self._prepare(newest)
        self._prepared = newest
        self._show(newest)

    def _newest(self) -> Publication | None:
        with self._database.snapshot() as connection:
            return versions.current(connection)

    def _show(self, publication: Publication | None) -> None:
        with self._lock:
            shown = self.shown
            if publication is None:
                return
            if shown is None or publication.first_published_at != shown.first_published_at:
                self._known = (publication,)  # the first, or the first of a database that replaced another
            elif publication.generation > shown.generation:
                self._known = (publication, *self._known)[:REMEMBERED]
