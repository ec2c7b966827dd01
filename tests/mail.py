"""A real mail server on this machine, and one that refuses everybody."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings


class Postbox:
    """What the mail server took in, and for whom."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 nobody of that name lives here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 taken"

    def recipients(self) -> list[str]:
        return sorted(name for names, _ in self.mails for name in names)

    def words(self) -> str:
        """The text of the newest mail."""
        return str(self.mails[-1][1].get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server(settings: Settings) -> Iterator[Postbox]:
    """While the block runs, mails go to a server of our own over SMTP."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    send_to(settings, controller.port)
    try:
        yield box
    finally:
        controller.stop()


def send_to(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
