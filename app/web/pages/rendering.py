"""View models in, bytes out: the Jinja environment and one function a page."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.domain.figures import FIGURES
from app.web.edge.security import THEME_SCRIPT
from app.web.pages.chart_data import compared_columns, series_columns
from app.web.pages.compare_rows import compare_groups, compared_lines
from app.web.pages.daily_rows import daily_rows
from app.web.pages.definitions import terms
from app.web.pages.presenters.urls import box_url
from app.web.pages.svg import bump, charts, paths, spark, tape
from app.web.pages.svg.bump_file import bump_file
from app.web.pages.view_models import AboutPage, BoardPage, BoxPage, BumpChart, ComparePage, MessagePage
from app.words import figures as writing
from app.words.explanation_words import part_in_words
from app.words.market import no_change
from app.words.reports import figure_text, without
from app.words.sentences import capitalised, sentence

_WEB = Path(__file__).parents[1]
STATIC_FOLDER = _WEB / "static"
STATIC_URL = "/static"
STYLE_SHEET = "all.css"
"""The one style sheet of all pages: one request before the first paint."""
STYLE_SHEETS = tuple(
    f"{name}.css" for name in ("tokens", "boxrank", "board", "charts", "box", "compare", "prose", "media")
)
"""The files it is made of, in the order in which their rules count."""

_HASH_BYTES = 6

_FILTERS: dict[str, Callable[..., object]] = {
    "amount": writing.amount,
    "dollars": writing.dollars,
    "price": writing.price,
    "cents": writing.cents,
    "no_change": no_change,
    "percent": writing.percent,
    "tone": writing.tone,
    "decimal": writing.decimal,
    "count": writing.count,
    "signed": writing.signed,
    "column_value": writing.column_value,
    "shown": writing.shown,
    "exact": writing.exact,
    "in_words": writing.in_words,
    "long_day": writing.long_day,
    "plain_day": writing.plain_day,
    "dated": writing.dated,
    "short_day": writing.short_day,
    "week_day": writing.week_day,
    "month_year": writing.month_year,
    "clock": writing.clock,
    "sentence": sentence,
    "part_in_words": lambda part: capitalised(part_in_words(part)),
    "sparkline": spark.sparkline,
    "without": without,
    "share": paths.share,
    "tape": tape.tape,
    "bump": bump.bump,
}


def render_board(page: BoardPage, public_url: str = "") -> bytes:
    """The board of a day as a whole HTML page; `public_url` makes the addresses of link previews absolute."""
    return _render("board.html", page, public_url)


def render_box(page: BoxPage, public_url: str = "") -> bytes:
    """The page of one box."""
    return _render("box.html", page, public_url)


def render_compare(page: ComparePage, public_url: str = "") -> bytes:
    """Two to four boxes side by side."""
    return _render("compare.html", page, public_url)


def render_about(page: AboutPage, public_url: str = "") -> bytes:
    """Every formula in plain words."""
    return _render("about_data.html", page, public_url)


def render_message(page: MessagePage, public_url: str = "") -> bytes:
    """A page without figures: not found, no board yet, a failure. The status is the route's."""
    return _render("message.html", page, public_url)


def render_bump_file(chart: BumpChart, footer: str) -> bytes:
    """The bump chart as a drawing of its own, with its own colours, to download."""
    return bump_file(chart, footer).encode()


def static_url(name: str) -> str:
    """The address of an asset: it carries the digest of all assets, so it may be cached for ever.

    One digest for the whole folder, because modules import each other by relative address.
    """
    return f"{STATIC_URL}/{static_version()}/{name}"


def has_asset(name: str) -> bool:
    """Whether an optional asset, such as a chart library, is installed."""
    return (STATIC_FOLDER / name).is_file()


@lru_cache(maxsize=1)
def static_version() -> str:
    """The digest of the script inside the pages and of every asset, read once in the life of the process."""
    digest = blake2b(THEME_SCRIPT.encode(), digest_size=_HASH_BYTES)
    for path in sorted(path for path in STATIC_FOLDER.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC_FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment: everything is escaped, an unknown name is an error."""
    templates = Environment(
        loader=FileSystemLoader(_WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters.update(_FILTERS)
    templates.globals.update(
        static_url=static_url,
        box_url=box_url,
        theme_script=Markup(THEME_SCRIPT),
        missing=writing.missing,
        figure_text=figure_text,
        charts=charts,
        figures=FIGURES,
        terms=tuple(terms(FIGURES.values())),
        daily_rows=daily_rows,
        series_columns=series_columns,
        has_asset=has_asset,
        compare_groups=compare_groups,
        compared_lines=compared_lines,
        compared_columns=compared_columns,
    )
    return templates


def compile_templates() -> None:
    """Take the quarter of a second that this needs before readers come, not while the first ones wait."""
    for name in environment().list_templates():
        environment().get_template(name)


def _render(name: str, page: Any, public_url: str) -> bytes:
    template = environment().get_template(name)
    return template.render(page=page, shell=page.shell, public_url=public_url).encode()
