"""Figures of what was traded: the day's volume, its averages and sums, and who reported."""
# ruff: noqa: RUF001  (formulas are written with their own signs)

from datetime import date

from app.domain.figure import DAY, FLAG, MARKETPLACES, PERCENT, SHARE, USD, entry, figure_list

_NONE_LIVE = "No marketplace has a volume that is still good."
_ALPHA = "EMA = α·x + (1 − α)·EMA before,  α = 1 − 0.75^g,  g = days since the last volume"


@figure_list
class VolumeFigures:
    """Dollars traded: made for each marketplace first, then added."""

    daily_volume_usd: float | None = entry(
        "Traded today",
        "traded",
        USD,
        "Dollars that changed hands",
        " that day, added over the marketplaces that reported it. Where one reports only how many boxes it"
        " sold, they are multiplied by its market price, else its floor, else that of the box, and the sum is"
        " marked estimated.",
        "Σ weight × volume,  volume = given, or sold × price",
        "No marketplace reported a volume that day, which is not zero. A true zero is kept.",
        period_days=1,
        has_board=True,
        noun="volume",
        by="the day's volume",
        place=4,
    )
    daily_volume_is_estimated: bool | None = entry(
        "Estimated",
        "estimated",
        FLAG,
        "Whether a part of the day's volume is estimated",
        " from boxes sold and a price.",
        empty_when="The volume itself is unknown.",
    )
    daily_volume_is_incomplete: bool | None = entry(
        "Incomplete",
        "incomplete",
        FLAG,
        "Whether a marketplace is missing from the day's volume",
        empty_when="The volume itself is unknown.",
    )
    missing_marketplaces: list[str] = entry(
        "Missing",
        "missing",
        MARKETPLACES,
        "The marketplaces with a volume that is still good, but none of that day",
    )
    volume_marketplaces: list[str] = entry(
        "Volume from",
        "volume from",
        MARKETPLACES,
        "The marketplaces whose volumes count",
        ": those with one that is still good.",
    )
    volume_on: date | None = entry(
        "Volume of",
        "volume of",
        DAY,
        "The day of the oldest report",
        " that the average rests on: of each marketplace the newest counts.",
        empty_when=_NONE_LIVE,
    )
    unified_volume_7d_ema: float | None = entry(
        "Volume, 7-day average",
        "7d avg",
        USD,
        "What ranks the board",
        ": of each marketplace a moving average of dollars traded, in which the newest report weighs a"
        " quarter, and their sum. A marketplace that fails to report keeps its average while its last"
        " report is good. After a"
        " gap the newest report weighs more, by exactly the days that passed.",
        f"Σ weight × EMA of each marketplace,  {_ALPHA}",
        f"{_NONE_LIVE} After more than 30 days without one, an average starts again.",
        period_days=7,
        has_board=True,
        noun="volume",
        by="7-day volume",
        place=3,
    )
    is_provisional: bool | None = entry(
        "Provisional",
        "provisional",
        FLAG,
        "Whether the 7-day average rests on fewer than 7 volumes at every marketplace",
        empty_when="There is no average.",
    )
    volume_30d_usd: float | None = entry(
        "Traded, 30 days",
        "traded 30d",
        USD,
        "The plain sum",
        " of the last thirty calendar days, shown with the part of them that was reported.",
        "Σ weight × volume of 30 days",
        "No day of the thirty has a volume.",
        period_days=30,
        has_board=True,
        noun="volume",
        by="the sum of 30 days",
        place=5,
    )
    unified_volume_30d_sma: float | None = entry(
        "30-day mean",
        "mean 30d",
        USD,
        "Of each marketplace the mean of the days with a volume",
        " among the thirty up to its newest one, and their sum.",
        "Σ weight × (Σ volume of 30 days / days with a volume)",
        _NONE_LIVE,
        period_days=30,
        has_board=True,
        noun="volume",
        by="30-day volume",
    )
    volume_30d_coverage: float | None = entry(
        "Coverage",
        "coverage",
        SHARE,
        "How much of the month is known",
        ": the days with a volume of each marketplace, as a part of thirty days each. Below a half, the sum"
        " says little.",
        "days with a volume / (30 × marketplaces)",
        _NONE_LIVE,
        period_days=30,
    )
    momentum_pct: float | None = entry(
        "Momentum",
        "momentum",
        PERCENT,
        "Faster or slower than usual",
        ": the 7-day average against the 30-day mean.",
        "100 × (EMA / SMA30 − 1)",
        "There is no average, it is provisional, or the 30-day mean is zero.",
        has_board=True,
        noun="momentum",
        place=6,
    )
