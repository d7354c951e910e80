"""One box and its series in a terminal."""

from rich.table import Table
from rich.text import Text

from app.cli.output import (
    DASH,
    cell,
    console,
    counted,
    decimal,
    dollars,
    movement,
    percent,
    plain_table,
    whole,
)
from app.schemas import BoxCard, BoxDay, BoxDetail, ChartRecord, Figures, MarketplaceDay, Ranks, TimeSeries

REASONS = {
    "no_sales": "no sales",
    "not_tightening": "supply is not tightening",
    "too_slow": "tightening too slowly",
    "short_history": "fewer than 7 observed days",
}


def print_box(detail: BoxDetail) -> None:
    """Print who a box is, where it stands, its figures and its marketplaces."""
    out, box_day = console(), detail.data
    out.print(f"{box_day.box.name}", style="bold")
    out.print(_identity(box_day.box))
    if box_day.metric_date != detail.meta.date:
        out.print(f"Not observed on {detail.meta.date}; these are its figures of {box_day.metric_date}.")
    out.print(_standing(box_day))
    for table in (_figures_table(box_day.figures), _marketplaces_table(box_day.marketplaces)):
        out.print()
        out.print(table)
    out.print()
    out.print(f"Generation {detail.meta.generation}, data as of {detail.meta.data_as_of}.")


def print_series(found: TimeSeries) -> None:
    """Print one row per observed day."""
    out, meta = console(), found.meta
    out.print(f"{meta.box} · {meta.start} to {meta.end}", style="bold")
    table = plain_table("day", *(name.replace("_", " ") for name in meta.metrics), left=("day",))
    for row in found.data:
        table.add_row(*(cell(row[name]) for name in ("metric_date", *meta.metrics)))
    out.print(table)
    out.print(f"{counted(len(found.data), 'observed day')}; days that are missing were not observed.")


def _identity(box: BoxCard) -> str:
    released = f"released {box.release_date}" if box.release_date else None
    return " · ".join(part for part in (box.slug, box.game, box.set_name, released) if part)


def _standing(box_day: BoxDay) -> Text:
    if box_day.record is None or box_day.ranks.current_rank is None:
        return Text(f"No rank on {box_day.metric_date}: its 7-day average of volume is unknown.")
    return Text.assemble(
        f"Rank {box_day.ranks.current_rank} on {box_day.metric_date}  ",
        movement(box_day.record.rank_state, box_day.ranks.rank_change),
        f"{_came_from(box_day.ranks, box_day.record)}\n{_record(box_day.record)}",
    )


def _came_from(ranks: Ranks, record: ChartRecord) -> str:
    if ranks.previous_rank is not None:
        return f"  before: {ranks.previous_rank}"
    return f"  left at {record.last_rank} on {record.last_rank_date}" if record.last_rank_date else ""


def _record(record: ChartRecord) -> str:
    at_top = (
        f", {counted(record.days_at_number_one, 'day')} at number one" if record.days_at_number_one else ""
    )
    return (
        f"Peak {record.peak_rank} on {record.peak_date}; ranked on {counted(record.days_ranked, 'day')}"
        f"{at_top}; streak {record.streak}"
    )


def _figures_table(figures: Figures) -> Table:
    table = plain_table("figure", "value", left=("figure",))
    for label, value in _figure_rows(figures):
        table.add_row(label, value)
    return table


def _figure_rows(figures: Figures) -> list[tuple[str, str | Text]]:
    estimated = " (estimated)" if figures.daily_volume_is_estimated else ""
    provisional = " (provisional: fewer than 7 volumes)" if figures.is_provisional else ""
    days_to_increase = decimal(figures.days_to_20pct_increase, 1)
    reason = REASONS.get(figures.days_to_20pct_increase_reason or "", "")
    return [
        (f"volume, 7-day average{provisional}", dollars(figures.unified_volume_7d_ema)),
        (f"volume of the day{estimated}", dollars(figures.daily_volume_usd)),
        ("volume, 30 days", dollars(figures.unified_volume_usd)),
        ("momentum", percent(figures.momentum_pct)),
        ("floor", dollars(figures.floor_price_usd)),
        ("floor, 1 day", percent(figures.floor_price_1d_change_pct)),
        ("floor, 7 days", percent(figures.floor_price_7d_change_pct)),
        ("floor, 30 days", percent(figures.floor_price_30d_change_pct)),
        ("listings", whole(figures.active_listings_count)),
        ("visible market cap", dollars(figures.visible_market_cap_usd)),
        ("boxes sold", decimal(figures.boxes_sold)),
        ("boxes sold a day, 30 days", decimal(figures.boxes_sold_30d_avg)),
        ("boxes added a day, 30 days", decimal(figures.boxes_added_30d_avg)),
        ("liquidity, 0 to 100", decimal(figures.liquidity_score, 1)),
        ("expected days to sell", decimal(figures.expected_days_to_sell, 1)),
        (f"days to +20 %{f' ({reason})' if reason else ''}", days_to_increase),
    ]


def _marketplaces_table(marketplaces: list[MarketplaceDay]) -> Table:
    table = plain_table(
        "marketplace",
        "floor",
        "listings",
        "sold",
        "added",
        "volume",
        "source",
        left=("marketplace", "source"),
    )
    for said in marketplaces:
        table.add_row(
            said.marketplace,
            dollars(said.floor_price_usd),
            whole(said.active_listings),
            decimal(said.units_sold),
            decimal(said.units_listed),
            dollars(said.volume_usd),
            Text(said.source or DASH),
        )
    return table
