"""What the style sheet promises: colours that can be read, and pages that weigh little."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import cast

STATIC = Path(settings.BASE_DIR, "static")
CSS = (STATIC / "css" / "site.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    pairs = re.findall("..", digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    red, green, blue = (int(pair, 16) / 255 for pair in pairs)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "soft", "signal"])
def test_every_ink_can_be_read_on_every_ground(colours: dict[str, str], ground: str, ink: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= 4.5


def packed(path: Path) -> int:
    """Bytes over the wire: WOFF2 is compressed already."""
    return path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))


@pytest.mark.django_db
def test_a_brief_weighs_under_forty_kilobytes_with_all_it_needs(client: Client) -> None:
    words = (
        "The frigates left the harbour before dawn, said the ministry, which had denied it the day before. "
    )
    edition = cast.published(
        developments=f"<p>{words * 6}</p>" * 2,
        quotes=[(f"<p>{words * 6}</p>", f"Speaker {number}", "Senior Fellow") for number in range(3)],
        sections=[(f"Background {number}", f"<p>{words * 6}</p>" * 2) for number in range(3)],
    )
    page = client.get(edition.get_absolute_url()).content
    needed = set(re.findall(r'"/static/([^"]+)"', page.decode()))
    assert len(needed) == 7
    assert len(gzip.compress(page)) + sum(packed(STATIC / name) for name in needed) < 40 * 1024


def test_the_style_sheet_calls_for_nothing_from_elsewhere() -> None:
    files = re.findall(r'url\("([^"]+)"\)', CSS)
    assert len(files) == 6
    assert all((STATIC / "css" / name).resolve().is_file() for name in files)
    assert "http" not in CSS.replace('[href^="http"]', "")
