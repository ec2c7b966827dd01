"""What load balancers and supervisors ask."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client


def test_a_living_process_says_ok_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.content == b"The database answers and has every migration. Uploads can be kept.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_answers_head_and_nothing_that_writes_and_is_kept_by_no_cache(
    client: Client, path: str
) -> None:
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
    assert "no-store" in client.get(path).headers["cache-control"]


def test_a_database_out_of_reach_is_not_ready_though_the_process_lives(ask: Callable[..., str]) -> None:
    nowhere = "postgres://piet@127.0.0.1:1/dateline"
    assert ask("/readyz", DATABASE_URL=nowhere) == "503 The database cannot be reached."
    assert ask("/healthz", DATABASE_URL=nowhere) == "200 ok"


def test_an_empty_database_is_not_ready(ask: Callable[..., str]) -> None:
    answer = ask("/readyz")
    assert answer.startswith("503")
    assert answer.endswith("migrations: run manage.py migrate.")


def test_uploads_that_cannot_be_kept_are_not_ready(ask: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "uploads").symlink_to("/dev/null/nowhere")
    answer = ask("/readyz", UPLOADS=str(tmp_path / "uploads" / "pictures"))
    assert answer.startswith("503")
    assert answer.endswith("Uploads cannot be kept.")


def test_a_database_that_never_answers_is_not_waited_for(ask: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = f"postgres://piet@127.0.0.1:{silent.getsockname()[1]}/dateline?connect_timeout=5"
        assert ask("/readyz", DATABASE_URL=nobody) == "503 The database did not answer within 3 seconds."


def test_health_is_asked_without_https_and_the_desk_is_not(ask: Callable[..., str]) -> None:
    assert ask("/healthz", secure=False) == "200 ok"
    assert ask("/admin/login/", secure=False).startswith("301 https://briefs.example.org/admin/login/")
