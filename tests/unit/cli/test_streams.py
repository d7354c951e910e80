"""Output on terminals that cannot show every sign."""

import io
import sys

import pytest

from app.cli.streams import forgive_narrow_encodings


def test_an_arrow_that_the_encoding_lacks_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    narrow = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    forgive_narrow_encodings()
    print("▲2", file=narrow, flush=True)
    assert written.getvalue() == b"?2\n"
