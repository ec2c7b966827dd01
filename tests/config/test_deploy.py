"""The files in deploy/ that this suite cannot run, containers and systemd units, judged by the tools that read them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from granian.cli import cli

from config import env
from scripts import stack

DEPLOY = env.ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text()))


def test_the_containerfile_has_no_fault_that_hadolint_finds() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    told = subprocess.run([hadolint, DEPLOY / "Containerfile"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_tells_whether_it_is_well() -> None:
    last_stage = (DEPLOY / "Containerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001$", last_stage, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\n.*/readyz", last_stage, re.MULTILINE)
    assert "--require-hashes" in (DEPLOY / "Containerfile").read_text()


def test_what_compose_names_is_there(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", [])) <= compose["secrets"].keys()
        assert set(service.get("depends_on", [])) <= compose["services"].keys()
        for file in service.get("env_file", []):
            assert (DEPLOY / file).is_file()
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source in ("./nginx/dateline.conf", "./certificates")
    assert (DEPLOY / ".." / compose["x-app"]["build"]["dockerfile"]).is_file()


def test_compose_keeps_secrets_in_files_and_the_application_from_writing(compose: dict[str, Any]) -> None:
    for name in ("app", "migrate"):
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        told = service["environment"]
        assert {"SECRET_KEY_FILE", "DATABASE_URL_FILE"} <= told.keys()
        assert not {"SECRET_KEY", "DATABASE_URL", "METRICS_TOKEN"} & told.keys()
    assert compose["services"]["app"]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"}
    }


def test_nginx_in_compose_finds_what_it_puts_in_the_place_of_a_servers_paths(compose: dict[str, Any]) -> None:
    site = (DEPLOY / "nginx" / "dateline.conf").read_text()
    replaced = re.findall(r"s\|([^|]+)\|", compose["services"]["nginx"]["command"][-1])
    assert len(replaced) == 4
    assert [there for there in replaced if there not in site] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_in_a_unit(unit: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze was not found: it is on machines that run systemd.")
    text = unit.read_text().replace("/srv/dateline/.venv/bin/python", sys.executable)
    for each in UNITS:  # a timer is judged with its service
        (tmp_path / each.name).write_text(text if each == unit else each.read_text())
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    command = [program, "verify", "--man=no", str(tmp_path / unit.name)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    complaints = [line for line in told.stderr.splitlines() if unit.name in line]
    assert complaints == []


def test_the_application_server_knows_every_option_that_it_is_told() -> None:
    told = re.findall(r"^(GRANIAN_\w+)=", (DEPLOY / "granian.env").read_text(), re.MULTILINE)
    known = {f"GRANIAN_{option.name}".upper() for option in cli.params}
    assert "GRANIAN_WORKERS" in told
    assert set(told) <= known


def test_postgresql_is_told_what_is_in_its_file() -> None:
    assert "shared_buffers=32MB" in stack.options(DEPLOY / "postgresql" / "dateline.conf")
