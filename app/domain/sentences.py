"""A sentence as data: pieces of text, some of them names of boxes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SentencePart:
    """A piece of text; with a slug it is the name of that box."""

    text: str
    slug: str | None = None


@dataclass(frozen=True)
class DaySentence:
    """The parts of the day's sentence in reading order."""

    parts: tuple[SentencePart, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part.text for part in self.parts)
