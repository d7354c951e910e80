"""Stored figures: dollars and percentages to 0.01, everything else to 0.000001, half to even, once."""

from fractions import Fraction

Number = Fraction | float | int


def cents(figure: Number | None) -> float | None:
    """To 0.01; what is left of the noise of floats is rounded off first, at a millionth of a cent."""
    return _stored(None if figure is None else figure * 100, 100)


def millionths(figure: Number | None) -> float | None:
    """To 0.000001."""
    return _stored(None if figure is None else figure * 1_000_000, 1_000_000)


def to_millionth(figure: Fraction) -> Fraction:
    """The exact number of millionths that is nearest."""
    return Fraction(round(figure * 1_000_000), 1_000_000)


def _stored(units: Number | None, parts: int) -> float | None:
    if units is None:
        return None
    without_noise = Fraction(round(Fraction(units) * 1_000_000), 1_000_000)
    return float(Fraction(round(without_noise), parts))
