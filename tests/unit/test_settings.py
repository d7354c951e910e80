"""A setting that cannot be used stops the start with one sentence that says how to mend it."""

import pytest

from app.config import read_settings
from app.domain.errors import InvalidValue


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
        ("request_timeout_seconds", 0, "greater than 0"),
        ("max_query_bytes", 1, "greater than or equal to 256"),
        ("max_body_bytes", -1, "greater than or equal to 0"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(name: str, value: object, advice: str) -> None:
    with pytest.raises(InvalidValue, match=f"Mend BOXRANK_{name.upper()}: ") as refusal:
        read_settings(env_file=None, **{name: value})

    assert advice in str(refusal.value)


@pytest.mark.parametrize("name", ["api_keys", "trusted_proxies", "cors_origins", "price_authority"])
def test_a_list_is_divided_by_commas(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"trusted_proxies": ("10.0.0.1", "10.1.0.0/16"), "cors_origins": ("https://a.example", "*")}
    items = given.get(name, ("one", "other"))
    monkeypatch.setenv(f"BOXRANK_{name.upper()}", " , ".join(items))

    assert getattr(read_settings(env_file=None), name) == items
