"""The servers that are measured, each started on a port of its own and ended when its block ends."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import env
from scripts import processes, stack

BIN = Path(sys.executable).parent
STARTS_WITHIN = 60  # seconds
KEY = secrets.token_urlsafe(50)  # one for the run, so that what one process signs another believes
NGINX = """
daemon off; pid {folder}/nginx.pid; worker_processes 2; error_log {folder}/nginx.log; {user}
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; }}
  access_log off; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers at `port` of this machine. `beside` is a further process that works for it, a database's."""

    port: int
    pid: int
    beside: int | None = None

    def processes(self) -> set[int]:
        found = processes.family(self.pid)
        return found | processes.family(self.beside) if self.beside else found


@contextmanager
def dateline(
    database: str, beside: int | None = None, cache_megabytes: int = 16, **more: str
) -> Iterator[Server]:
    """The site as in production, two workers, with so large a page cache; 0 is none."""
    port = free_port()
    settings = production(database) | stack.server_settings() | {"CACHE_MEGABYTES": str(cache_megabytes)}
    settings |= {
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": f"{port}",
        "GRANIAN_LOG_ENABLED": "false",
    } | more
    with running([sys.executable, "-m", "config.server"], port, settings) as server:
        yield Server(server.port, server.pid, beside)


def production(database: str) -> dict[str, str]:
    """The environment of a site in production that is asked as if through a proxy."""
    return {
        "DATELINE_ENV": "production",
        "DATABASE_URL": database,
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_PROXY": "yes",
        "REQUIRE_SECOND_FACTOR": "no",
    }


@contextmanager
def granian(application: str, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """A WSGI application under granian, two workers, as Dateline is served."""
    port = free_port()
    command = [str(BIN / "granian"), "--interface", "wsgi", "--workers", "2", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", f"{port}", "--no-log", application]
    with running(command, port, settings) as server:
        yield server


@contextmanager
def gunicorn(application: str) -> Iterator[Server]:
    """A WSGI application under gunicorn, two workers with threads, so that connections are kept open."""
    port = free_port()
    command = [str(BIN / "gunicorn"), "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}"]
    with running([*command, "--log-level", "critical", application], port) as server:
        yield server


@contextmanager
def nginx(pages: Path) -> Iterator[Server]:
    """nginx, two workers, that hands out the files of `pages/pages`."""
    program = stack.program("nginx", stack.NGINX_MISSING)
    port, user = free_port(), "" if os.geteuid() else "user root;"
    configuration = pages / "nginx.conf"
    configuration.write_text(NGINX.format(folder=pages, port=port, user=user))
    with running([program, "-c", f"{configuration}", "-e", f"{pages}/nginx.log"], port) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """A program that listens at `port`. Raises Misconfigured when it does not come up."""
    log = env.ROOT / "var" / "bench" / "servers.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, env=os.environ | (settings or {}), cwd=env.ROOT, stdout=file, stderr=file
        )
    try:
        await_answer(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise env.Misconfigured(f"{Path(process.args[0]).name} did not start: see var/bench/servers.log.")  # type: ignore[index, arg-type]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        number: int = listener.getsockname()[1]
        return number
