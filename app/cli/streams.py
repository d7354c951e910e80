"""What goes to standard output and error: signs that the terminal can show, and warnings of services."""

import io
import logging
import sys


def forgive_narrow_encodings() -> None:
    """Write `?` for an arrow that the encoding of the terminal does not have, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def log_warnings_to_stderr() -> None:
    """Let services warn on standard error; standard output is for what was asked for."""
    import structlog

    plain = structlog.dev.plain_traceback
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
