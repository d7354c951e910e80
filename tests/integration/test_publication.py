"""Readers see one generation or the next, whole, and never an older one after a newer one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, func, select

from app.database import Database
from app.models import box_metrics_unified, ranked_days
from app.read.box import BoxDetailRequest, read_box
from app.repositories import versions
from tests.factories import ClockedServices, Feed, clocked_services, day_after, observation

BOXES = {1: "box-1", 2: "box-2", 3: "box-3", 4: "box-4", 5: "box-5"}
DAYS = [day_after(number) for number in range(4)]
DETAIL_BOX = 2
PUBLICATIONS = 12
PAUSE_SECONDS = 0.01

Board = list[tuple[int, date, float, int]]
Series = list[tuple[date, float, int]]


@dataclass(frozen=True)
class Seen:
    """What one snapshot showed: the generation first and last, the boards, one box's series, and the days."""

    generations: tuple[int | None, int | None]
    boards: Board
    series: Series
    boxes_per_day: dict[date, int]


def volume_of(state: int, box_id: int) -> float:
    """Every figure of a state tells the state; the order of the boxes turns round from one to the next."""
    return 1000.0 * state + (box_id if state % 2 else -box_id)


def rank_of(state: int, box_id: int) -> int:
    return len(BOXES) + 1 - box_id if state % 2 else box_id


def observed_days(state: int) -> list[date]:
    """Odd states have one day more, so that rows appear and vanish as well."""
    return DAYS if state % 2 else DAYS[:-1]


def publish_state(services: ClockedServices, feed: Feed, state: int) -> int:
    gone = [{"action": "delete"} if day not in observed_days(state) else {} for day in DAYS]
    feed.give(
        [
            observation(slug, day, volume_usd=volume_of(state, box_id)) | action
            for box_id, slug in BOXES.items()
            for day, action in zip(DAYS, gone, strict=True)
            if not action or state > 1
        ]
    )
    report = services.refresh.run()
    assert report.is_new_generation
    assert report.generation is not None
    return report.generation


def generation_in(connection: Connection) -> int | None:
    publication = versions.current(connection)
    return None if publication is None else publication.generation


def look(connection: Connection) -> Seen:
    table = box_metrics_unified.c
    first = generation_in(connection)
    boards = connection.execute(
        select(table.box_id, table.metric_date, table.unified_volume_7d_ema, table.current_rank)
    ).all()
    series = connection.execute(
        select(table.metric_date, table.unified_volume_7d_ema, table.current_rank)
        .where(table.box_id == DETAIL_BOX)
        .order_by(table.metric_date)
    ).all()
    days = connection.execute(select(ranked_days.c.metric_date, ranked_days.c.boxes_ranked)).all()
    last = generation_in(connection)
    return Seen((first, last), [tuple(row) for row in boards], [tuple(row) for row in series], dict(days))


def expected(generation: int | None, state: int) -> Seen:
    days = observed_days(state)
    return Seen(
        (generation, generation),
        [(box, day, volume_of(state, box), rank_of(state, box)) for box in BOXES for day in days],
        [(day, volume_of(state, DETAIL_BOX), rank_of(state, DETAIL_BOX)) for day in days],
        dict.fromkeys(days, len(BOXES)),
    )


def is_whole(seen: Seen, wanted: Seen) -> bool:
    return (
        seen.generations == wanted.generations
        and sorted(seen.boards) == sorted(wanted.boards)
        and seen.series == wanted.series
        and seen.boxes_per_day == wanted.boxes_per_day
    )


@dataclass
class Reader:
    """Looks again and again over a connection of its own."""

    database: Database
    seen: list[Seen] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    has_looked: Event = field(default_factory=Event)
    is_over: Event = field(default_factory=Event)

    def run(self) -> None:
        while not self.is_over.wait(PAUSE_SECONDS):
            try:
                with self.database.snapshot() as connection:
                    self.seen.append(look(connection))
            except Exception as error:  # noqa: BLE001 - the test's own thread reports it
                self.errors.append(error)
                return
            finally:
                self.has_looked.set()


@contextmanager
def reading(database_url: str) -> Iterator[Reader]:
    with clocked_services(database_url) as other:
        reader = Reader(other.database)
        thread = Thread(target=reader.run)
        thread.start()
        try:
            yield reader
        finally:
            reader.is_over.set()
            thread.join()


def test_a_looping_reader_sees_whole_generations_only(
    services: ClockedServices, feed: Feed, database_url: str
) -> None:
    states = {publish_state(services, feed, 1): 1}
    with reading(database_url) as reader:
        for state in range(2, PUBLICATIONS + 1):
            reader.has_looked.clear()
            states[publish_state(services, feed, state)] = state
            assert reader.has_looked.wait(10)
    assert reader.errors == []
    generations = [seen.generations[0] or 0 for seen in reader.seen]
    assert generations == sorted(generations)
    assert len(set(generations)) > PUBLICATIONS // 2
    broken = [
        seen
        for seen, generation in zip(reader.seen, generations, strict=True)
        if not is_whole(seen, expected(generation, states[generation]))
    ]
    assert broken == []


def test_a_snapshot_stays_at_its_generation_while_the_next_is_published(
    services: ClockedServices, feed: Feed
) -> None:
    old = publish_state(services, feed, 1)
    with services.database.snapshot() as connection:
        assert generation_in(connection) == old
        new = publish_state(services, feed, 2)
        assert is_whole(look(connection), expected(old, 1))
    with services.database.snapshot() as connection:
        assert is_whole(look(connection), expected(new, 2))


@pytest.mark.parametrize("step", ["metrics", "ranked_days", "ranks", "market_days", "publish"])
def test_nothing_of_a_refresh_shows_before_it_is_done(
    services: ClockedServices, feed: Feed, step: str
) -> None:
    old = publish_state(services, feed, 1)
    seen: list[Seen] = []

    def look_in_between(done_step: str, done: int, total: int) -> None:
        if done_step == step:
            with services.database.snapshot() as connection:
                seen.append(look(connection))

    feed.give_volumes(DAYS[0], {slug: volume_of(2, box_id) for box_id, slug in BOXES.items()})
    services.refresh.run(look_in_between)
    assert [is_whole(each, expected(old, 1)) for each in seen] == [True]


def test_a_refresh_that_fails_leaves_the_old_generation_and_is_made_up_for(
    services: ClockedServices, feed: Feed
) -> None:
    old = publish_state(services, feed, 1)

    def fail_at_publication(step: str, done: int, total: int) -> None:
        if step == "publish":
            raise KeyboardInterrupt

    feed.give([observation(slug, DAYS[0], volume_usd=volume_of(2, box)) for box, slug in BOXES.items()])
    with pytest.raises(KeyboardInterrupt):
        services.refresh.run(fail_at_publication)
    with services.database.snapshot() as connection:
        assert is_whole(look(connection), expected(old, 1))
    report = services.refresh.run()
    assert report.stale_boxes == len(BOXES)
    assert (report.generation or 0) > old


def test_writers_wait_for_each_other(services: ClockedServices, feed: Feed, database_url: str) -> None:
    publish_state(services, feed, 1)
    feed.give_volumes(DAYS[0], {"box-1": 5.0})
    with clocked_services(database_url) as other:
        thread = Thread(target=other.refresh.run)

        def start_the_other(step: str, done: int, total: int) -> None:
            if step == "metrics":
                thread.start()

        mine = services.refresh.run(start_the_other)
        thread.join()
    with services.database.snapshot() as connection:
        assert generation_in(connection) == mine.generation
        assert connection.scalar(select(func.count()).select_from(box_metrics_unified)) == len(BOXES) * 4


def test_what_a_marketplace_said_since_the_publication_is_not_shown_beside_older_figures(
    services: ClockedServices, feed: Feed
) -> None:
    day = day_after(0)
    feed.give([observation("box-1", day, floor_price_usd=10.0, volume_usd=50.0)])
    services.refresh.run()
    services.clock.step()

    feed.give([observation("box-1", day, "ebay", volume_usd=70.0)])
    before = services.read(read_box, BoxDetailRequest("box-1")).data
    services.clock.step()
    services.refresh.run()
    after = services.read(read_box, BoxDetailRequest("box-1")).data

    assert [said.marketplace for said in before.marketplaces] == ["tcgplayer"]
    assert before.figures.daily_volume_usd == 50.0
    assert [said.marketplace for said in after.marketplaces] == ["ebay", "tcgplayer"]
    assert after.figures.daily_volume_usd == 120.0
