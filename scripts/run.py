"""Brings the database and the demo newsroom up to date and serves the site on this machine: python -m scripts.run."""

import os
import socket
import sys

import django
from django.core.management import CommandError, call_command

from config import env


def main() -> None:
    if env.production():
        raise env.Misconfigured("The demo newsroom is not for production: unset DATELINE_ENV.")
    port = env.port("PORT", 8000)
    if taken(port):
        raise env.Misconfigured(
            f"Port {port} is taken by another program: stop it, or choose another: make run PORT={port + 1}"
        )
    prepare()
    print(f"\nThe site:  http://127.0.0.1:{port}/\nThe desk:  http://127.0.0.1:{port}/admin/\n", flush=True)
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"])


def taken(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def prepare() -> None:
    """Migrates, and puts in the starter issues and the demo newsroom where they are not there yet."""
    django.setup()
    try:
        call_command("migrate", verbosity=0)
        call_command("load_issues")
        call_command("load_demo")
    except CommandError as error:
        raise env.Misconfigured(str(error)) from None


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
