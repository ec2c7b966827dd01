"""The production stack on this machine, from the files in deploy/: PostgreSQL, the application server and nginx.

Each part is a context manager that starts a program and stops it in good order.
"""

import os
import re
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from config import env
from scripts import postgres

DEPLOY = env.ROOT / "deploy"
STARTS_WITHIN = 90  # seconds
NGINX_MISSING = (
    "nginx was not found: install it (Debian: apt-get install nginx-light; macOS: brew install nginx)."
)
OPENSSL_MISSING = (
    "openssl was not found: install it (Debian: apt-get install openssl; macOS: brew install openssl)."
)
# What nginx is told besides its site. Only root may choose who its workers are, and only root needs to.
AROUND_THE_SITE = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log warn;
events {{ worker_connections 512; }}
http {{
    include {types};
    client_body_temp_path {folder}/nginx-bodies;
    proxy_temp_path {folder}/nginx-answers;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    include {folder}/site.conf;
}}
"""


class Ports(NamedTuple):
    """Where the stack listens on 127.0.0.1."""

    https: int
    http: int
    metrics: int


class Part(NamedTuple):
    """A program of the stack that runs."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def program(name: str, missing: str) -> str:
    """The path of a program; one that only root has on the path counts too."""
    found = shutil.which(
        name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
    )
    if not found:
        raise env.Misconfigured(missing)
    return found


def options(file: Path) -> list[str]:
    """The settings of a PostgreSQL file in conf.d, as arguments."""
    lines = re.findall(r"^(\w+) *= *([^#\n]+)", file.read_text(), re.MULTILINE)
    return [f"{name}={value.strip()}" for name, value in lines]


@contextmanager
def database(folder: Path, socket: Path) -> Iterator[tuple[Part, str]]:
    """A PostgreSQL whose data stay in the folder, reached through a socket alone, and its URL."""
    programs = postgres.find()
    if programs is None:
        raise postgres.NotFoundError
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, socket):
        owner = postgres.unprivileged(each)
    if not (folder / "data" / "PG_VERSION").exists():
        postgres.create(programs, folder, owner)
    kept = [*options(DEPLOY / "postgresql" / "dateline.conf"), "listen_addresses="]
    process = postgres.start(programs, folder, owner, kept, socket)
    try:
        yield Part("PostgreSQL", process, folder / "log"), postgres.await_database(process, folder, socket)
    finally:
        stop(process, signal.SIGINT)  # its word for: end the sessions and stop


def server_settings() -> dict[str, str]:
    """How the application server is told to run."""
    told = (DEPLOY / "granian.env").read_text()
    return dict(re.findall(r"^(GRANIAN_\w+)=(.*)$", told, re.MULTILINE))


@contextmanager
def application(folder: Path, socket: Path, environment: dict[str, str]) -> Iterator[Part]:
    """Dateline under its production server, at the socket."""
    log = folder / "application.log"
    socket.unlink(missing_ok=True)
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.server"],
            env=os.environ | environment | server_settings() | {"GRANIAN_UDS": str(socket)},
            cwd=env.ROOT,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield Part("The application server", process, log)
    finally:
        stop(process, signal.SIGTERM)


@contextmanager
def nginx(folder: Path, socket: Path, static: Path, ports: Ports) -> Iterator[Part]:
    """The site of deploy/nginx, at these ports."""
    found = program("nginx", NGINX_MISSING)
    (folder / "site.conf").write_text(site(folder, socket, static, ports))
    types = next(path for path in kinds_of_files(found) if path.exists())
    around = AROUND_THE_SITE.format(folder=folder, types=types)
    main = folder / "nginx.conf"
    main.write_text(around if os.geteuid() else f"user root;{around}")
    log = folder / "nginx-errors.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [found, "-p", folder, "-e", log, "-c", main], stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield Part("nginx", process, log)
    finally:
        stop(process, signal.SIGQUIT)  # its word for: answer what you have in hand and stop


def kinds_of_files(found: str) -> list[Path]:
    prefix = Path(found).resolve().parent.parent
    return [
        Path("/etc/nginx/mime.types"),
        prefix / "conf" / "mime.types",
        Path("/opt/homebrew/etc/nginx/mime.types"),
    ]


def site(folder: Path, socket: Path, static: Path, ports: Ports) -> str:
    """The site of deploy/nginx with the paths and ports of this machine for those of a server."""
    text = (DEPLOY / "nginx" / "dateline.conf").read_text()
    text = re.sub(r"^ *listen \[::\]:.*\n", "", text, flags=re.MULTILINE)
    here = {
        "unix:/run/dateline/app.sock": f"unix:{socket}",
        "listen 80": f"listen 127.0.0.1:{ports.http}",
        "listen 443": f"listen 127.0.0.1:{ports.https}",
        "listen 127.0.0.1:9180": f"listen 127.0.0.1:{ports.metrics}",
        "https://$host$request_uri": f"https://$host:{ports.https}$request_uri",
        "/etc/letsencrypt/live/briefs.example.org/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/briefs.example.org/privkey.pem": f"{folder}/key.pem",
        "/srv/dateline/var/static/": f"{static}/",
        "/var/log/nginx/dateline.log": f"{folder}/requests.log",
        "briefs.example.org": "localhost",
    }
    for there, this in here.items():
        if there not in text:
            raise ValueError(f"The site in deploy/nginx says {there} no more.")
        text = text.replace(there, this)
    return text


def certify(folder: Path) -> Path:
    """A certificate for localhost that vouches for itself, made once."""
    certificate = folder / "certificate.pem"
    if not certificate.exists():
        command = (
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj /CN=localhost"
        )
        names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        files = ["-keyout", str(folder / "key.pem"), "-out", str(certificate)]
        openssl = program("openssl", OPENSSL_MISSING)
        subprocess.run([openssl, *command.split(), *names, *files], check=True, capture_output=True)
    return certificate


def secret(folder: Path, name: str) -> Path:
    """A file with a secret in it, made once, for its owner alone."""
    file = folder / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file


def stop(process: subprocess.Popen[bytes], word: signal.Signals) -> None:
    """Ends the process by its own word, or after half a minute without asking."""
    process.send_signal(word)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def await_ready(parts: list[Part], certificate: Path, ports: Ports) -> None:
    """Returns when the site says through nginx that it can serve; raises Misconfigured when a part ended before."""
    trusted = ssl.create_default_context(cafile=str(certificate))
    deadline = time.monotonic() + STARTS_WITHIN
    last = "nothing"
    while time.monotonic() < deadline and not (ended := fallen(parts)):
        try:
            address = f"https://localhost:{ports.https}/readyz"
            urllib.request.urlopen(address, context=trusted, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            last = error.read().decode(errors="replace").strip()
        except OSError as error:
            last = str(error)
        time.sleep(0.1)
    raise env.Misconfigured(ended or f"The site did not come up within {STARTS_WITHIN} seconds: {last}")


def fallen(parts: list[Part]) -> str:
    """A sentence about the first part that has ended, with the last that it said."""
    for part in parts:
        if part.process.poll() is not None:
            words = part.log.read_text(errors="replace").strip().splitlines()[-3:]
            return f"{part.name} ended with status {part.process.returncode}: {' '.join(words) or 'it said nothing.'}"
    return ""
