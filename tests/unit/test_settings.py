"""A setting that cannot be used stops the start with one sentence that says how to fix it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import Services
from app.config import Settings, read_settings
from app.domain.errors import InvalidValue
from tests.examples import FUZZ_SECONDS, fuzzing
from tests.house.test_settings_documented import written_default


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("rate_limit", "often", "write it as 600/minute"),
        ("rate_limit", "0/minute", "write it as 600/minute"),
        ("trusted_proxies", "10.0.0.1,proxy.example", "'proxy.example' is no address or network"),
        ("trusted_proxies", "*", "no address or network"),
        ("cors_origins", "friend.example", "no origin such as https://example.org"),
        ("cors_origins", "https://friend.example/", "no origin such as https://example.org"),
        ("public_url", "boxrank.example", "as https://boxrank.example, without a path"),
        ("public_url", "https://boxrank.example/board", "as https://boxrank.example, without a path"),
        ("public_url", "ftp://boxrank.example", "as https://boxrank.example, without a path"),
        ("public_url", "https://boxrank.example?a=b", "as https://boxrank.example, without a path"),
        ("public_url", "https://boxrank.example:http", "as https://boxrank.example, without a path"),
        ("public_url", "https://[::1", "as https://boxrank.example, without a path"),
        ("request_timeout_seconds", "0", "greater than 0"),
        ("max_query_bytes", "1", "greater than or equal to 256"),
        ("max_body_bytes", "-1", "greater than or equal to 0"),
        ("redis_url", "localhost:6379", "write it as redis://host:6379/0"),
        ("redis_url", "http://localhost:6379", "write it as redis://host:6379/0"),
        ("redis_url", "unix:///run/redis.sock", "write it as redis://host:6379/0"),
        ("redis_url", "redis://localhost:port/0", "given: 'redis://localhost:port/0'"),
        ("redis_url", "redis://localhost:99999/0", "given: 'redis://localhost:99999/0'"),
        ("redis_url", "redis://[::1/0", "given: 'redis://[::1/0'"),
        ("redis_url", "redis://localhost/0?colour=blue", "options is unknown"),
        ("redis_url", "redis:///0", "names no host"),
        ("database_url", "boxrank.db", "not a database URL"),
        ("database_url", "mysql://localhost/x", "'mysql' is not supported"),
        ("database_url", "sqlite://", "names no file"),
        ("database_url", "sqlite:///:memory:", "names no file"),
        ("database_url", "postgresql://localhost:port/x", "not a database URL"),
        ("database_url", "postgresql://localhost:99999/x", "99999 is no port"),
        ("database_url", "postgresql://localhost/x?colour=blue", 'invalid connection option "colour"'),
        ("market_timezone", "Mars/Olympus", "try UTC or America/New_York"),
        ("market_timezone", "America", "try UTC or America/New_York"),
        ("market_timezone", "", "try UTC or America/New_York"),
        ("price_authority", " , ", "name at least one marketplace"),
        ("volume_weights", "ebay=0.5", 'for example {"ebay": 0.5}'),
        ("volume_weights", '{"ebay": -1}', "numbers from 0 up"),
        ("volume_weights", '{"ebay": NaN}', "numbers from 0 up"),
        ("host", "", "for example 127.0.0.1"),
        ("host", "a..b", "for example 127.0.0.1"),
        ("host", "http://localhost", "for example 127.0.0.1"),
        ("port", "a lot", "valid integer"),
        ("log_level", "info\n", "match pattern"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(
    name: str, value: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BOXRANK_{name.upper()}", value)

    with pytest.raises(InvalidValue, match=f"^Fix BOXRANK_{name.upper()}: ") as refusal:
        read_settings(env_file=None)

    assert advice in str(refusal.value)


def test_an_option_of_the_command_is_named_beside_its_variable() -> None:
    with pytest.raises(InvalidValue, match="Fix BOXRANK_DATABASE_URL \\(or --database\\): "):
        read_settings(env_file=None, database_url="mysql://localhost/x")


@pytest.mark.parametrize("name", ["database_url", "redis_url"])
def test_a_rejected_url_does_not_show_its_password(name: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read_settings(env_file=None, **{name: "mysql://someone:s3cret@localhost/x"})

    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["redis://h", "rediss://u:p@h:1/2", "redis+cluster://h:7000", "redis://[::1]:6379/0?db=3"]
)
def test_a_redis_url_that_can_be_connected_to_is_taken(url: str) -> None:
    assert read_settings(env_file=None, redis_url=url).redis_url == url


@pytest.mark.parametrize("name", ["api_keys", "trusted_proxies", "cors_origins", "price_authority"])
def test_a_list_is_divided_by_commas(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"trusted_proxies": ("10.0.0.1", "10.1.0.0/16"), "cors_origins": ("https://a.example", "*")}
    items = given.get(name, ("one", "other"))
    monkeypatch.setenv(f"BOXRANK_{name.upper()}", " , ".join(items))

    assert getattr(read_settings(env_file=None), name) == items


def test_a_settings_file_that_is_no_text_is_rejected_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "env"
    path.write_bytes(b"BOXRANK_HOST=\xff\xfe")

    with pytest.raises(InvalidValue, match="cannot be read"):
        read_settings(env_file=path)


def _values(name: str) -> st.SearchStrategy[str]:
    """Anything an environment can hold, and what nearly is the default or a value of another setting."""
    letters = st.characters(exclude_characters="\x00", codec="utf-8")
    seeds = [
        written_default(name),
        "redis://[::1]:6379/0",
        "postgresql://u:p@h:1/d?x=y",
        "https://a.b:1",
        "{}",
    ]
    cut = st.builds(
        lambda seed, at, piece: seed[: at % (len(seed) + 1)] + piece + seed[at % (len(seed) + 1) :],
        st.sampled_from(seeds),
        st.integers(0, 40),
        st.text(letters, max_size=5),
    )
    digits = st.one_of(st.integers(), st.floats()).map(str)
    nested = st.integers(1, 3).map(lambda depth: "[" * 10**depth)
    return st.one_of(cut, digits, nested, st.text(letters, max_size=30))


@pytest.fixture
def restored_environment() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def _refusal() -> str:
    """Use every setting once, as a server does; the sentence that refuses one, empty if all work."""
    try:
        services = Services(read_settings(env_file=None))
    except InvalidValue as refusal:
        return str(refusal)
    try:
        _ = services.database, services.zone, services.rules, services.reads.snapshot()
    finally:
        services.database.close()
        services.reads.stop()
    return ""


@pytest.mark.usefixtures("restored_environment")
@pytest.mark.parametrize("name", Settings.model_fields)
@pytest.mark.fuzz
@pytest.mark.timeout(FUZZ_SECONDS + 240)
@settings(
    fuzzing(examples_per_second=120 / len(Settings.model_fields)),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_a_setting_holds_it_works_or_is_rejected_in_one_sentence(
    name: str, data: st.DataObject
) -> None:
    os.environ[f"BOXRANK_{name.upper()}"] = data.draw(_values(name))

    refusal = _refusal()

    assert refusal == "" or refusal.startswith(f"Fix BOXRANK_{name.upper()}: ")
    assert len(refusal.splitlines()) <= 1
