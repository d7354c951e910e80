"""What a terminal shows: signs of ranks, signs it cannot show, and warnings."""

import io
import sys

import pytest
import structlog

from app.cli.output import forgive_narrow_encodings, log_warnings_to_stderr, movement, written
from app.domain.figure import PERCENT


@pytest.mark.parametrize(("value", "colour"), [(1.0, "green"), (-1.0, "red"), (0.0, "dim"), (None, "dim")])
def test_the_colour_of_a_change_repeats_its_sign(value: float | None, colour: str) -> None:
    text = written(value, PERCENT)
    assert not isinstance(text, str)
    assert text.style == colour


@pytest.mark.parametrize(
    ("state", "rank_change", "sign"),
    [
        ("UP", 6, "▲6"),
        ("DOWN", -2, "▼2"),
        ("SAME", 0, "–"),
        ("NEW", None, "NEW"),
        ("RE_ENTRY", None, "RE"),
    ],
)
def test_every_state_has_its_sign(state: str, rank_change: int | None, sign: str) -> None:
    assert movement(state, rank_change).plain == sign


def test_a_sign_that_the_encoding_lacks_becomes_a_plain_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    narrow = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    forgive_narrow_encodings()
    print("▲2 −3 é", file=narrow, flush=True)
    assert written.getvalue() == b"+2 -3 ?\n"


def test_services_warn_on_standard_error_and_keep_the_rest_to_themselves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_warnings_to_stderr()
    log = structlog.get_logger("boxrank.test")
    log.info("all_is_well")
    log.warning("redis_is_away", operation="get")
    structlog.reset_defaults()
    written = capsys.readouterr()
    assert written.out == ""
    assert "redis_is_away" in written.err
    assert "all_is_well" not in written.err
