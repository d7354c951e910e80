"""A process of its own that asks for one key with many threads; prints what it was served."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.cache.compute_locks import LockOptions
from app.cache.content import Content
from app.cache.entry import Entry
from app.cache.filler import TieredOptions
from app.cache.memory import MemoryTier
from app.cache.redis import RedisOptions, RedisTier
from app.cache.tiered import TieredCache

THREADS = 50
KEY = "boxrank:1:7:board:limit=10"


def main(url: str, log: Path, starts_at: float) -> None:
    """Append this process's id to `log` for each computation it makes."""

    def compute() -> Entry:
        with log.open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        time.sleep(0.2)
        return Entry.build(
            Content.of(b"board"),
            media_type="text/plain",
            generation=7,
            created_at=time.time(),
            ttl_seconds=100.0,
        )

    redis = RedisTier(RedisOptions(url, socket_timeout_seconds=2.0))
    options = TieredOptions(locks=LockOptions(hold_seconds=30.0, wait_seconds=20.0))
    cache = TieredCache(MemoryTier(), redis, options)
    time.sleep(max(0.0, starts_at - time.time()))
    with ThreadPoolExecutor(THREADS) as pool:
        served = pool.map(lambda _: cache.get_or_compute(KEY, compute), range(THREADS))
        print(*{one.entry.body.decode() for one in served})  # noqa: T201 - what the test reads
    cache.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
