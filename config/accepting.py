"""What a variable may say. Each raises ValidationError for a value that is not accepted."""

import os
import re
from collections.abc import Callable, Container
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from environs import ValidationError

SENTRY = re.compile(r"https?://[0-9a-zA-Z]+@[^\s/?#@]+(/[^\s?#]*)?/[0-9]+")
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
ISSUER = re.compile(r"(https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?)(/[^\s?#]*)?")
MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


def one_of(accepted: Container[Any]) -> Callable[[Any], None]:
    def validate(value: Any) -> None:
        if value not in accepted:
            raise ValidationError("not accepted")

    return validate


def between(least: float, most: float) -> Callable[[float], None]:
    def validate(value: float) -> None:
        if not least <= value <= most:
            raise ValidationError("out of range")

    return validate


def line(at_most: int) -> Callable[[str], None]:
    def validate(value: str) -> None:
        if len(value) > at_most or not value.isprintable():
            raise ValidationError("not one short line")

    return validate


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


def there(value: str) -> None:
    if not Path(value).is_dir() or not os.access(value, os.W_OK | os.X_OK):
        raise ValidationError("no such folder")


def one_sentry(value: str) -> None:
    if not SENTRY.fullmatch(value):
        raise ValidationError("not of Sentry")


def one_site(value: str) -> None:
    if "*" in value or not ORIGIN.fullmatch(value):
        raise ValidationError("not one origin")


def one_issuer(value: str) -> None:
    if not ISSUER.fullmatch(value):
        raise ValidationError("not an issuer")


def one_mail_address(value: str) -> None:
    name, address = parseaddr(value)
    if not value.isprintable() or not MAIL.fullmatch(address) or not (name or value == address):
        raise ValidationError("not one address")
