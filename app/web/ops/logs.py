"""How this process writes its log: one line per event to standard error, for people or as JSON."""

import logging
import sys

import structlog


def configure_logs(log_format: str, log_level: str) -> None:
    """Set the log of the whole process up: `log_format` is console or json, `log_level` debug to error."""
    if log_format == "json":
        last: tuple[structlog.typing.Processor, ...] = (
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        )
    else:
        # The formatter that structlog prefers draws every frame's locals: minutes of CPU in the event loop.
        plain = structlog.dev.plain_traceback
        last = (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
