"""All commands of `boxrank`, and the entry point."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from app.cli.assets_command import assets
from app.cli.board_commands import box, leaderboard, series
from app.cli.cache_commands import cache_app, warm
from app.cli.catalogue_commands import games, list_boxes
from app.cli.data_commands import boxes_app, import_observations
from app.cli.database_commands import database_app
from app.cli.day_commands import days, diff
from app.cli.demo_command import demo
from app.cli.doctor_commands import doctor
from app.cli.export_commands import export_app
from app.cli.failures import ReportingGroup, terminate_like_ctrl_c
from app.cli.output import forgive_narrow_encodings
from app.cli.refresh_commands import backfill, refresh
from app.cli.serve_commands import serve
from app.cli.standing_commands import around, distance, explain, history
from app.cli.suspects_commands import suspects_app

if TYPE_CHECKING:
    from app.cli.warming import RegisterPages

app = typer.Typer(
    name="boxrank",
    help="The open market board of sealed trading-card booster boxes.",
    epilog="Exit codes: 0 done, 1 refused, 2 wrong usage, 3 a service is unavailable, "
    "130 interrupted, 141 the reader of a pipe left, 143 terminated.",
    cls=ReportingGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo)
app.command("import")(import_observations)
app.command("refresh")(refresh)
app.command("backfill")(backfill)
app.command("doctor")(doctor)
app.command("leaderboard")(leaderboard)
app.command("box")(box)
app.command("series")(series)
app.command("history")(history)
app.command("around")(around)
app.command("distance")(distance)
app.command("explain")(explain)
app.command("days")(days)
app.command("diff")(diff)
app.command("games")(games)
app.command("serve")(serve)
app.command("assets")(assets)
app.command("warm")(warm)
boxes_app.command("list")(list_boxes)
app.add_typer(boxes_app, name="boxes")
app.add_typer(suspects_app, name="suspects")
app.add_typer(export_app, name="export")
app.add_typer(cache_app, name="cache")
app.add_typer(database_app, name="db")


def run(arguments: Sequence[str] | None, register_pages: "RegisterPages") -> None:
    """Run one command, by default that of the command line, and exit with its code."""
    forgive_narrow_encodings()
    terminate_like_ctrl_c()
    app(args=arguments, prog_name="boxrank", obj=register_pages)
