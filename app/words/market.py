"""Why a change of the market's volume is not known, in words."""

from app.domain import market_windows as reasons


def no_change(reason: str, days: int, whole_days: int, whole_days_before: int) -> str:
    """The reason of a window without a change; empty where its volume is not known either."""
    if reason == reasons.FEW_WHOLE_DAYS:
        return "incomplete day" if days == 1 else f"only {whole_days} of {days} days were whole"
    if reason == reasons.FEW_WHOLE_DAYS_BEFORE:
        before = f"only {whole_days_before} of the {days} days before were whole"
        return "the day before is missing or incomplete" if days == 1 else before
    if reason == reasons.NO_COMMON_VOLUME:
        return "no marketplace reported the same box before"
    if reason == reasons.NOTHING_TRADED_BEFORE:
        return "nothing was traded before"
    return ""
