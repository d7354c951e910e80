"""Values that look wrong, and are therefore not used: the rule, as a function of series and decisions."""

import math

import polars as pl

LEVEL_DAYS = 60
LEVEL_REPORTS = 30
FEWEST_REPORTS = 5

FAR_FROM_ITS_LEVEL = "far_from_its_level"
FAR_ABOVE_ITS_SALES = "far_above_its_sales"
CONTRADICTS_PRICE = "contradicts_price"
REJECTED = "rejected"
REASONS = (FAR_FROM_ITS_LEVEL, FAR_ABOVE_ITS_SALES, CONTRADICTS_PRICE, REJECTED)

PRICE_FIELDS = ("floor_price_usd", "market_price_usd")
LEVEL_FIELDS = (*PRICE_FIELDS, "active_listings")
SALES_FIELDS = ("units_sold", "units_listed", "volume_usd")
CHECKED_FIELDS = (*LEVEL_FIELDS, *SALES_FIELDS)

KEYS = ("box_id", "metric_date", "marketplace")
VALUE_KEYS = (*KEYS, "field")
SUSPECTS_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "marketplace": pl.String(),
        "field": pl.String(),
        "value": pl.Float64(),
        "reason": pl.String(),
    }
)
DECISIONS_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "marketplace": pl.String(),
        "field": pl.String(),
        "value": pl.Float64(),
        "decision": pl.String(),
    }
)

_CONFIRMING_FACTOR = 1.25
_LEAST_DISTANCE = math.log(4)
_SALES_FACTOR = 10
_PRICE_FACTOR = 4
_SPREADS = 5 * 1.4826  # a median absolute deviation times 1.4826 estimates a standard deviation
_NOISE = 1e-9  # a difference of floats that is no difference
_LOG_OF_ZERO = -1e6  # a price of 0 is farther from every level than any spread
_NO_LEVEL = -1e4  # a level below it is made of prices of 0: nothing to compare with
_CANDIDATES_AT_ONCE = 100_000
_FOUND = ("row", "field")


def suspect_values(observations: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The values that are not used, in the columns of SUSPECTS_SCHEMA, ordered by VALUE_KEYS.

    `observations` has KEYS and CHECKED_FIELDS, null where not reported; `decisions` has the columns of
    DECISIONS_SCHEMA (`accept` or `reject`), each for exactly that value. A rejected value is no report of its
    series. A price or count is suspect when it is far from the median of the newest 30 reports in the 60 days
    before it, a sales figure when it is more than 10 times the largest of them, a volume also when it is not
    about units times price; the first two only with 5 reports or more, and when neither the report before nor
    the one after is within a factor of 1.25.
    """
    rows = _numbered(observations)
    decided = _decided_values(rows, decisions)
    rejected = decided.filter(pl.col("decision") == "reject").select(*_FOUND, reason=pl.lit(REJECTED))
    accepted = decided.filter(pl.col("decision") == "accept")
    found = [rejected, *(_suspects_of(rows, field, rejected) for field in CHECKED_FIELDS)]
    unused = pl.concat(found).join(accepted, on=_FOUND, how="anti")
    contradictions = _contradictions(rows, unused).join(accepted, on=_FOUND, how="anti")
    return _with_keys(rows, pl.concat([unused, contradictions]))


def used_values(observations: pl.DataFrame, unused: pl.DataFrame) -> pl.DataFrame:
    """The observations (any of CHECKED_FIELDS) with null in place of the values in `unused` (VALUE_KEYS)."""
    if unused.is_empty():
        return observations
    marks = unused.group_by(KEYS).agg(pl.col("field").alias("_unused"))
    marked = observations.join(marks, on=KEYS, how="left", maintain_order="left")
    is_unused = {
        field: pl.col("_unused").list.contains(field).fill_null(value=False)
        for field in CHECKED_FIELDS
        if field in observations.columns
    }
    return marked.with_columns(
        pl.when(~unused_here).then(field).alias(field) for field, unused_here in is_unused.items()
    ).drop("_unused")


def _numbered(observations: pl.DataFrame) -> pl.DataFrame:
    fields = pl.col(CHECKED_FIELDS).cast(pl.Float64)
    ordered = observations.select(*KEYS, fields).sort("box_id", "marketplace", "metric_date")
    return ordered.with_row_index("row").with_columns(series=pl.struct("box_id", "marketplace").rle_id())


def _decided_values(rows: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    named = rows.join(decisions.select(KEYS), on=KEYS, how="semi")
    values = named.unpivot(CHECKED_FIELDS, index=["row", *KEYS], variable_name="field")
    return values.join(decisions, on=[*VALUE_KEYS, "value"]).select(*_FOUND, "decision")


def _suspects_of(rows: pl.DataFrame, field: str, rejected: pl.DataFrame) -> pl.DataFrame:
    left_out = rejected.filter(pl.col("field") == field).select("row")
    present = rows.filter(pl.col(field).is_not_null()).join(left_out, on="row", how="anti")
    if field in SALES_FIELDS:
        found, reason = _far_above_its_sales(_reports(present, pl.col(field))), FAR_ABOVE_ITS_SALES
    else:
        size = pl.col(field) + 1 if field == "active_listings" else pl.col(field)
        found, reason = _far_from_its_level(_reports(present, size)), FAR_FROM_ITS_LEVEL
    return found.select("row", field=pl.lit(field), reason=pl.lit(reason))


def _reports(present: pl.DataFrame, size: pl.Expr) -> pl.DataFrame:
    """The reports of a field in order, each with `is_open`: nothing confirms it, and it has a level."""
    reports = present.select("row", "series", "metric_date", size=size).with_row_index("position")
    fifth = pl.col("metric_date").shift(FEWEST_REPORTS) >= _level_start()
    has_level = fifth & (pl.col("series").shift(FEWEST_REPORTS) == pl.col("series"))
    is_confirmed = _confirms(1).fill_null(value=False) | _confirms(-1).fill_null(value=False)
    return reports.with_columns(is_open=has_level.fill_null(value=False) & ~is_confirmed)


def _confirms(step: int) -> pl.Expr:
    size, other = pl.col("size"), pl.col("size").shift(step)
    is_near = ~_exceeds(size, other, _CONFIRMING_FACTOR) & ~_exceeds(other, size, _CONFIRMING_FACTOR)
    return is_near & (pl.col("series").shift(step) == pl.col("series"))


def _exceeds(value: pl.Expr, other: pl.Expr, factor: float) -> pl.Expr:
    return value > other * (factor * (1 + _NOISE))


def _level_start() -> pl.Expr:
    return pl.col("metric_date") - pl.duration(days=LEVEL_DAYS)


def _far_above_its_sales(reports: pl.DataFrame) -> pl.DataFrame:
    newest = pl.col("size").shift(1).rolling_max(FEWEST_REPORTS)
    candidates = reports.filter(pl.col("is_open"), _exceeds(pl.col("size"), newest, _SALES_FACTOR))
    largest = _levels(reports, candidates, pl.col("before").max().alias("largest"))
    return largest.filter(pl.col("largest") > 0, _exceeds(pl.col("size"), pl.col("largest"), _SALES_FACTOR))


def _far_from_its_level(reports: pl.DataFrame) -> pl.DataFrame:
    # At least this many reports before it, so that no extreme of its level is missed.
    before = pl.col("size").shift(1)
    lowest = before.rolling_min(LEVEL_REPORTS, min_samples=FEWEST_REPORTS)
    highest = before.rolling_max(LEVEL_REPORTS, min_samples=FEWEST_REPORTS)
    least = math.exp(_LEAST_DISTANCE) * (1 - _NOISE)
    may_be_far = (pl.col("size") >= lowest * least) | (highest >= pl.col("size") * least)
    level = _log("before").median()
    spread = (_log("before") - level).abs().median()
    candidates = reports.filter(pl.col("is_open"), may_be_far)
    levels = _levels(reports, candidates, level.alias("level"), spread.alias("spread"))
    most = pl.max_horizontal(pl.lit(_LEAST_DISTANCE), pl.col("spread") * _SPREADS)
    is_far = (_log("size") - pl.col("level")).abs() > most + _NOISE
    return levels.filter(is_far, pl.col("level") > _NO_LEVEL)


def _levels(reports: pl.DataFrame, candidates: pl.DataFrame, *levels: pl.Expr) -> pl.DataFrame:
    """The candidates with what `levels` make of `before`: the newest reports of the days before each."""
    parts = candidates.iter_slices(_CANDIDATES_AT_ONCE) if candidates.height else [candidates]
    return pl.concat(_level_reports(reports, part).group_by("row", "size").agg(levels) for part in parts)


def _level_reports(reports: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    back = pl.DataFrame({"back": range(1, LEVEL_REPORTS + 1)}, {"back": pl.UInt32})
    places = candidates.join(back, how="cross").filter(pl.col("back") <= pl.col("position"))
    before = reports[(places["position"] - places["back"])]
    return places.with_columns(
        before=before["size"], before_date=before["metric_date"], before_series=before["series"]
    ).filter(pl.col("before_series") == pl.col("series"), pl.col("before_date") >= _level_start())


def _log(size: str) -> pl.Expr:
    return pl.when(pl.col(size) > 0).then(pl.col(size).log()).otherwise(_LOG_OF_ZERO)


def _contradictions(rows: pl.DataFrame, unused: pl.DataFrame) -> pl.DataFrame:
    """Volumes that are used so far and that used units and the used price of their row contradict."""
    used = rows.select("row", *(_used(field, unused) for field in CHECKED_FIELDS))
    price = pl.coalesce(reversed(PRICE_FIELDS))
    traded = used.filter(pl.col("volume_usd") > 0, pl.col("units_sold") > 0)
    worth, volume = pl.col("units_sold") * price, pl.col("volume_usd")
    contradicts = _exceeds(volume, worth, _PRICE_FACTOR) | _exceeds(worth, volume, _PRICE_FACTOR)
    return traded.filter(price > 0, contradicts).select(
        "row", field=pl.lit("volume_usd"), reason=pl.lit(CONTRADICTS_PRICE)
    )


def _used(field: str, unused: pl.DataFrame) -> pl.Expr:
    without = unused.filter(pl.col("field") == field)["row"]
    return pl.when(~pl.col("row").is_in(without.implode())).then(field).alias(field)


def _with_keys(rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    named = rows.join(found.select("row").unique(), on="row", how="semi")
    values = named.unpivot(CHECKED_FIELDS, index=["row", *KEYS], variable_name="field")
    return values.join(found, on=_FOUND).sort(VALUE_KEYS).select(SUSPECTS_SCHEMA.names())
