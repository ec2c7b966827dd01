"""The contract on which way imports run."""

import tomllib
from pathlib import Path

import pytest

from scripts.tiers import TiersContract

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def contract() -> TiersContract:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return TiersContract(options["name"], {}, options)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("editions.publishing", "issues.models"),
        ("editions.publishing", "briefs.models"),
        ("issues.admin", "editions.models"),
        ("briefs.admin.forms", "briefs.importing.reader"),
        ("config.urls", "editions.views"),
    ],
)
def test_imports_that_run_the_right_way(contract: TiersContract, importer: str, imported: str) -> None:
    assert contract.reason_against(importer, imported) == ""


@pytest.mark.parametrize(
    ("importer", "imported", "reason"),
    [
        (
            "issues.models",
            "briefs.models",
            "inner tiers import downwards: accounts → editions → experts → briefs → issues → audit.",
        ),
        (
            "briefs.workflow",
            "editions.publishing",
            "inner tiers import downwards: accounts → editions → experts → briefs → issues → audit.",
        ),
        ("editions.publishing", "editions.views", "an inner tier imports no pages."),
        ("experts.models", "briefs.forms", "an inner tier imports no pages."),
        ("experts.admin", "briefs.forms.brief", "pages import no other app's pages."),
        ("editions.views", "config.settings", "nobody imports config."),
        ("issues.models", "config.env", "nobody imports config."),
    ],
)
def test_imports_that_run_the_wrong_way(
    contract: TiersContract, importer: str, imported: str, reason: str
) -> None:
    assert contract.reason_against(importer, imported) == reason
