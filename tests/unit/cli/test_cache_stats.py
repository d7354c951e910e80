"""What `/metrics` of a server is read as, and which servers are refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.cli.cache_stats import print_stats, read_stats
from app.domain.errors import Unavailable

METRICS = """
# TYPE boxrank_generation gauge
boxrank_generation 7.0
# TYPE boxrank_cache_hits counter
boxrank_cache_hits_total{tier="1"} 60.0
boxrank_cache_hits_total{tier="2"} 15.0
boxrank_cache_misses_total 25.0
boxrank_cache_fills_total 24.0
boxrank_cache_stale_serves_total 3.0
boxrank_cache_compute_errors_total 1.0
boxrank_cache_errors_tier2_total 2.0
boxrank_cache_tier1_entries 36.0
boxrank_cache_tier1_bytes 1.048576e+06
boxrank_cache_tier2_breaker{state="closed"} 0.0
boxrank_cache_tier2_breaker{state="open"} 1.0
boxrank_cache_source_breaker{state="closed"} 1.0
boxrank_cache_source_breaker{state="open"} 0.0
"""


def test_the_counters_of_a_server_are_read() -> None:
    with _serving(METRICS) as url:
        stats = read_stats(url)
    assert (stats.generation, stats.hits_tier1, stats.hits_tier2, stats.misses) == (7, 60, 15, 25)
    assert (stats.tier2_breaker, stats.source_breaker) == ("open", "closed")
    assert stats.hit_percent == 75.0


def test_the_state_of_redis_and_database_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with _serving(METRICS) as url:
        print_stats(read_stats(url))
    shown = capsys.readouterr().out
    assert "Tier 1 holds 36 answers, 1.0 MB. Tier 2, Redis, is unavailable" in shown
    assert "The database works." in shown
    assert [line.split()[-1] for line in shown.splitlines() if line.startswith("answered")] == ["75.0%"]


def test_before_the_first_question_there_is_no_share_of_hits() -> None:
    unasked = METRICS.replace("60.0", "0.0").replace("15.0", "0.0").replace("25.0", "0.0")
    with _serving(unasked) as url:
        assert read_stats(url).hit_percent is None


@pytest.mark.parametrize("body", ["", "<html>hello</html>", "python_info 1.0\n"])
def test_another_server_is_told_from_ours(body: str) -> None:
    with _serving(body) as url, pytest.raises(Unavailable, match="is not Boxrank"):
        read_stats(url)


def test_a_server_that_has_no_metrics_is_not_ours() -> None:
    with _serving("", status=404) as url, pytest.raises(Unavailable, match="404"):
        read_stats(url)


@contextmanager
def _serving(body: str, status: int = 200) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
