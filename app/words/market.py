"""Why a change of the market's volume is not known, in words."""

from app.domain import market_windows as reasons


def no_change(reason: str, days: int, whole_days: int, whole_days_before: int) -> str:
    """The reason of a window without a change; empty where its volume is not known either."""
    if reason == reasons.FEW_WHOLE_DAYS:
        return "incomplete day" if days == 1 else _few(whole_days, f"{days} days")
    if reason == reasons.FEW_WHOLE_DAYS_BEFORE:
        before = _few(whole_days_before, f"the {days} days before")
        return "the day before is missing or incomplete" if days == 1 else before
    if reason == reasons.NO_COMMON_VOLUME:
        return "no marketplace reported the same box before"
    if reason == reasons.NOTHING_TRADED_BEFORE:
        return "nothing was traded before"
    return ""


def _few(whole_days: int, of_days: str) -> str:
    if whole_days == 0:
        return f"none of {of_days} was whole"
    return f"only {whole_days} of {of_days} {'was' if whole_days == 1 else 'were'} whole"
