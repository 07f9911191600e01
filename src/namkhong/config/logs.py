"""Logs: one JSON object a line, without personal data. Paths are logged without their query, and named fields are dropped."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

import structlog
from structlog.typing import EventDict, WrappedLogger

_DROPPED: Final = frozenset(
    {"request", "full_name", "personal_number", "phone", "email", "address", "password", "secret"}
)
_PERSONAL_NUMBER: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
_TELEPHONE: Final = re.compile(r"(?<![\w-])(?:\+84|0)\d{9}(?!\d)")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_QUERY: Final = re.compile(r"\?\S*")
_ROW: Final = re.compile(
    r"^(DETAIL|CONTEXT|STATEMENT): .*$", re.MULTILINE
)  # PostgreSQL shows the whole failing row there


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Drops fields that may name a person, masks numbers and addresses of people, cuts queries off URLs, rows off errors."""
    for name in _DROPPED & event.keys():
        del event[name]
    for name, value in event.items():
        if isinstance(value, str):
            masked = _EMAIL.sub("···@···", _TELEPHONE.sub("··········", _PERSONAL_NUMBER.sub("············", value)))
            event[name] = _ROW.sub("", _QUERY.sub("", masked))
    return event


def configuration(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_personal_data,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["lines"], "propagate": False},
            "django.request": {"level": logging.getLevelName(logging.ERROR)},
            "procrastinate": {"level": logging.getLevelName(logging.WARNING)},
        },
    }
