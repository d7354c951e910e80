"""Signs that a terminal cannot show, and what services log."""

import io
import sys

import pytest
import structlog

from app.cli.streams import forgive_narrow_encodings, log_warnings_to_stderr


def test_an_arrow_that_the_encoding_lacks_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    narrow = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    forgive_narrow_encodings()
    print("▲2", file=narrow, flush=True)
    assert written.getvalue() == b"?2\n"


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
