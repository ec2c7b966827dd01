"""Serves the site on this machine as a server does, without containers: python -m scripts.serve.

PostgreSQL, the application under its production server and nginx with HTTPS in front, all from the files in deploy/.
What they keep is in var/serve. PORT is that of HTTPS; the next one leads there from HTTP, one more has metrics.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from config import env
from scripts import postgres, stack
from scripts.run import taken

FOLDER = env.ROOT / "var" / "serve"
# Sockets: their paths may have 103 bytes, and other users cannot enter every TMPDIR.
SHORT = "/tmp"  # noqa: S108


def main() -> int:
    port = env.port("PORT", 8443)
    ports = stack.Ports(port, port + 1, port + 2)
    for each in ports:
        if taken(each):
            raise env.Misconfigured(
                f"Port {each} is taken by another program: choose others with PORT={port + 10}"
            )
    for name, missing in (("nginx", stack.NGINX_MISSING), ("openssl", stack.OPENSSL_MISSING)):
        stack.program(name, missing)
    postgres.end_on_signals()
    with ExitStack() as running:
        parts = start(FOLDER, ports, running)
        tell(ports)
        while not (sentence := stack.fallen(parts)):
            time.sleep(0.5)
    raise env.Misconfigured(sentence)


def start(folder: Path, ports: stack.Ports, running: ExitStack) -> list[stack.Part]:
    """Brings the whole stack up, its data in the folder; whoever closes `running` takes it down."""
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="dateline-", dir=SHORT)))
    (sockets / "database").mkdir()
    (sockets / "metrics").mkdir()
    sockets.chmod(0o711)
    data, url = running.enter_context(stack.database(folder / "postgresql", sockets / "database"))
    environment = settings(folder, url, sockets / "metrics", ports)
    prepare(environment)
    app = running.enter_context(stack.application(folder, sockets / "app.sock", environment))
    certificate = stack.certify(folder)
    static = env.ROOT / "var" / "static"
    front = running.enter_context(stack.nginx(folder, sockets / "app.sock", static, ports))
    parts = [data, app, front]
    stack.await_ready(parts, certificate, ports)
    return parts


def settings(folder: Path, url: str, metrics: Path, ports: stack.Ports) -> dict[str, str]:
    """The environment of a production server; nothing of this one's settings is taken over."""
    return {
        "DATELINE_ENV": "production",
        "SECRET_KEY_FILE": str(stack.secret(folder, "secret-key")),
        "METRICS_TOKEN_FILE": str(stack.secret(folder, "metrics-token")),
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "DATABASE_URL": url,
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_PROXY": "yes",
        "SITE_URL": f"https://localhost:{ports.https}",
        "UPLOADS": str(folder / "uploads"),
    }


def prepare(environment: dict[str, str]) -> None:
    """Migrates, gathers static files, and gives a fresh database the starter issues and the demo newsroom."""
    # In development, because the demo's accounts, whose password everyone knows, are never made in production. Here
    # they may be: nothing listens beyond this machine, and whoever may publish still needs a second factor.
    development = environment | {"DATELINE_ENV": "development"}
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "collectstatic", "--noinput", "--verbosity=0")
    manage(development, "load_issues")
    manage(development, "load_demo")


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    status = subprocess.run(command, env=os.environ | environment, cwd=env.ROOT, check=False).returncode
    if status:
        raise env.Misconfigured(f"manage.py {arguments[0]} failed.")


def tell(ports: stack.Ports) -> None:
    print(
        f"\nThe site:  https://localhost:{ports.https}/\nThe desk:  https://localhost:{ports.https}/admin/\n"
        "Sign in as writer, editor, publisher or administrator, with the password dateline-demo.\n"
        "Your browser does not know the certificate, which this machine made for itself: tell it to go on.\n"
        f"What runs writes to {FOLDER.relative_to(env.ROOT)}. Ctrl-C stops everything.\n",
        flush=True,
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except postgres.NotFoundError as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
