"""Taking in pictures: each file that was sent is refused with a sentence, or its pixels alone are drawn anew."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

from briefs.content import Picture
from briefs.imaging import NotAPicture, receive
from briefs.models import Image
from editions.pictures import sources
from tests import pictures

pytestmark = pytest.mark.django_db


def taken(data: bytes) -> Image:
    return receive(io.BytesIO(data), None)


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<?php ?>")
    return out.getvalue()


def written(text: str) -> PngImagePlugin.PngInfo:
    """What a PNG says beside its pixels; a long text is packed."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", text, zip=len(text) > 100)
    return said


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_in_every_width_that_it_fills(kind: str, uploads: Path) -> None:
    image = taken(pictures.drawn(kind, (1200, 900)))
    widths = [160, 320, 480, 960, 1200]
    assert image.files == {"avif": widths, "webp": widths, "jpg": widths}
    assert (image.width, image.height) == (1200, 900)
    kept = {path.name.removeprefix(f"{image.digest}-"): path for path in uploads.rglob("*.*")}
    assert set(kept) == {f"{width}.{ending}" for ending in image.files for width in widths}
    for ending in image.files:
        with Pillow.open(kept[f"480.{ending}"]) as small:
            assert small.size == (480, 360)


def test_the_same_file_again_is_the_same_picture() -> None:
    assert taken(pictures.drawn()) == taken(pictures.drawn())
    assert Image.objects.count() == 1


def test_a_file_that_is_read_twice_is_the_same_picture() -> None:
    """A save that met another at that very moment begins anew, with the same file."""
    sent = io.BytesIO(pictures.drawn())
    assert receive(sent, None) == receive(sent, None)


def test_nothing_that_a_camera_wrote_is_kept_and_the_picture_stands_upright(uploads: Path) -> None:
    image = taken(pictures.with_place((800, 600)))
    assert (image.width, image.height) == (600, 800)
    for path in uploads.rglob("*.*"):
        assert b"qzcamera" not in path.read_bytes()
        with Pillow.open(path) as kept:
            assert not kept.getexif()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG, PNG or WebP"),
        (b"GIF89a<script>alert(1)</script>", "no JPEG, PNG or WebP"),
        (pictures.drawn("GIF"), "no JPEG, PNG or WebP"),
        (pictures.drawn()[:900], "damaged"),
        (pictures.bomb(9000, 9000), "81 megapixels"),
        (pictures.bomb(60_000, 60_000), "damaged|megapixels"),
        (pictures.drawn(size=(200, 200)), "at least 320"),
        (pictures.drawn(size=(2000, 100)), "too long"),
        (b"\xff" * (12 * 1024 * 1024 + 1), "12 megabytes"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_with_a_sentence(
    data: bytes, sentence: str, uploads: Path
) -> None:
    with pytest.raises(NotAPicture, match=sentence):
        taken(data)
    assert not uploads.exists()


@pytest.mark.parametrize(
    "data",
    [
        pictures.drawn("JPEG") + b"<html><script>qzhidden</script></html>",
        pictures.drawn("JPEG") + b"<?php qzhidden() ?>",
        pictures.drawn("PNG") + zipped("qzhidden"),
        pictures.drawn("WEBP") + b"%PDF-1.7 qzhidden",
        pictures.drawn("JPEG", comment=b"<?php qzhidden() ?>"),
        pictures.drawn("JPEG", xmp=b"<x:xmpmeta>qzhidden</x:xmpmeta>"),
        pictures.drawn("PNG", pnginfo=written("qzhidden")),
        pictures.drawn("WEBP", xmp=b"<x:xmpmeta>qzhidden</x:xmpmeta>"),
    ],
)
def test_what_hides_behind_or_beside_the_pixels_is_not_kept(data: bytes, uploads: Path) -> None:
    assert b"qzhidden" in data
    assert taken(data).width == 800
    files = [path.read_bytes() for path in uploads.rglob("*.*")]
    assert len(files) == 12
    assert not any(b"qzhidden" in each or b"php" in each or b"PK\x03\x04" in each for each in files)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "no JPEG, PNG or WebP"),
        (b"<html><img src=x></html>", "no JPEG, PNG or WebP"),
        (zipped("harbour.jpg"), "no JPEG, PNG or WebP"),
        (pictures.drawn("AVIF"), "no JPEG, PNG or WebP"),
        (pictures.drawn("TIFF"), "no JPEG, PNG or WebP"),
        (pictures.drawn("JPEG")[:1500], "damaged"),
        (pictures.drawn("WEBP")[:120], "damaged"),
        (pictures.drawn("JPEG")[:40] + b"\0" * 4000, "damaged|no JPEG"),
        (pictures.drawn("PNG", (8000, 6300), "1"), "50 megapixels; at most 40"),
        (pictures.drawn("JPEG", (8000, 6300), "L"), "50 megapixels; at most 40"),
        (pictures.bomb(2**31 - 1, 1), "megapixels|damaged"),
        (pictures.bomb(0, 0), "damaged|no JPEG"),
        (pictures.drawn("PNG", pnginfo=written("q" * 9_000_000)), "damaged"),
    ],
)
def test_hostile_files_are_refused_with_a_sentence(data: bytes, sentence: str, uploads: Path) -> None:
    with pytest.raises(NotAPicture, match=sentence):
        taken(data)
    assert not uploads.exists()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_kept(kind: str, uploads: Path) -> None:
    frames = [Pillow.new("RGB", (400, 400), colour) for colour in ("red", "green", "blue")]
    moving = pictures.drawn(kind, (400, 400), save_all=True, append_images=frames)
    with Pillow.open(io.BytesIO(moving)) as opened:
        assert getattr(opened, "n_frames", 1) == 4
    image = taken(moving)
    for path in uploads.rglob(f"{image.digest}-400.*"):
        with Pillow.open(path) as kept:
            assert getattr(kept, "n_frames", 1) == 1
            red, green, blue = kept.convert("RGB").getpixel((50, 200))  # type: ignore[misc]
            assert blue > 200
            assert max(red, green) < 60


def test_colours_come_out_right_and_the_profile_is_gone(uploads: Path) -> None:
    """The blue half of a picture in the colours of a printing press, and with a profile of its own."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    taken(pictures.drawn("JPEG", icc_profile=srgb))
    press = io.BytesIO()
    Pillow.open(io.BytesIO(pictures.drawn())).convert("CMYK").save(press, "JPEG")
    taken(press.getvalue())
    paths = list(uploads.rglob("*-480.*"))
    assert len(paths) == 6
    for path in paths:
        with Pillow.open(path) as kept:
            assert "icc_profile" not in kept.info
            red, _, blue = kept.convert("RGB").getpixel((60, 100))  # type: ignore[misc]
            assert (red < 60, blue > 200) == (True, True), path


def test_without_avif_the_other_kinds_are_made_and_a_picture_sent_again_gets_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, uploads: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("briefs.imaging.features.check", lambda _: False)
        image = taken(pictures.drawn())
    assert set(image.files) == {"webp", "jpg"}
    assert not list(uploads.rglob("*.avif"))
    assert sources(image, private=False).avif == ""
    again = taken(pictures.drawn())
    assert (again.pk, set(again.files)) == (image.pk, {"avif", "webp", "jpg"})
    assert len(list(uploads.rglob("*.avif"))) == 4


def test_a_page_names_only_files_that_were_made() -> None:
    """As for a picture of an older version, which had fewer widths."""
    image = taken(pictures.drawn())
    Image.objects.update(files={"webp": [480, 800], "jpg": [800]})
    found = sources(Picture(image.digest, image.width, image.height), private=False)
    assert found.avif == ""
    assert found.webp == f"/images/{image.digest}-480.webp 480w, /images/{image.digest}-800.webp 800w"
    assert found.jpeg == f"/images/{image.digest}-800.jpg 800w"
    assert found.src == f"/images/{image.digest}-800.jpg"


def test_a_broken_colour_profile_does_no_harm() -> None:
    assert taken(pictures.drawn("JPEG", icc_profile=b"no profile")).width == 800


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "CMYK", "1", "I;16"])
def test_pictures_in_any_colours_are_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    data = io.BytesIO()
    Pillow.new(mode, (400, 400)).save(data, kind)
    assert taken(data.getvalue()).width == 400
