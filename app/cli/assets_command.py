"""`boxrank assets`: the chart library, fetched once; without it the charts are those the server draws."""

from threading import Thread

import typer

SECONDS = 20.0


def assets() -> None:
    """Fetch the chart library from the npm registry, so that charts can be hovered and zoomed.

    `demo` and `serve` do it by themselves when it is missing; without it the server's own charts remain.
    """
    from app.operate.assets import (
        UPLOT,
        VENDOR_FOLDER,
        has_chart_library,
        install_chart_library,
    )

    if has_chart_library():
        typer.echo(f"{UPLOT} is in {VENDOR_FOLDER} already.")
        return
    install_chart_library()
    typer.echo(f"{UPLOT} is in {VENDOR_FOLDER} now.")


class ArrivingAssets:
    """The chart library on its way, beside what the command does; its failure is one calm sentence."""

    def __init__(self, *, is_wanted: bool) -> None:
        from app.operate.assets import has_chart_library

        self._thread = Thread(target=_fetch, daemon=True)
        if is_wanted and not has_chart_library():
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait at most this long; what is not there by then may arrive later."""
        if self._thread.is_alive():
            self._thread.join(seconds)


def _fetch() -> None:
    from app.operate.assets import AssetsUnavailable, install_chart_library

    try:
        install_chart_library(seconds=SECONDS)
    except AssetsUnavailable as error:
        typer.echo(f"Charts are the ones the server draws; `boxrank assets` fetches livelier ones. ({error})")
