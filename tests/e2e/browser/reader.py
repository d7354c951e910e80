"""A reader with a browser: pages opened in it, and what went wrong in them."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Home:
    """Keeps a page for each kind of browser that tests ask for: opening one takes longer than loading it."""

    browser: Browser
    site: str
    _pages: dict[str, Page] = field(default_factory=dict)

    def page(self, options: dict[str, Any]) -> Page:
        """The page of a Playwright context of these options; see `tidy`."""
        kind = repr(sorted(options.items()))
        if kind not in self._pages:
            plain = {"base_url": self.site, "viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC"}
            context = self.browser.new_context(**{**plain, **options})
            context.set_default_timeout(10_000)
            self._pages[kind] = context.new_page()
        return self._pages[kind]

    def tidy(self, page: Page) -> None:
        """Reset a page to an unused state; cached assets stay."""
        if page.url.startswith(self.site):
            page.evaluate("localStorage.clear()")
        page.emulate_media(media="null")
        page.mouse.move(0, 0)


@dataclass
class Reader:
    """Opens pages of one site. What a page complains of is kept: errors, warnings, refused requests."""

    home: Home
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)

    @property
    def site(self) -> str:
        """The address of the site."""
        return self.home.site

    def page(self, **options: Any) -> Page:
        """A page without storage; options are those of a Playwright context. One page for each kind."""
        page = self.home.page(options)
        if page not in self._pages:
            page.on("console", self._hear)
            page.on("pageerror", self._fail)
            page.on("request", self._note)
            self._pages.append(page)
        return page

    def visit(self, path: str, **options: Any) -> Page:
        """A fresh page at an address, its scripts run."""
        page = self.page(**options)
        page.goto(path)
        wait_for_scripts(page)
        return page

    def leave(self) -> None:
        """Listen no longer, and tidy up."""
        for page in self._pages:
            page.remove_listener("console", self._hear)
            page.remove_listener("pageerror", self._fail)
            page.remove_listener("request", self._note)
            self.home.tidy(page)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _fail(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _note(self, request: Request) -> None:
        self.requested.append(request.url)


def wait_for_scripts(page: Page) -> None:
    """Until what is loaded behind the first paint is there."""
    page.locator('html[data-script="ready"]').wait_for(state="attached")


def slugs(page: Page) -> list[str]:
    """The boxes of the board in the order of its rows."""
    found: list[str] = page.locator(".board tbody tr[data-slug]").evaluate_all(
        "rows => rows.map(row => row.dataset.slug)"
    )
    return found


def column(page: Page, name: str) -> list[float]:
    """The exact values of a column of the board, rows without one left out."""
    found: list[float] = page.locator(f".board tbody .{name} data").evaluate_all(
        "cells => cells.map(cell => Number(cell.value))"
    )
    return found
