"""Typed readers of environment variables.

Each takes the variable's name and a default. A variable that is absent or empty gives the default; with no default
(None), or with a value that is not accepted, the start stops with one sentence that names the variable and what is
accepted. In development, `.env` beside manage.py is read too; the real environment goes before it.
"""

import os
import re
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from environs import Env, EnvError, EnvValidationError, ValidationError

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)

environ = Env()


class Misconfigured(SystemExit):
    """Ends the process with status 1 and its sentence on stderr, without a traceback."""


def production() -> bool:
    """Whether DATELINE_ENV says production, as it does when it says nothing."""
    return choice("DATELINE_ENV", ("development", "production"), "production") == "production"


def choice(name: str, accepted: tuple[str, ...], default: str | None) -> str:
    """One of a few words."""
    return read(environ.str, name, " or ".join(accepted), default, validate=one_of(accepted))


def text(name: str, default: str | None, at_most: int = 80) -> str:
    """One line of text, at most so many characters long."""
    return read(
        environ.str, name, f"one line of at most {at_most} characters", default, validate=line(at_most)
    )


def secret_key(name: str, default: str | None) -> str:
    """A key for signing: long and mixed enough for Django's own check."""
    return read(environ.str, name, "at least 50 random characters", default, validate=random_enough)


def flag(name: str, default: bool | None) -> bool:
    """A yes or a no."""
    return read(environ.bool, name, "yes or no", default)


def port(name: str, default: int | None) -> int:
    """A TCP port that needs no privileges."""
    return read(
        environ.int, name, "a number from 1024 to 65535", default, validate=one_of(range(1024, 65536))
    )


def hosts(name: str, default: list[str] | None) -> list[str]:
    """Host names, without scheme or port; `.example.org` means its subdomains too."""
    accepted = "host names separated by commas, such as briefs.example.org, without https:// or a port"
    return read(environ.list, name, accepted, default, subcast=matching(HOST))


def origins(name: str, default: list[str] | None) -> list[str]:
    """Origins: scheme, host and, where it is not the usual one, port."""
    accepted = "origins separated by commas, such as https://briefs.example.org"
    return read(environ.list, name, accepted, default, subcast=matching(ORIGIN))


def time_zone(name: str, default: str | None) -> str:
    """The name of a time zone in the IANA database."""
    return read(environ.str, name, "a time zone such as America/New_York", default, validate=known_zone)


def database(name: str, default: dict[str, Any] | None) -> dict[str, Any]:
    """One of Django's DATABASES from a PostgreSQL or SQLite URL; a relative SQLite path starts beside manage.py."""
    accepted = "postgres://user:password@host:5432/name or sqlite:///path/to/file.sqlite3"
    return read(supported_database, name, accepted, default)


def program(name: str, default: str | None) -> str:
    """The path of a program on this machine."""
    return read(environ.str, name, "the path of a program", default, validate=executable)


def postgres_url(name: str, default: str | None) -> str:
    """The URL of a PostgreSQL database, as it stands."""
    return read(environ.str, name, "postgres://user:password@host:5432/name", default, validate=postgres)


def read(method: Callable[..., T], name: str, accepted: str, default: T | None, **options: Any) -> T:
    """The variable as environs' `method` understands it. Never repeats the value, which may be a secret."""
    if environ.str(name, "").strip():
        try:
            return method(name, **options)
        except EnvError:
            raise Misconfigured(f"{name} is not understood: it must be {accepted}.") from None
    if default is None:
        raise Misconfigured(f"{name} is not set: it must be {accepted}.")
    return default


def one_of(accepted: Container[Any]) -> Callable[[Any], None]:
    def validate(value: Any) -> None:
        if value not in accepted:
            raise ValidationError("not accepted")

    return validate


def line(at_most: int) -> Callable[[str], None]:
    def validate(value: str) -> None:
        if len(value) > at_most or not value.isprintable():
            raise ValidationError("not one short line")

    return validate


def matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not pattern.fullmatch(value.strip()):
            raise ValidationError("not of the form")
        return value.strip()

    return parse


def random_enough(value: str) -> None:
    if len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure-"):
        raise ValidationError("too easy to guess")


def known_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValidationError("no such zone") from None


def executable(value: str) -> None:
    if not os.access(value, os.X_OK) or Path(value).is_dir():
        raise ValidationError("not a program")


def postgres(value: str) -> None:
    if not value.startswith(("postgres://", "postgresql://")):
        raise ValidationError("not PostgreSQL")


def supported_database(name: str) -> dict[str, Any]:
    parsed = dict(environ.dj_db_url(name, conn_max_age=600, conn_health_checks=True))
    if parsed["ENGINE"] not in DATABASES or parsed["NAME"] in ("", ":memory:"):
        raise EnvValidationError(f"{name} names no database", [])
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["NAME"] = ROOT / parsed["NAME"]
    return parsed


if not production():
    environ.read_env(ROOT / ".env", recurse=False)
