"""A reader with a browser: pages opened in it, and what went wrong in them."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Reader:
    """Opens pages of one site. What a page complains of is kept: errors, warnings, refused requests."""

    browser: Browser
    site: str
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, **options: Any) -> Page:
        """A fresh page with no history and no storage; options are those of a Playwright context."""
        defaults = {"base_url": self.site, "viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC"}
        context = self.browser.new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)
        return page

    def visit(self, path: str, **options: Any) -> Page:
        """A fresh page at an address, its scripts run."""
        page = self.page(**options)
        page.goto(path)
        return page

    def leave(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _note(self, request: Request) -> None:
        self.requested.append(request.url)


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
