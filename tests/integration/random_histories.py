"""Random histories of a small market: files with corrections and deletions, decisions, refreshes between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.factories import deletion
from tests.integration.oracle.publishing import file_row
from tests.oracles.market import Decision, Observation, OracleMarket, OracleSettings
from tests.oracles.random_markets import (
    FIRST_DAY,
    GAMES,
    random_decisions,
    random_observations,
    settings,
)

Key = tuple[str, date, str]
FileEdits = Mapping[Key, Observation | None]


@dataclass(frozen=True)
class Step:
    """One file, what is decided after it, and whether a refresh follows."""

    edits: FileEdits
    is_refreshed: bool
    decisions: Sequence[Decision] = ()


@dataclass(frozen=True)
class History:
    """What happens to a market, in order, by settings that stay."""

    steps: Sequence[Step]
    settings: OracleSettings

    def market(self) -> OracleMarket:
        """The market that the history ends with."""
        final: dict[Key, Observation | None] = {}
        decided: dict[tuple[object, ...], Decision] = {}
        for step in self.steps:
            final.update(step.edits)
            decided |= {
                (each.box, each.day, each.marketplace, each.field, each.value): each
                for each in step.decisions
            }
        observations = [each for _, each in sorted(final.items()) if each is not None]
        return OracleMarket(observations, self.settings, list(decided.values()), GAMES)


@st.composite
def histories(draw: st.DrawFn, most_days: int = 60) -> History:
    """A market that comes in up to three files in any order, and what happens to it afterwards."""
    dice = Random(draw(st.integers(0, 10**6)))
    rows = random_observations(dice, draw(st.integers(1, 4)), draw(st.integers(1, 3)), most_days)
    dice.shuffle(rows)
    files = draw(st.integers(1, 3))
    steps = [Step(_edits(rows[number::files]), draw(st.booleans())) for number in range(files)]
    known = {_key(each): each for each in rows}
    for _ in range(draw(st.integers(0, 4))):
        edits = _changes(dice, known, draw(st.integers(1, 12)))
        known = {key: each for key, each in {**known, **edits}.items() if each is not None}
        decided = random_decisions(dice, list(known.values()), draw(st.integers(0, 2))) if known else []
        steps.append(Step(edits, draw(st.booleans()), decided))
    return History(steps, draw(settings()))


def file_rows(edits: FileEdits) -> list[dict[str, object]]:
    """The edits as rows of a file; a None asks for a deletion."""
    return [deletion(*key) if each is None else file_row(each) for key, each in edits.items()]


def _key(each: Observation) -> Key:
    return each.box, each.day, each.marketplace


def _edits(rows: Sequence[Observation]) -> FileEdits:
    return {_key(each): each for each in rows}


def _changes(dice: Random, known: Mapping[Key, Observation], count: int) -> FileEdits:
    kinds = [_deleted, _deleted, _deleted_day, _changed, _changed, _changed, _added]
    edits: dict[Key, Observation | None] = {}
    for _ in range(count if known else 0):
        edits |= dice.choice(kinds)(dice, known)
    return edits


def _deleted(dice: Random, known: Mapping[Key, Observation]) -> FileEdits:
    return {dice.choice(sorted(known)): None}


def _deleted_day(dice: Random, known: Mapping[Key, Observation]) -> FileEdits:
    day = dice.choice(sorted(known))[1]
    return {key: None for key in known if key[1] == day}


def _changed(dice: Random, known: Mapping[Key, Observation]) -> FileEdits:
    key = dice.choice(sorted(known))
    [new, *_] = random_observations(dice, 1, 1, 1)
    return {
        key: Observation(*key, {**known[key].values, **new.values} if dice.random() < 0.5 else new.values)
    }


def _added(dice: Random, known: Mapping[Key, Observation]) -> FileEdits:
    box, _, marketplace = dice.choice(sorted(known))
    day = FIRST_DAY + timedelta(days=dice.choice([0, 1, 2, 10, 29, 31, 45, 61, 62, 69, 75, 90]))
    [new, *_] = random_observations(dice, 1, 1, 1)
    return {(box, day, marketplace): Observation(box, day, marketplace, new.values)}
