"""The page about the data."""

from app.web.pages.presenters.frame import shell
from app.web.pages.presenters.urls import ABOUT
from app.web.pages.view_models import AboutPage, Freshness


def about_view(shown: Freshness | None, price_authority: tuple[str, ...]) -> AboutPage:
    """Every formula in plain words; `price_authority` names marketplaces in the order their floors count."""
    first = price_authority[0] if price_authority else None
    return AboutPage(shell(ABOUT, shown), first)
