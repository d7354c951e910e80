"""What every page shares: frame, links, notices, movement."""

from dataclasses import dataclass
from datetime import date, datetime

from app.schemas import RankState


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of a page: an entry of a navigation, a row of pills or a menu."""

    label: str
    url: str
    is_current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A `<details>` menu: what it chooses, what is chosen, and the choices."""

    label: str
    value: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader must know before the figures: a partial, stale or provisional day, or an error."""

    title: str
    text: str
    link: Link | None = None
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """The publication a page was made from. `published_at` is aware and in UTC."""

    data_as_of: date
    published_at: datetime
    generation: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A rank against the previous ranked day.

    `rank_change` is positive for a climb, null for NEW and RE_ENTRY. `previous_rank` is the rank it moved
    from, or the last one held before an absence; null when there is none.
    """

    rank_state: RankState
    rank_change: int | None = None
    previous_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page: only pages that exist are in `navigation`.

    `watchlist_url` holds `{slugs}` where the browser's own list belongs; null hides the tab, `is_watchlist`
    marks it as the page shown. A null `freshness`: nothing is published, unless it is unknown.
    `search_fields` are the hidden fields that keep the rest of the view when the reader searches.
    """

    home_url: str
    search_url: str
    navigation: tuple[Choice, ...] = ()
    footer_links: tuple[Link, ...] = ()
    search_text: str = ""
    search_fields: tuple[tuple[str, str], ...] = ()
    suggest_url: str | None = None
    watchlist_url: str | None = None
    is_watchlist: bool = False
    freshness: Freshness | None = None
    is_freshness_unknown: bool = False
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page without figures: an unknown box, no board yet, a failure. It offers a way out, or two."""

    shell: Shell
    heading: str
    text: str
    command: str | None = None
    action: Link | None = None
    other_action: Link | None = None


@dataclass(frozen=True, slots=True)
class UnusedValue:
    """A reported value that no figure is made of, in words, and why."""

    day: date
    box: Link
    marketplace: str
    field: str
    value: str
    reason: str
