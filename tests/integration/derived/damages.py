"""A small market with every derived table filled, and the ways in which its rows can be damaged."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Table, text

from app.database import Database
from app.models import (
    board_days,
    board_games,
    board_ranks,
    box_metrics_unified,
    default_boards,
    market_days,
    marketplace_days,
    ranked_days,
    reported_days,
    suspect_values,
    volume_weights,
)
from tests.factories import ClockedServices, Feed, Rows, day_after, observation, rows_of

DAYS = 12
CATALOGUE = "slug,name,game_type\nalpha,Alpha,Chess\nbeta,Beta,Chess\ngamma,Gamma,Go\ndelta,Delta,\n"
TABLES: Sequence[Table] = (
    board_games,
    volume_weights,
    reported_days,
    suspect_values,
    marketplace_days,
    box_metrics_unified,
    ranked_days,
    board_ranks,
    board_days,
    market_days,
    default_boards,
)
_DAY = "metric_date = '2026-01-05'"
_BYTES = "(SELECT substr(box_ids, 1, 1) FROM board_ranks LIMIT 1)"
_VECTORS = "item_bytes, box_ids, ranks, game_ranks, positions"

DAMAGES: Mapping[str, Mapping[str, str]] = {
    "board_games": {
        "deleted": "DELETE FROM board_games WHERE box_id = 1",
        "all deleted": "DELETE FROM board_games",
        "altered": "UPDATE board_games SET game = 'Shogi' WHERE box_id = 2",
        "surplus": "INSERT INTO booster_boxes (id, slug, name, short_name) VALUES (9, 'iota', 'I', 'I')",
    },
    "volume_weights": {"surplus": "INSERT INTO volume_weights VALUES ('tcgplayer', 0.5)"},
    "reported_days": {
        "deleted": f"DELETE FROM reported_days WHERE {_DAY} AND game = 'Chess'",
        "all deleted": "DELETE FROM reported_days",
        "altered": f"UPDATE reported_days SET boxes_expected = 77, is_partial = true WHERE {_DAY}",
        "surplus": "INSERT INTO reported_days VALUES ('*', '2026-03-01', 3, 3, false)",
    },
    "suspect_values": {
        "deleted": "DELETE FROM suspect_values",
        "altered": "UPDATE suspect_values SET reason = 'rejected'",
        "surplus": (
            "INSERT INTO suspect_values VALUES "
            "(1, '2026-01-05', 'tcgplayer', 'floor_price_usd', 20, 'far_from_its_level')"
        ),
    },
    "marketplace_days": {
        "deleted": f"DELETE FROM marketplace_days WHERE {_DAY} AND marketplace = 'cardmarket'",
        "all deleted": "DELETE FROM marketplace_days",
        "altered": f"UPDATE marketplace_days SET ema_state = 1.5 WHERE {_DAY}",
        "surplus": (
            "INSERT INTO marketplace_days (box_id, metric_date, marketplace, observed_on, ema_observations) "
            "VALUES (4, '2026-03-01', 'ebay', '2026-03-01', 0)"
        ),
    },
    "metrics": {
        "deleted": f"DELETE FROM box_metrics_unified WHERE {_DAY} AND box_id = 1",
        "all deleted": "DELETE FROM box_metrics_unified",
        "altered": f"UPDATE box_metrics_unified SET ema_state = 1.5 WHERE {_DAY}",
        "surplus": (
            "INSERT INTO box_metrics_unified (box_id, metric_date, observed_on, is_carried, observed_days, "
            "missing_marketplaces, volume_marketplaces, capped, updated_at) "
            "VALUES (4, '2026-03-01', '2026-03-01', false, 1, '', '', '', '2026-03-01 00:00:00')"
        ),
    },
    "ranked_days": {
        "deleted": f"DELETE FROM ranked_days WHERE {_DAY}",
        "all deleted": "DELETE FROM ranked_days",
        "altered": f"UPDATE ranked_days SET compared_with = NULL WHERE {_DAY}",
        "surplus": (
            "INSERT INTO ranked_days (metric_date, boxes_ranked, boxes_observed, is_partial) "
            "VALUES ('2026-03-01', 3, 3, false)"
        ),
    },
    "ranks": {
        "deleted": f"UPDATE box_metrics_unified SET current_rank = NULL WHERE {_DAY}",
        "all deleted": (
            "UPDATE box_metrics_unified SET current_rank = NULL, previous_rank = NULL, rank_change = NULL"
        ),
        "altered": f"UPDATE box_metrics_unified SET previous_rank = 9 WHERE {_DAY} AND box_id = 2",
        "surplus": "UPDATE box_metrics_unified SET current_rank = 7 WHERE unified_volume_7d_ema IS NULL",
    },
    "board_ranks": {
        "deleted": f"DELETE FROM board_ranks WHERE {_DAY}",
        "all deleted": "DELETE FROM board_ranks",
        "altered": f"UPDATE board_ranks SET ranks = box_ids WHERE {_DAY}",
        "cut short": f"UPDATE board_ranks SET ranks = {_BYTES} WHERE {_DAY}",
        "of no width": f"UPDATE board_ranks SET item_bytes = 0 WHERE {_DAY}",
        "surplus": (
            f"INSERT INTO board_ranks (metric, metric_date, {_VECTORS}) "
            f"SELECT 'no_metric', '2026-03-01', {_VECTORS} FROM board_ranks LIMIT 1"
        ),
    },
    "board_days": {
        "deleted": f"DELETE FROM board_days WHERE {_DAY} AND game = 'Chess'",
        "all deleted": "DELETE FROM board_days",
        "altered": f"UPDATE board_days SET leaders = '4' WHERE {_DAY}",
        "surplus": "INSERT INTO board_days VALUES ('momentum_pct', 'Shogi', '2026-03-01', 1, '1')",
    },
    "market_days": {
        "deleted": f"DELETE FROM market_days WHERE {_DAY}",
        "all deleted": "DELETE FROM market_days",
        "altered": f"UPDATE market_days SET volume_usd = 0.5 WHERE {_DAY}",
        "surplus": (
            "INSERT INTO market_days (game, metric_date, prices_up, prices_down, prices_flat, prices_unknown)"
            " VALUES ('Go', '2026-03-01', 1, 0, 0, 0)"
        ),
    },
    "default_boards": {
        "deleted": "DELETE FROM default_boards WHERE game = 'Chess'",
        "all deleted": "DELETE FROM default_boards",
        "altered": "UPDATE default_boards SET metric = 'momentum_pct'",
        "surplus": "INSERT INTO default_boards VALUES ('Shogi', '2026-03-01', 'momentum_pct', 1, 1)",
    },
}


def give_market(services: ClockedServices, folder: Path) -> None:
    """Boxes that change places every day, some at two marketplaces, one in no game; one count is suspect."""
    (folder / "boxes.csv").write_text(CATALOGUE)
    services.catalogue.import_file(folder / "boxes.csv")
    rows = [
        _row(number, place, box)
        for number in range(DAYS)
        for place, box in enumerate(("alpha", "beta", "gamma", "delta"))
    ]
    second = [
        observation(box, day_after(number), "cardmarket", volume_usd=number * 4.5, active_listings=number)
        for number in range(DAYS)
        for box in ("alpha", "gamma")
        if number % 5
    ]
    Feed(services, folder).give([*rows, *second])


def _row(number: int, place: int, box: str) -> dict[str, object]:
    is_without_volume = box == "delta" and number in (0, 1)
    return observation(
        box,
        day_after(number),
        volume_usd=None if is_without_volume else (number * 7 + place * 13) % 11 * 9.5,
        floor_price_usd=20.0 + (number * 3 + place) % 7,
        active_listings=900 if (box, number) == ("delta", 8) else (number + place) % 5,
        units_sold=None if box == "delta" else number % 3,
    )


def dump(database: Database) -> dict[str, Rows]:
    """Every derived table, digit by digit."""
    return {table.name: rows_of(database, table, without=["updated_at"]) for table in TABLES}


def damage(database: Database, statement: str) -> None:
    """Run a statement as somebody at the database's own prompt would."""
    with database.transaction() as connection:
        assert connection.execute(text(statement)).rowcount


def days_of(rows: Rows) -> set[date]:
    """The days of the keys of a table."""
    return {part for key in rows for part in key if isinstance(part, date)}
