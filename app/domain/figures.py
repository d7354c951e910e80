"""The list of figures: everything that pages, terminal, API, files and documents know of each."""

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from app.domain.figure import Figure, figure_list
from app.domain.price_figures import PriceFigures
from app.domain.supply_figures import SupplyFigures
from app.domain.volume_figures import VolumeFigures


@figure_list
class Figures(SupplyFigures, VolumeFigures, PriceFigures):
    """Unified metrics of one box on one day; the rules are in `docs/metrics.md`."""


def _all() -> Mapping[str, Figure]:
    hints, listed = get_type_hints(Figures), {}
    for each in fields(Figures):
        hint = hints[each.name]
        own = {"key": each.name, "type": _type(hint), "is_nullable": NoneType in get_args(hint)}
        listed[each.name] = replace(each.metadata["figure"], **own)
    return MappingProxyType(listed)


def _type(hint: Any) -> type:
    kinds = get_args(hint) if NoneType in get_args(hint) else (hint,)
    found: type = get_origin(kinds[0]) or kinds[0]
    return found


FIGURES: Mapping[str, Figure] = _all()
"""Every figure by its key, in the order of the API."""
