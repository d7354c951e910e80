"""Times of the writing side: a full recompute, a publication with warm-up, ranking one date."""

from datetime import date
from time import perf_counter

from app.bootstrap import Services
from app.domain.errors import ServiceAway
from app.read.board import LeaderboardRequest
from tools.bench.market import BenchmarkMarket, MarketSize
from tools.bench.measure import Label, Measurement, measured, timed
from tools.bench.plan import PUBLISH, RANK_DATE, RANKING_DAYS, RECOMPUTE, Plan

_JOB = "job"


def recomputed(database: str, services: Services, plan: Plan) -> Measurement:
    """Metrics, ranks and storing of all history, the observations loaded and no row of metrics there yet."""
    seconds = timed(services.refresh.run)
    return measured(Label(database, RECOMPUTE, _JOB, "all"), [seconds], plan.targets.recompute_ms)


def published(database: str, services: Services, market: BenchmarkMarket, plan: Plan) -> Measurement:
    """From a corrected last day to a new generation with a warm cache. Raises ServiceAway if it is cold."""
    seconds = []
    for _ in range(plan.effort.job_repeats):
        market.correct_last_day()
        seconds.append(_publish_and_warm(services))
        if services.reads.peek(LeaderboardRequest(limit=50)) is None:
            raise ServiceAway("The first page of the board was cold after a publication with warm-up.")
    return measured(Label(database, PUBLISH, _JOB, "last day"), seconds)


def ranked_date(database: str, services: Services, market: BenchmarkMarket, plan: Plan) -> Measurement:
    """`RankingCalculator.update_ranks_for_date` on a market of its own, the day's ranks cleared before."""
    market.fill(MarketSize(plan.ranking_boxes, RANKING_DAYS, plan.seed))
    services.refresh.run()
    seconds = [_rank_again(services, market, market.last_day) for _ in range(plan.effort.job_repeats)]
    return measured(Label(database, RANK_DATE, _JOB, "one day"), seconds, plan.targets.rank_date_ms)


def _publish_and_warm(services: Services) -> float:
    started = perf_counter()
    services.refresh.run()
    publication = services.reads.current
    if publication is not None:
        services.reads.warm(publication)
    return perf_counter() - started


def _rank_again(services: Services, market: BenchmarkMarket, day: date) -> float:
    market.clear_ranks(day)
    return timed(lambda: services.ranking.update_ranks_for_date(day))
