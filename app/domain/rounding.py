"""Rounding of computed figures before they are stored: one rule for every path and engine."""

import polars as pl

MILLION = 1_000_000


def stored(expression: pl.Expr) -> pl.Expr:
    """Dollars or percent as they are stored: to 0.01, an exact half to the even cent.

    Null stays null; what is not finite, or beyond 9e16, becomes null; -0.0 becomes 0.0. The figure is first
    rounded to a millionth of a cent, so that float noise does not decide an exact half.
    """
    return _rounded(expression, places=2)


def stored_fraction(expression: pl.Expr) -> pl.Expr:
    """Averages of boxes, ratios, scores and days as they are stored: to 0.000001, otherwise like `stored`.

    What is beyond 9e12 becomes null.
    """
    return _rounded(expression, places=6)


def millionths(expression: pl.Expr) -> pl.Expr:
    """The figure as an Int64 count of millionths, half to even: sums do not depend on their order.

    Null stays null. Figures beyond 9.2e12 do not fit and raise `polars.exceptions.InvalidOperationError`.
    """
    return _half_even(expression * MILLION, 0).cast(pl.Int64)


def over(amount: pl.Expr, number: int) -> pl.Expr:
    """The amount divided by a number, to the same digits in a frame of one row as in any other.

    Polars multiplies more than one row by the inverse of a literal; so the divisor is a column too.
    """
    return amount / (0 * amount + number)


def _rounded(expression: pl.Expr, places: int) -> pl.Expr:
    units = _half_even(_half_even(expression * 10**places, 6), 0)
    # Integers know neither NaN nor infinity nor -0.0.
    whole_units = units.cast(pl.Int64, strict=False)
    # Polars may multiply by 0.01 where `/ 100` is written, one bit off: the last round corrects that.
    return _half_even(whole_units / 10**places, places)


def _half_even(expression: pl.Expr, decimals: int) -> pl.Expr:
    return expression.round(decimals, mode="half_to_even")
