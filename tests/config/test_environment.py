"""What the environment may say, and how the start is refused when it says something else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import env
from tests.config.conftest import Process, Start

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]
MALFORMED = [
    ("DATELINE_ENV", "staging"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("SECRET_KEY", "django-insecure-for-development-alone-whatever-its-length"),
    ("ALLOWED_HOSTS", "https://briefs.example.org"),
    ("ALLOWED_HOSTS", "briefs.example.org:8000"),
    ("ALLOWED_HOSTS", "*"),
    ("DATABASE_URL", "mysql://piet@db.example.org/dateline"),
    ("DATABASE_URL", "postgres://piet@db.example.org:port/dateline"),
    ("DATABASE_URL", "postgres://db.example.org"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "dateline.sqlite3"),
    ("DATABASE_REPLICA_URL", "sqlite:///replica.sqlite3"),
    (
        "DATABASE_REPLICA_URL",
        "postgres://piet@db.example.org/dateline",
    ),  # of a primary that is an SQLite file
    ("CSRF_TRUSTED_ORIGINS", "briefs.example.org"),
    ("BEHIND_PROXY", "perhaps"),
    ("TIME_ZONE", "Mars/Olympus_Mons"),
    ("TIME_ZONE", "../../etc/passwd"),
    ("NEWSROOM_NAME", "Two\nlines"),
    ("NEWSROOM_NAME", "x" * 81),
    ("EMAIL_URL", "mail.example.org"),
    ("EMAIL_URL", "https://mail.example.org"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://mail.example.org:99999"),
    ("EMAIL_URL", "file:///tmp/mails"),
    ("MAIL_FROM", "desk"),
    ("MAIL_FROM", "desk@example.org, all@example.org"),
    ("MAIL_FROM", "Desk <desk@example.org>\nBcc: all@example.org"),
    ("SITE_URL", "briefs.example.org"),
    ("SITE_URL", "https://briefs.example.org/"),
    ("SITE_URL", "https://*.example.org"),
    ("UPLOADS", "s3://"),
    ("UPLOADS", "s3://Bucket Of Mine"),
    ("UPLOADS", "s3://pictures?endpoint=s3.example.org"),
    ("UPLOADS", "s3://pictures?endpont=https://s3.example.org"),
    ("OIDC_URL", "login.example.org"),
    ("OIDC_URL", "http://login.example.org"),
    ("OIDC_CLIENT_SECRET", "two\nlines"),
    ("OIDC_CLIENT_SECRET_FILE", "/nowhere/secret"),
    ("REQUIRE_SECOND_FACTOR", "perhaps"),
    ("METRICS_TOKEN", "two\nlines"),
    ("PROMETHEUS_MULTIPROC_DIR", "/nowhere"),
    ("SENTRY_DSN", "https://sentry.example.org/1"),
]


def refusal(process: Process) -> str:
    """The one sentence with which a start was refused."""
    assert process.returncode == 1
    assert process.stdout == ""
    sentence, *more = process.stderr.splitlines()
    assert not more
    assert re.fullmatch(r"[A-Z_]+ is not (set|understood): it must be [^.].*\.", sentence)
    return sentence


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_production_does_not_start_without_what_it_must_know(
    start: Start, production: dict[str, str], name: str, value: str | None
) -> None:
    del production[name]
    environment = production | ({} if value is None else {name: value})
    by_server = refusal(start("-c", "import config.wsgi", **environment))
    by_hand = refusal(start("manage.py", "check", DATELINE_ENV="production", **environment))
    assert by_server == by_hand
    assert by_server.startswith(f"{name} is not set: it must be ")


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_variable_stops_the_start_with_one_sentence(
    start: Start, production: dict[str, str], name: str, value: str
) -> None:
    environment = production | {"DATELINE_ENV": "production", name: value}
    sentence = refusal(start("manage.py", "check", **environment))
    assert sentence.startswith(f"{name} is not understood: it must be ")
    assert "Traceback" not in sentence


@pytest.mark.parametrize("name", ["MAIL_FROM", "SITE_URL"])
def test_production_that_sends_mail_must_know_from_whom_and_where_its_links_lead(
    start: Start, production: dict[str, str], name: str
) -> None:
    told = {
        "EMAIL_URL": "submission://piet:se%2Fcret@mail.example.org",
        "MAIL_FROM": "The Desk <desk@example.org>",
        "SITE_URL": "https://briefs.example.org",
    }
    shown = "import config.wsgi; from django.conf import settings as s; "
    shown += "print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS)"
    assert start("-c", shown, **production, **told).stdout == "mail.example.org 587 True\n"
    del told[name]
    sentence = refusal(start("-c", "import config.wsgi", **production, **told))
    assert sentence.startswith(f"{name} is not set: it must be ")


def test_a_refusal_keeps_a_password_to_itself(start: Start, production: dict[str, str]) -> None:
    production["DATABASE_URL"] = "postgres://piet:swordfish@db.example.org:port/dateline"
    assert "swordfish" not in refusal(start("-c", "import config.wsgi", **production))


def test_every_variable_can_stand_in_a_file(start: Start, production: dict[str, str], tmp_path: Path) -> None:
    files = {}
    for name, value in production.items():
        (tmp_path / name).write_text(f"{value}\n")
        files[f"{name}_FILE"] = str(tmp_path / name)
    shown = "import config.wsgi; from django.conf import settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS)"
    assert start("-c", shown, **files).stdout == f"{production['SECRET_KEY']} ['briefs.example.org']\n"


def test_a_file_that_cannot_be_read_stops_the_start(start: Start, production: dict[str, str]) -> None:
    production["SECRET_KEY_FILE"] = "/nowhere/key"
    sentence = refusal(start("-c", "import config.wsgi", **production))
    assert sentence == "SECRET_KEY_FILE is not understood: it must be a file that can be read."


@pytest.mark.parametrize(("name", "value"), [("PORT", "web"), ("PORT", "80"), ("PORT", "70000")])
def test_make_run_refuses_a_port_that_is_none(start: Start, name: str, value: str) -> None:
    assert refusal(start("-m", "scripts.run", PORT=value)) == (
        "PORT is not understood: it must be a number from 1024 to 65535."
    )


def test_make_run_brings_no_demo_newsroom_into_production(start: Start, production: dict[str, str]) -> None:
    process = start("-m", "scripts.run", DATELINE_ENV="production", **production)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "The demo newsroom is not for production: unset DATELINE_ENV.\n"


@pytest.mark.parametrize(
    ("name", "value"), [("TEST_DATABASE_URL", "sqlite:///x"), ("CHROMIUM", "/nowhere"), ("REQUIRE_ALL", "?")]
)
def test_make_test_refuses_a_malformed_variable(start: Start, name: str, value: str) -> None:
    reads = "from config import env; from scripts import chromium, postgres; "
    reads += "env.flag('REQUIRE_ALL', False); chromium.find(); postgres.server().__enter__()"
    assert refusal(start("-c", reads, DATELINE_ENV="development", **{name: value})).startswith(name)


def test_production_starts_when_told_what_it_must_know(start: Start, production: dict[str, str]) -> None:
    shown = "import config.wsgi; from django.conf import settings; print(settings.PRODUCTION, settings.DEBUG)"
    assert start("-c", shown, **production).stdout == "True False\n"


def test_manage_py_is_for_development_and_needs_no_environment(start: Start) -> None:
    shown = "from django.conf import settings; print(settings.PRODUCTION, settings.DEBUG)"
    assert start("manage.py", "shell", "--no-imports", "-c", shown).stdout == "False True\n"


def test_production_passes_djangos_deployment_checks(start: Start, production: dict[str, str]) -> None:
    process = start(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", DATELINE_ENV="production", **production
    )
    assert process.returncode == 0, process.stderr


def test_every_variable_that_is_read_is_in_the_example_and_no_other() -> None:
    files = [
        ROOT / "tests" / "conftest.py",
        *(ROOT / "config").glob("*.py"),
        *(ROOT / "scripts").glob("*.py"),
    ]
    assert {name for file in files for name in variables_read(file)} == example().keys()


def test_the_apps_leave_the_environment_to_the_settings() -> None:
    apps = ("accounts", "audit", "issues", "briefs", "experts", "editions")
    files = [file for app in apps for file in (ROOT / app).rglob("*.py")]
    read = re.compile(r"\benviron\b(?! \|)|\bgetenv\b")  # handing it on to a program is not reading it
    assert [file for file in files if read.search(file.read_text())] == []


def test_the_example_is_itself_accepted(start: Start) -> None:
    assert start("manage.py", "check", **example()).returncode == 0


def test_an_example_of_each_accepted_form_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "briefs.example.org, .example.net,[::1]")
    assert env.hosts("ALLOWED_HOSTS", None) == ["briefs.example.org", ".example.net", "[::1]"]
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "https://briefs.example.org,https://*.example.net:8443")
    assert env.origins("CSRF_TRUSTED_ORIGINS", None) == [
        "https://briefs.example.org",
        "https://*.example.net:8443",
    ]
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://piet:se%2Fcret@db.example.org:5433/dateline?sslmode=require"
    )
    database = env.database("DATABASE_URL", None)
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example.org", 5433, "se/cret")
    assert database["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("EMAIL_URL", "smtp://piet:se%2Fcret@mail.example.org:465?ssl=true")
    mail = env.mail_server("EMAIL_URL", None)
    assert (mail["EMAIL_PORT"], mail["EMAIL_HOST_PASSWORD"], mail["EMAIL_USE_SSL"]) == (465, "se/cret", True)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/other.sqlite3")
    assert env.database("DATABASE_URL", None)["NAME"] == ROOT / "var" / "other.sqlite3"


def variables_read(file: Path) -> Iterator[str]:
    """The names in calls such as `env.flag("BEHIND_PROXY", False)`; a bare `choice(…)` counts where the readers are."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env")) | ast.Name(id="choice"),
                args=[ast.Constant(value=str(name)), *_],
            ) if re.fullmatch("[A-Z_]+", name):
                yield name


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
