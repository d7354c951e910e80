"""What processes that share a Redis owe each other."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from app.cache.compute_locks import ComputeLocks, LockOptions
from app.cache.counters import CacheCounters
from app.cache.entry import Entry
from app.cache.filler import TieredOptions
from app.cache.redis import RedisOptions, RedisTier
from app.cache.store import Source
from tests.integration.cache.conftest import TTL_SECONDS, Clock, MakeCache, MakeEntry
from tests.redis_server import RedisServer, free_port, wait_until

SCRIPT = Path(__file__).parent / "asking_process.py"
ROOT = Path(__file__).parents[3]
KEY = "boxrank:1:7:board:limit=10"


def computations_of_four_processes(url: str, log: Path) -> list[str]:
    starts_at = str(time.time() + 1.5)
    command = [sys.executable, str(SCRIPT), url, str(log), starts_at]
    asking = [
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, text=True)
        for _ in range(4)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in asking]
    assert [output.splitlines()[-1] for output in outputs] == ["board"] * 4
    return log.read_text().split()


def test_four_processes_make_one_computation(shared_server: RedisServer, tmp_path: Path) -> None:
    assert len(computations_of_four_processes(shared_server.url, tmp_path / "log")) == 1


def test_four_processes_without_redis_make_one_computation_each(tmp_path: Path) -> None:
    computed_by = computations_of_four_processes(f"redis://127.0.0.1:{free_port()}", tmp_path / "log")

    assert len(computed_by) == len(set(computed_by)) == 4


def test_what_one_process_computed_is_a_hit_in_another(
    shared_server: RedisServer, open_cache: MakeCache, make_entry: MakeEntry
) -> None:
    first, second = (open_cache(shared_server.url, socket_timeout_seconds=2.0) for _ in range(2))
    first.get_or_compute(KEY, make_entry)
    wait_until(lambda: shared_server.client.exists(KEY))

    assert second.get_or_compute(KEY, make_entry).source is Source.REDIS
    assert second.get_or_compute(KEY, make_entry).source is Source.MEMORY


@pytest.fixture
def somebody(shared_server: RedisServer) -> RedisTier:
    """Another process, as far as the cache can tell."""
    return RedisTier(RedisOptions(shared_server.url, socket_timeout_seconds=2.0))


def test_a_loser_waits_for_the_winners_answer(
    shared_server: RedisServer, open_cache: MakeCache, make_entry: MakeEntry, somebody: RedisTier
) -> None:
    options = TieredOptions(locks=LockOptions(wait_seconds=20.0))
    loser = open_cache(shared_server.url, options, socket_timeout_seconds=2.0)
    somebody.try_lock(KEY, "theirs", 60.0)

    storing = Timer(0.3, lambda: somebody.set(KEY, make_entry(b"theirs")))
    storing.start()
    served = loser.get_or_compute(KEY, lambda: make_entry(b"ours"))
    storing.join()
    somebody.close()

    assert (served.entry.body, served.source) == (b"theirs", Source.REDIS)


def test_a_loser_computes_after_a_bounded_wait(
    shared_server: RedisServer, open_cache: MakeCache, make_entry: MakeEntry, somebody: RedisTier
) -> None:
    options = TieredOptions(locks=LockOptions(wait_seconds=0.2))
    loser = open_cache(shared_server.url, options, socket_timeout_seconds=2.0)
    somebody.try_lock(KEY, "theirs", 60.0)
    somebody.close()

    started = time.monotonic()
    served = loser.get_or_compute(KEY, lambda: make_entry(b"ours"))

    assert served.entry.body == b"ours"
    assert time.monotonic() - started >= 0.2


def test_a_loser_takes_the_turn_of_a_winner_who_failed(
    shared_server: RedisServer, open_cache: MakeCache, make_entry: MakeEntry, somebody: RedisTier
) -> None:
    options = TieredOptions(locks=LockOptions(wait_seconds=60.0))
    loser = open_cache(shared_server.url, options, socket_timeout_seconds=2.0)
    somebody.try_lock(KEY, "theirs", 0.2)
    somebody.close()

    started = time.monotonic()
    assert loser.get_or_compute(KEY, lambda: make_entry(b"ours")).entry.body == b"ours"
    assert time.monotonic() - started < 30


def test_a_winner_who_ends_right_after_a_loser_looked_is_not_computed_after(somebody: RedisTier) -> None:
    somebody.try_lock(KEY, "theirs", 60.0)
    answers = iter([None, "their answer"])

    def look() -> str | None:
        found = next(answers)
        somebody.unlock(KEY, "theirs")
        return found

    locks = ComputeLocks(somebody, LockOptions(wait_seconds=60.0), CacheCounters())

    assert locks.acquire(KEY, look) == "their answer"
    assert somebody.try_lock(KEY, "the next", 1.0)
    somebody.close()


def test_a_failed_computation_gives_its_turn_back(
    shared_server: RedisServer, open_cache: MakeCache, make_entry: MakeEntry, somebody: RedisTier
) -> None:
    cache = open_cache(shared_server.url, socket_timeout_seconds=2.0)

    def fail() -> Entry:
        raise KeyError("no such box")

    with pytest.raises(KeyError):
        cache.get_or_compute(KEY, fail)

    assert somebody.try_lock(KEY, "theirs", 1.0)
    somebody.close()


def test_a_loser_with_a_stale_answer_serves_it_without_waiting(
    shared_server: RedisServer,
    open_cache: MakeCache,
    make_entry: MakeEntry,
    clock: Clock,
    somebody: RedisTier,
) -> None:
    somebody.set(KEY, make_entry(b"old"), keep_seconds=1000.0)
    clock.now += TTL_SECONDS + 1
    somebody.try_lock(KEY, "theirs", 60.0)
    somebody.close()
    loser = open_cache(shared_server.url, TieredOptions(locks=LockOptions(wait_seconds=2.0)), None, 2.0)

    started = time.monotonic()
    served = loser.get_or_compute(KEY, lambda: make_entry(b"ours"))

    assert (served.entry.body, served.source) == (b"old", Source.STALE)
    assert time.monotonic() - started < 1.8  # it would get the lock after 2 s
