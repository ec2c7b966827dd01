"""Typed readers of environment variables.

Each takes the variable's name and a default. A variable that is absent or empty gives the default; with no default
(None), or with a value that is not accepted, the start stops with one sentence that names the variable and what is
accepted. What NAME would say may stand in a file that NAME_FILE names, as secrets reach servers. In development, `.env`
beside manage.py is read too; the real environment goes before it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf.locale import LANG_INFO
from environs import EnvError, EnvValidationError, FileAwareEnv, ValidationError

from config.accepting import (
    ORIGIN,
    between,
    executable,
    known_zone,
    line,
    one_issuer,
    one_mail_address,
    one_of,
    one_sentry,
    one_site,
    postgres,
    random_enough,
    there,
)

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
MAIL_SERVER = re.compile(
    r"(smtp|submission)://([^/?#@\s]+@)?[^/?#@:\s]+(:[0-9]{1,5})?/?(\?ssl=true)?", re.IGNORECASE
)

environ = FileAwareEnv(strip_whitespace=True)


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


def secret(name: str, default: str | None) -> str:
    """A secret word or phrase on one line."""
    return read(
        environ.str, name, "a secret of at most 1000 characters on one line", default, validate=line(1000)
    )


def flag(name: str, default: bool | None) -> bool:
    """A yes or a no."""
    return read(environ.bool, name, "yes or no", default)


def port(name: str, default: int | None) -> int:
    """A TCP port that needs no privileges."""
    return read(
        environ.int, name, "a number from 1024 to 65535", default, validate=one_of(range(1024, 65536))
    )


def megabytes(name: str, default: int | None) -> int:
    """A share of this machine's memory."""
    accepted = "a whole number of megabytes, up to 4096"
    return read(environ.int, name, accepted, default, validate=one_of(range(4097)))


def seconds(name: str, default: float | None, at_most: float) -> float:
    """A short time."""
    accepted = f"a number of seconds, up to {at_most:g}"
    return read(environ.float, name, accepted, default, validate=between(0, at_most))


def hosts(name: str, default: list[str] | None) -> list[str]:
    """Host names, without scheme or port; `.example.org` means its subdomains too."""
    accepted = "host names separated by commas, such as briefs.example.org, without https:// or a port"
    return read(environ.list, name, accepted, default, subcast=matching(HOST))


def origins(name: str, default: list[str] | None) -> list[str]:
    """Origins: scheme, host and, where it is not the usual one, port."""
    accepted = "origins separated by commas, such as https://briefs.example.org"
    return read(environ.list, name, accepted, default, subcast=matching(ORIGIN))


def site(name: str, default: str | None) -> str:
    """The origin at which people reach this site, for links in mails: without a slash at its end."""
    accepted = "the address of this site, such as https://briefs.example.org, without a path"
    return read(environ.str, name, accepted, default, validate=one_site)


def issuer(name: str, default: str | None) -> str:
    """The address of an OpenID Connect provider; plain HTTP only on this machine."""
    accepted = "the address of an OpenID Connect provider, such as https://login.example.org/realms/newsroom"
    return read(environ.str, name, accepted, default, validate=one_issuer)


def mail_server(name: str, default: dict[str, Any] | None) -> dict[str, Any]:
    """Django's EMAIL_… settings from the URL of a mail server; `submission` speaks TLS from STARTTLS on."""
    accepted = "smtp://host:25 or submission://user:password@host:587"
    return read(supported_mail_server, name, accepted, default)


def mail_address(name: str, default: str | None) -> str:
    """One mail address, alone or as in: The Desk <desk@briefs.example.org>."""
    return read(environ.str, name, "a mail address", default, validate=one_mail_address)


def time_zone(name: str, default: str | None) -> str:
    """The name of a time zone in the IANA database."""
    return read(environ.str, name, "a time zone such as America/New_York", default, validate=known_zone)


def language(name: str, default: str | None) -> str:
    """The tag of a language that Django knows, in lower case."""
    return read(environ.str, name, "a language such as en, fr or pt-br", default, validate=one_of(LANG_INFO))


def languages(name: str, default: list[str] | None) -> list[str]:
    """The tags of languages that briefs may be written in, in lower case."""
    accepted = "tags of languages separated by commas, in small letters, such as en,ar,pt-br"
    return read(environ.list, name, accepted, default, subcast=matching(LANGUAGE))


def database(name: str, default: dict[str, Any] | None) -> dict[str, Any]:
    """One of Django's DATABASES from a PostgreSQL or SQLite URL; a relative SQLite path starts beside manage.py."""
    accepted = "postgres://user:password@host:5432/name or sqlite:///path/to/file.sqlite3"
    return read(supported_database, name, accepted, default)


def replica(name: str, primary: dict[str, Any]) -> dict[str, Any]:
    """Another of Django's DATABASES, which follows `primary`; empty where none is named."""
    found = database(name, {})
    engines = {each["ENGINE"] for each in (primary, found) if each}
    if found and engines != {"django.db.backends.postgresql"}:
        raise Misconfigured(
            f"{name} is not understood: it must be a PostgreSQL database, and so must DATABASE_URL."
        )
    # It is not waited for: the primary answers as well.
    options = {"connect_timeout": 2} | found.get("OPTIONS", {})
    return found | {"OPTIONS": options, "TEST": {"MIRROR": "default"}} if found else {}


def program(name: str, default: str | None) -> str:
    """The path of a program on this machine."""
    return read(environ.str, name, "the path of a program", default, validate=executable)


def folder(name: str, default: Path | None) -> Path:
    """A folder that is there, or can be made; a relative one starts beside manage.py."""
    return read(writable_folder, name, "a folder that can be written to", default)


def shared_folder(name: str) -> str:
    """The path of a folder that is there and can be written to, or nothing: an empty name is taken out of the
    environment, because the library that reads it would take that for a folder.
    """
    path = read(environ.str, name, "a folder that is there and can be written to", "", validate=there)
    if not path:
        os.environ.pop(name, None)
    return path


def sentry(name: str, default: str | None) -> str:
    """Where errors are reported to, in the form of Sentry."""
    accepted = "an address from Sentry, such as https://key@sentry.example.org/1"
    return read(environ.str, name, accepted, default, validate=one_sentry)


def postgres_url(name: str, default: str | None) -> str:
    """The URL of a PostgreSQL database, as it stands."""
    return read(environ.str, name, "postgres://user:password@host:5432/name", default, validate=postgres)


def read(method: Callable[..., T], name: str, accepted: str, default: T | None, **options: Any) -> T:
    """The variable as environs' `method` understands it. Never repeats the value, which may be a secret."""
    if given(name):
        try:
            return method(name, **options)
        except EnvError:
            raise Misconfigured(f"{name} is not understood: it must be {accepted}.") from None
    if default is None:
        raise Misconfigured(f"{name} is not set: it must be {accepted}.")
    return default


def given(name: str) -> bool:
    """Whether the variable, or the file that stands for it, says anything."""
    try:
        return bool(environ.str(name, "").strip())
    except ValueError:
        raise Misconfigured(f"{name}_FILE is not understood: it must be a file that can be read.") from None


def matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not pattern.fullmatch(value.strip()):
            raise ValidationError("not of the form")
        return value.strip()

    return parse


def writable_folder(name: str) -> Path:
    path = ROOT / environ.str(name)
    nearest = next(each for each in (path, *path.parents) if each.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise EnvValidationError(f"{name} can't be written to", [])
    return path


def supported_mail_server(name: str) -> dict[str, Any]:
    if not MAIL_SERVER.fullmatch(environ.str(name)):
        raise EnvValidationError(f"{name} names no mail server", [])
    parsed: dict[str, Any] = dict(environ.dj_email_url(name))
    wanted = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    return {f"EMAIL_{part}": parsed[f"EMAIL_{part}"] or "" for part in wanted}


def supported_database(name: str) -> dict[str, Any]:
    parsed = dict(environ.dj_db_url(name, conn_max_age=600, conn_health_checks=True))
    if parsed["ENGINE"] not in DATABASES or parsed["NAME"] in ("", ":memory:"):
        raise EnvValidationError(f"{name} names no database", [])
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["NAME"] = ROOT / parsed["NAME"]
    return parsed


if not production():
    environ.read_env(ROOT / ".env", recurse=False)
