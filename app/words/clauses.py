"""Pieces of sentences about boxes: names that link, enumerations, whole sentences."""

import polars as pl

from app.domain.sentences import DaySentence, SentencePart

Clause = tuple[SentencePart, ...]


def text(words: str) -> SentencePart:
    """A piece of text that is no name."""
    return SentencePart(words)


def names_of(boxes: pl.DataFrame) -> Clause:
    """The names of boxes (slug, name, current_rank) as an enumeration, best rank first.

    A box without a name is called by its slug.
    """
    named = boxes.sort("current_rank", "slug").select("name", "slug")
    names = [SentencePart((name or "").strip() or slug, slug) for name, slug in named.iter_rows()]
    parts: list[SentencePart] = []
    for index, name in enumerate(names):
        if index:
            parts.append(text(" and " if index == len(names) - 1 else ", "))
        parts.append(name)
    return tuple(parts)


def joined(first: Clause, second: Clause) -> Clause:
    """Two clauses in one sentence; either may be empty."""
    return (*first, text(", and "), *second) if first and second else (*first, *second)


def sentences(*clauses: Clause) -> DaySentence:
    """Each clause that is not empty as a sentence of its own."""
    parts: list[SentencePart] = []
    for clause in filter(None, clauses):
        parts += [text(" ")] if parts else []
        parts += [*clause, text(".")]
    return DaySentence(tuple(parts))
