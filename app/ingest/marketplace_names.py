"""Marketplaces of a file under the names they are stored by, so that none is counted twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.database import Connection
from app.domain.identity import is_one_edit_away, same_marketplace
from app.domain.observations import DEFAULT_MARKETPLACE, ObservationRow, Rejection
from app.ingest.box_registration import CONFIRM_OPTION
from app.repositories import marketplaces

_SHORTEST_ALIKE = 5


@dataclass(frozen=True)
class FileMarketplaces:
    """Stored names by the names in the file, those seen for the first time, and which of these look alike."""

    stored_name: Mapping[str, str]
    new: tuple[str, ...]
    alike: Mapping[str, str]

    def renamed(self, rows: Iterable[ObservationRow]) -> list[ObservationRow]:
        """The rows with marketplaces as they are stored, without those of a marketplace that looks alike."""
        renamed = {name: stored for name, stored in self.stored_name.items() if name != stored}
        return [
            replace(row, marketplace=renamed[row.marketplace]) if row.marketplace in renamed else row
            for row in rows
            if row.marketplace not in self.alike
        ]

    def rejections(self, rows: Iterable[ObservationRow]) -> Iterator[Rejection]:
        """One rejection for every row of a marketplace that looks like a known one."""
        for row in rows:
            if row.marketplace in self.alike:
                reason = (
                    f"looks like the known marketplace {self.alike[row.marketplace]}; correct it, "
                    f"or give {CONFIRM_OPTION} if it is another one"
                )
                yield Rejection(row.line, "marketplace", row.marketplace, reason)


def stored_marketplaces(
    connection: Connection, rows: Iterable[ObservationRow], *, is_confirmed: bool
) -> FileMarketplaces:
    """Which stored marketplaces the rows mean; spellings of one form are one marketplace."""
    wanted = dict.fromkeys(row.marketplace for row in rows)
    stored = {name: name for name in marketplaces.known_of(connection, wanted)}
    unknown = [name for name in wanted if name not in stored]
    if not unknown:
        return FileMarketplaces(stored, (), {})
    known = {same_marketplace(name): name for name in sorted(marketplaces.stored_names(connection))}
    known |= {same_marketplace(name): name for name in stored}
    known.setdefault(same_marketplace(DEFAULT_MARKETPLACE), DEFAULT_MARKETPLACE)
    first_known = dict(known)
    new: dict[str, None] = {}
    alike: dict[str, str] = {}
    for name in unknown:
        form = same_marketplace(name) or name
        similar = None if form in known or is_confirmed else _alike(form, first_known)
        if similar is not None:
            alike[name] = similar
        elif form not in known:
            known[form] = name
            new[name] = None
        stored[name] = known.get(form, name)
    return FileMarketplaces(stored, tuple(new), alike)


def _alike(form: str, known: Mapping[str, str]) -> str | None:
    if len(form) < _SHORTEST_ALIKE:
        return None
    return next((name for other, name in known.items() if is_one_edit_away(form, other)), None)
