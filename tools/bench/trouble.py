"""Readers under load while Redis dies, comes back and freezes, and while publications follow each other."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import cycle, islice
from time import sleep

from app.domain.errors import ServiceAway
from app.read.board import LARGEST_PAGE, LeaderboardRequest
from tools.bench.http import Client, get_request
from tools.bench.load import Tally, asking
from tools.bench.market import BenchmarkMarket
from tools.bench.measure import Label, Measurement, measured
from tools.bench.plan import LOAD_CONNECTIONS, OUTAGE, PUBLICATIONS, Plan
from tools.bench.scenarios import BOXES, Scenario
from tools.bench.servers import TemporaryRedis, web_server

HOT_QUESTIONS = 50
"""So many questions of each scenario are asked again and again."""

COLD_EVERY = 100
"""One question in so many was never asked before: Redis and the database are needed all the time."""

_UP, _DOWN, _UP_AGAIN, _FROZEN, _THAWED = 5.0, 7.0, 4.0, 4.0, 2.0
_SETTLING_SECONDS = 1.0


def redis_outage(database: str, scenarios: Sequence[Scenario], plan: Plan, database_url: str) -> Measurement:
    """Redis is killed after 5 s, back after 12, frozen from 16 to 20; the load ends at 22 s.

    Raises NotInstalled, ServiceAway.
    """
    pace = plan.effort.trouble_pace
    with closing(TemporaryRedis()) as redis:
        redis.start()
        messages = _mixed(_hot(scenarios), _never_asked(scenarios))
        with (
            _server_in_service(database_url, redis.url, scenarios) as port,
            asking(port, messages, LOAD_CONNECTIONS, plan.effort.trouble_pause_seconds) as tally,
        ):
            sleep(_UP * pace)
            redis.kill()
            sleep(_DOWN * pace)
            redis.start()
            sleep(_UP_AGAIN * pace)
            redis.freeze()
            sleep(_FROZEN * pace)
            redis.thaw()
            sleep(_THAWED * pace)
    return _under_load(database, OUTAGE, plan, tally)


def publications(
    database: str,
    scenarios: Sequence[Scenario],
    plan: Plan,
    database_url: str,
    redis_url: str | None,
    market: BenchmarkMarket,
) -> Measurement:
    """Corrections of the last day, each refreshed and published by a job of its own. Raises ServiceAway."""
    messages = cycle(get_request(target, "identity") for target in _hot(scenarios))
    with (
        _server_in_service(database_url, redis_url, scenarios, HOT_QUESTIONS) as port,
        asking(
            port,
            messages,
            LOAD_CONNECTIONS,
            plan.effort.trouble_pause_seconds,
            reads_generations=True,
        ) as tally,
    ):
        for _ in range(plan.effort.publications):
            market.correct_last_day()
            _refresh(database_url, redis_url)
            sleep(_SETTLING_SECONDS * plan.effort.trouble_pace)
    return _under_load(database, PUBLICATIONS, plan, tally)


@contextmanager
def _server_in_service(
    database_url: str, redis_url: str | None, scenarios: Sequence[Scenario], warm_top_boxes: int = 0
) -> Iterator[int]:
    """The port of a server that was asked every hot question before, as one that has run for a while."""
    with web_server(database_url, redis_url, warm_top_boxes) as port:
        with closing(Client(port)) as client:
            for target in _hot(scenarios):
                client.get(target)
        yield port


def _under_load(database: str, scenario: str, plan: Plan, tally: Tally) -> Measurement:
    label = Label(database, scenario, "HTTP", f"any ×{LOAD_CONNECTIONS}")
    return measured(label, tally.seconds, plan.targets.trouble_ms, tally.failed)


def _hot(scenarios: Sequence[Scenario]) -> list[str]:
    return [question.target for scenario in scenarios for question in scenario.questions[:HOT_QUESTIONS]]


def _never_asked(scenarios: Sequence[Scenario]) -> Iterator[str]:
    days = [
        question.request.day
        for question in scenarios[0].questions
        if isinstance(question.request, LeaderboardRequest)
    ]
    for limit in range(11, LARGEST_PAGE):
        for day in days:
            yield f"{BOXES}?date={day}&limit={limit}"


def _mixed(hot: Sequence[str], cold: Iterator[str]) -> Iterator[bytes]:
    again = cycle([get_request(target) for target in hot])
    for target in cold:
        yield from islice(again, COLD_EVERY - 1)
        yield get_request(target)


def _refresh(database_url: str, redis_url: str | None) -> None:
    variables = {"BOXRANK_REDIS_URL": redis_url or "", "BOXRANK_LOG_LEVEL": "error"}
    command = [sys.executable, "-m", "app", "refresh", "--database", database_url]
    ran = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise ServiceAway(f"boxrank refresh ended with {ran.returncode}: {ran.stderr.strip()}")
