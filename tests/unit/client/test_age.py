"""How old an answer is, as its headers say."""

import httpx

from tests.unit.client.made_up_server import GAMES, Opened, Server, answer


def test_an_answer_says_how_old_it_is_and_whether_it_is_stale(opened: Opened) -> None:
    server = Server(answer(GAMES, Age="7", X_Cache="HIT-1"), answer(GAMES, Age="900", X_Cache="STALE"))
    client = opened(server)

    fresh, stale = client.games(), client.games()

    assert (fresh.age_seconds, fresh.is_stale) == (7, False)
    assert (stale.age_seconds, stale.is_stale) == (900, True)


def test_an_unchanged_answer_has_the_age_of_its_latest_arrival(opened: Opened) -> None:
    unchanged = httpx.Response(304, headers={"ETag": '"1"', "Age": "65", "X-Cache": "STALE"})
    client = opened(Server(answer(GAMES, ETag='"1"', Age="5", X_Cache="MISS"), unchanged))

    first, second = client.games(), client.games()

    assert (first.age_seconds, second.age_seconds, second.is_stale) == (5, 65, True)
    assert first == second


def test_the_age_is_unknown_where_nobody_told_it(opened: Opened) -> None:
    assert opened(Server(answer(GAMES))).games().age_seconds is None
