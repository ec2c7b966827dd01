"""What stands in the server's log, in which form, and what must not stand there."""

import logging
import re
from typing import Any

import structlog

_TOKEN = re.compile(r"(/preview/|/admin/account/new/)[^\s'\"?]+")
# What a line about a request tells beside its words; a record of Django's may carry more, such as the whole request.
TOLD = ("method", "path", "view", "status", "ms", "user")


def without_tokens(words: str) -> str:
    """The words without what would open a preview, or set a password, for whoever reads them."""
    return _TOKEN.sub(r"\1…", words)


class WithoutTokens(logging.Filter):
    """Takes the tokens of preview links and of new passwords out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if _TOKEN.search(words):
            record.msg, record.args = without_tokens(words), ()
        return True


def in_json() -> logging.Formatter:
    """One JSON object a line: time (UTC), level, logger, words, the request's id, and what TOLD names."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=TOLD),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def in_words() -> logging.Formatter:
    """A line for people to read."""
    return logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


def configuration(production: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to stderr. In production each request has its line, and Django, which would say
    a missing page a second time, speaks of errors alone. There Python's own warnings become lines like all others.
    """
    logging.captureWarnings(production)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"one": {"()": in_json if production else in_words}},
        "filters": {"without_tokens": {"()": WithoutTokens}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "one", "filters": ["without_tokens"]}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR" if production else "WARNING"},
            "config.requests": {"level": "INFO" if production else "WARNING"},
        },
    }
