"""Figures of each marketplace first; reported days. The next refresh is a full one."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "101"
down_revision = "006"
branch_labels = None
depends_on = None

_BOX = (sa.Integer, False)
_DAY = (sa.Date, False)
_RENAMED = {
    "unified_volume_usd": "volume_30d_usd",
    "visible_market_cap_usd": "listed_value_usd",
    "days_to_20pct_increase": "days_of_supply",
    "days_to_20pct_increase_reason": "days_of_supply_reason",
}
_CHANGES = [f"floor_price_{days}d_change_pct" for days in (1, 7, 30)]
_KEPT = (
    "floor_price_usd",
    *_CHANGES,
    "daily_volume_usd",
    "daily_volume_is_estimated",
    "unified_volume_7d_ema",
    "volume_30d_usd",
    "unified_volume_30d_sma",
    "volume_30d_coverage",
    "active_listings_count",
    "boxes_sold",
    "boxes_added",
    "boxes_sold_30d_avg",
    "boxes_added_30d_avg",
    "listed_value_usd",
    "absorption_rate",
    "liquidity_score",
    "expected_days_to_sell",
    "days_of_supply",
    "days_of_supply_reason",
    "momentum_pct",
    "is_provisional",
    "observed_days",
    "ema_state",
    "updated_at",
    "current_rank",
    "previous_rank",
    "rank_change",
)
"""Columns of metrics that stand before and after, under their new names."""

_TEXTS = {
    "floor_marketplace",
    "market_price_marketplace",
    "price_basis",
    "missing_marketplaces",
    "volume_marketplaces",
    "liquidity_reason",
    "days_of_supply_reason",
    "days_to_20pct_increase_reason",
    "capped",
}
_NUMBERS = {
    "active_listings_count",
    "observed_days",
    "ema_observations",
    "current_rank",
    "previous_rank",
    "rank_change",
}
_FLAGS = {"daily_volume_is_estimated", "daily_volume_is_incomplete", "is_provisional", "is_carried"}
_NEVER_NULL = {
    "missing_marketplaces",
    "volume_marketplaces",
    "capped",
    "observed_on",
    "is_carried",
    "observed_days",
    "ema_observations",
    "updated_at",
}
_METRICS = (
    "floor_price_usd",
    "floor_marketplace",
    "floor_on",
    "floor_price_1d_change_pct",
    "floor_price_7d_change_pct",
    "floor_price_7d_basis_on",
    "floor_price_30d_change_pct",
    "floor_price_30d_basis_on",
    "market_price_usd",
    "market_price_marketplace",
    "market_price_on",
    "market_price_1d_change_pct",
    "market_price_7d_change_pct",
    "market_price_7d_basis_on",
    "market_price_30d_change_pct",
    "market_price_30d_basis_on",
    "market_price_90d_change_pct",
    "market_price_90d_basis_on",
    "market_price_high_usd",
    "market_price_high_on",
    "market_price_low_usd",
    "market_price_low_on",
    "drawdown_pct",
    "price_basis",
    "daily_volume_usd",
    "daily_volume_is_estimated",
    "daily_volume_is_incomplete",
    "missing_marketplaces",
    "volume_marketplaces",
    "volume_on",
    "unified_volume_7d_ema",
    "is_provisional",
    "volume_30d_usd",
    "unified_volume_30d_sma",
    "volume_30d_coverage",
    "momentum_pct",
    "active_listings_count",
    "listings_on",
    "boxes_sold",
    "boxes_added",
    "boxes_sold_30d_avg",
    "boxes_added_30d_avg",
    "listed_value_usd",
    "absorption_rate",
    "liquidity_score",
    "liquidity_reason",
    "expected_days_to_sell",
    "days_of_supply",
    "days_of_supply_reason",
    "capped",
    "observed_on",
    "is_carried",
    "observed_days",
    "ema_state",
    "updated_at",
    "current_rank",
    "previous_rank",
    "rank_change",
)
_FILLED = {
    "floor_on": "CASE WHEN floor_price_usd IS NULL THEN NULL ELSE metric_date END",
    "listings_on": "CASE WHEN active_listings_count IS NULL THEN NULL ELSE metric_date END",
    "volume_on": "ema_state_date",
    "daily_volume_is_incomplete": "CASE WHEN daily_volume_usd IS NULL THEN NULL ELSE false END",
    "missing_marketplaces": "''",
    "volume_marketplaces": "''",
    "capped": "''",
    "observed_on": "metric_date",
    "is_carried": "false",
}
_OLD_ORDER = (
    "floor_price_usd",
    "active_listings_count",
    "boxes_sold",
    "boxes_added",
    "daily_volume_usd",
    "daily_volume_is_estimated",
    "unified_volume_7d_ema",
    "unified_volume_usd",
    "unified_volume_30d_sma",
    "volume_30d_coverage",
    "boxes_sold_30d_avg",
    "boxes_added_30d_avg",
    *_CHANGES,
    "visible_market_cap_usd",
    "absorption_rate",
    "liquidity_score",
    "expected_days_to_sell",
    "days_to_20pct_increase",
    "days_to_20pct_increase_reason",
    "momentum_pct",
    "is_provisional",
    "observed_days",
    "ema_state",
    "ema_state_date",
    "ema_observations",
    "updated_at",
    "current_rank",
    "previous_rank",
    "rank_change",
)
_OLD_FILLED = {
    "ema_state_date": "volume_on",
    "ema_observations": "CASE WHEN ema_state IS NULL THEN 0 ELSE observed_days END",
    "is_provisional": "coalesce(is_provisional, true)",
}


def upgrade() -> None:
    """New tables, new columns, new names; what stands is shown until the next refresh makes it again."""
    with op.batch_alter_table("daily_observations") as table:
        table.add_column(sa.Column("market_price_usd", sa.Double()))
    with op.batch_alter_table("stale_boxes") as table:
        table.drop_column("window_start")
    _create_tables()
    _rebuild_metrics(_METRICS, {**{name: old for old, name in _RENAMED.items()}, **_FILLED}, is_old=False)
    op.execute(
        "INSERT INTO reported_days (game, metric_date, boxes_observed, is_partial)"
        " SELECT '*', m.metric_date, count(*), coalesce((SELECT is_partial FROM ranked_days AS r"
        " WHERE r.metric_date = m.metric_date), false) FROM box_metrics_unified AS m GROUP BY m.metric_date"
    )
    with op.batch_alter_table("ranked_days") as table:
        table.add_column(sa.Column("boxes_observed", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE ranked_days SET boxes_observed = (SELECT boxes_observed FROM reported_days"
        " WHERE reported_days.metric_date = ranked_days.metric_date)"
    )
    with op.batch_alter_table("ranked_days") as table:
        table.alter_column("boxes_observed", server_default=None)
    _rename_boards(_RENAMED)
    _rebuild_market_days(is_old=False)
    op.add_column("dataset_version", sa.Column("is_simulated", sa.Boolean()))
    op.execute(
        "UPDATE dataset_version SET is_simulated = EXISTS"
        " (SELECT 1 FROM daily_observations WHERE source LIKE 'simulated%')"
    )
    _make_the_next_refresh_a_full_one()


def downgrade() -> None:
    """Back to one sum a day; the next refresh of the older code makes it again."""
    _make_the_next_refresh_a_full_one()
    op.drop_column("dataset_version", "is_simulated")
    _rebuild_market_days(is_old=True)
    _rename_boards({new: old for old, new in _RENAMED.items()})
    with op.batch_alter_table("ranked_days") as table:
        table.drop_column("boxes_observed")
    op.execute("DELETE FROM box_metrics_unified WHERE is_carried")
    _rebuild_metrics(_OLD_ORDER, {**_RENAMED, **_OLD_FILLED}, is_old=True)
    for name in _NEW_TABLES:
        op.drop_table(name)
    with op.batch_alter_table("stale_boxes") as table:
        table.add_column(sa.Column("window_start", sa.Date(), nullable=False, server_default="1900-01-01"))
    with op.batch_alter_table("stale_boxes") as table:
        table.alter_column("window_start", server_default=None)
    with op.batch_alter_table("daily_observations") as table:
        table.drop_column("market_price_usd")


def _make_the_next_refresh_a_full_one() -> None:
    op.execute("UPDATE dataset_version SET rules_fingerprint = ''")


_SERIES_KEYS = {"box_id": _BOX, "metric_date": _DAY, "marketplace": (sa.String, False)}
_VALUE_KEYS = {**_SERIES_KEYS, "field": (sa.String, False)}
_NEW_TABLES: Mapping[str, tuple[Mapping[str, tuple[type, bool]], Mapping[str, tuple[type, bool]]]] = {
    "reported_days": (
        {"game": (sa.String, False), "metric_date": _DAY},
        {
            "boxes_observed": (sa.Integer, False),
            "boxes_expected": (sa.Double, True),
            "is_partial": (sa.Boolean, False),
        },
    ),
    "suspect_values": (_VALUE_KEYS, {"value": (sa.Double, False), "reason": (sa.String, False)}),
    "suspect_decisions": (
        {**_VALUE_KEYS, "value": (sa.Double, False)},
        {"decision": (sa.String, False), "decided_at": (sa.DateTime, False)},
    ),
    "marketplace_days": (
        _SERIES_KEYS,
        {
            "observed_on": _DAY,
            "floor_price_usd": (sa.Double, True),
            "floor_on": (sa.Date, True),
            "market_price_usd": (sa.Double, True),
            "market_price_on": (sa.Date, True),
            "active_listings": (sa.Integer, True),
            "listings_on": (sa.Date, True),
            "units_sold": (sa.Double, True),
            "units_listed": (sa.Double, True),
            "volume_usd": (sa.Double, True),
            "volume_is_estimated": (sa.Boolean, True),
            "ema_state": (sa.Double, True),
            "volume_on": (sa.Date, True),
            "ema_observations": (sa.Integer, False),
        },
    ),
    "volume_weights": ({"marketplace": (sa.String, False)}, {"weight": (sa.Double, False)}),
    "held_days": (
        {"metric_date": _DAY},
        {"boxes_observed": (sa.Integer, False), "boxes_expected": (sa.Double, False)},
    ),
    "default_boards": (
        {"game": (sa.String, False)},
        {
            "metric_date": _DAY,
            "metric": (sa.String, False),
            "boxes": (sa.Integer, False),
            "boxes_with_it": (sa.Integer, False),
        },
    ),
}


def _create_tables() -> None:
    for name, (keys, columns) in _NEW_TABLES.items():
        of_box = "box_id" in keys
        op.create_table(
            name,
            *(_column(each, *kind) for each, kind in {**keys, **columns}.items()),
            sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
            *(
                [sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name=f"fk_{name}_box_id")]
                if of_box
                else []
            ),
            sqlite_with_rowid=False,
        )


def _column(name: str, kind: type, is_nullable: bool) -> sa.Column[object]:
    is_moment = kind is sa.DateTime
    made = sa.DateTime(timezone=True) if is_moment else kind()
    return sa.Column(name, made, nullable=is_nullable, autoincrement=False if name == "box_id" else "auto")


def _rebuild_metrics(names: tuple[str, ...], sources: Mapping[str, str], *, is_old: bool) -> None:
    # Fifty columns change: filling a new table once is sooner than altering it as often.
    op.drop_index("idx_unified_date_rank", "box_metrics_unified")
    op.rename_table("box_metrics_unified", "box_metrics_before")
    if op.get_context().dialect.name == "postgresql":
        for kind in ("pk", "fk"):
            suffix = "" if kind == "pk" else "_box_id"
            old = f"{kind}_box_metrics_unified{suffix}"
            op.execute(f"ALTER TABLE box_metrics_before RENAME CONSTRAINT {old} TO {old}_before")
    op.create_table(
        "box_metrics_unified",
        sa.Column("box_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        *(_metric_column(name, is_old=is_old) for name in names),
        sa.PrimaryKeyConstraint("box_id", "metric_date", name="pk_box_metrics_unified"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_box_metrics_unified_box_id"),
        sqlite_with_rowid=False,
    )
    stands = {name: sources.get(name, name) for name in names if name in sources or is_old or name in _KEPT}
    op.execute(
        f"INSERT INTO box_metrics_unified (box_id, metric_date, {', '.join(stands)})"
        f" SELECT box_id, metric_date, {', '.join(stands.values())} FROM box_metrics_before"
    )
    op.drop_table("box_metrics_before")
    op.create_index("idx_unified_date_rank", "box_metrics_unified", ["metric_date", "current_rank"])


def _metric_column(name: str, *, is_old: bool) -> sa.Column[object]:
    kind: sa.types.TypeEngine[object] = sa.Double()
    if name in _TEXTS:
        kind = sa.String()
    elif name in _NUMBERS:
        kind = sa.Integer()
    elif name in _FLAGS:
        kind = sa.Boolean()
    elif name == "updated_at":
        kind = sa.DateTime(timezone=True)
    elif name.endswith("_on") or name == "ema_state_date":
        kind = sa.Date()
    is_required = name in _NEVER_NULL or (is_old and name == "is_provisional")
    return sa.Column(name, kind, nullable=not is_required)


def _rename_boards(names: Mapping[str, str]) -> None:
    for old, new in names.items():
        for table in ("board_ranks", "board_days"):
            op.execute(f"UPDATE {table} SET metric = '{new}' WHERE metric = '{old}'")


_COUNTS = ("up", "down", "flat", "unknown")
_OF_WINDOWS = {
    "volume_7d_usd": sa.Double,
    "volume_30d_usd": sa.Double,
    **{f"volume_{days}d_change_pct": sa.Double for days in (1, 7, 30)},
    **{f"volume_{days}d_reason": sa.String for days in (1, 7, 30)},
    "net_supply_7d": sa.Double,
}


def _rebuild_market_days(*, is_old: bool) -> None:
    was, now = ("prices", "floors") if is_old else ("floors", "prices")
    op.rename_table("market_days", "market_days_before")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE market_days_before RENAME CONSTRAINT pk_market_days TO pk_market_days_before")
    keys = ["metric_date"] if is_old else ["game", "metric_date"]
    op.create_table(
        "market_days",
        *([] if is_old else [sa.Column("game", sa.String(), nullable=False)]),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("volume_usd", sa.Double()),
        sa.Column("boxes_sold", sa.Double()),
        sa.Column("boxes_listed", sa.BigInteger()),
        *(sa.Column(f"{now}_{name}", sa.Integer(), nullable=False) for name in _COUNTS),
        *(() if is_old else (sa.Column(name, kind()) for name, kind in _OF_WINDOWS.items())),
        sa.PrimaryKeyConstraint(*keys, name="pk_market_days"),
        sqlite_with_rowid=False,
    )
    same = ["metric_date", "volume_usd", "boxes_sold", "boxes_listed"]
    into = [*([] if is_old else ["game"]), *same, *(f"{now}_{name}" for name in _COUNTS)]
    out_of = [*([] if is_old else ["'*'"]), *same, *(f"{was}_{name}" for name in _COUNTS)]
    only = " WHERE game = '*'" if is_old else ""
    selected = f"SELECT {', '.join(out_of)} FROM market_days_before{only}"
    op.execute(f"INSERT INTO market_days ({', '.join(into)}) {selected}")
    op.drop_table("market_days_before")
