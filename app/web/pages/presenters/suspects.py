"""Suspect values as the pages show them."""

from collections.abc import Iterable

from app.schemas import SuspectValue
from app.web.pages.presenters.urls import box_url
from app.web.pages.view_models import Link, UnusedValue
from app.words.suspects import FIELD_WORDS, REASON_WORDS, value_in_words


def unused_values(suspects: Iterable[SuspectValue]) -> tuple[UnusedValue, ...]:
    """One row per value, in their order."""
    return tuple(
        UnusedValue(
            each.metric_date,
            Link(each.label, box_url(each.slug)),
            each.marketplace,
            FIELD_WORDS[each.field],
            value_in_words(each.field, each.value),
            REASON_WORDS[each.reason],
        )
        for each in suspects
    )
