"""A picture is a picture and a sound is a sound, whatever their content says they are."""

import zlib
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from flaming_horse.errors import Place, WrongInput
from flaming_horse.film.music import refuse_unusable
from flaming_horse.model import pictures, svg_limits
from flaming_horse.model.pictures import SHOWN_PIXELS, check_picture, pixels_of
from flaming_horse.storyboard.reader import parse
from flaming_horse.writers.from_file import from_script
from flaming_horse_voice.errors import WrongInput as WrongVoiceInput
from flaming_horse_voice.reference import decoded

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
USED = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def saved(tmp_path: Path, kind: str, name: str, size=(8, 8), mode="RGB") -> Path:
    file = tmp_path / name
    Image.new(mode, size, 1).save(file, format=kind)
    return file


@pytest.mark.parametrize("kind", ["EPS", "PCX", "TGA", "PPM", "ICNS", "GIF", "BMP", "TIFF", "PDF"])
@pytest.mark.parametrize("name", ["p.png", "p.jpg", "p.webp"])
def test_a_picture_is_what_its_name_says(tmp_path, kind, name):
    size = (128, 128) if kind == "ICNS" else (8, 8)
    file = saved(tmp_path, kind, name, size)
    with pytest.raises(WrongInput, match="which its name says it is"):
        check_picture(file.read_bytes(), name)
    with pytest.raises(WrongInput, match=f"`{name}`"):
        pixels_of(file.read_bytes(), name)


def test_no_program_is_started_for_a_picture(tmp_path, monkeypatch):
    called = tmp_path / "gs"
    called.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n")
    called.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    content = saved(tmp_path, "EPS", "x.png").read_bytes()
    with pytest.raises(WrongInput):
        pixels_of(content, "x.png")
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize("name", ["a.gif", "a.BMP", "a.tif", "a.tiff", "a.eps", "a.pdf", "a"])
def test_a_kind_that_is_not_shown_is_refused_in_its_own_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    text = f"# T\n\n## S\n\n![A]({name})\n\nSaid.\n"
    with pytest.raises(WrongInput) as caught:
        parse(text, str(tmp_path / "storyboard.md"))
    assert caught.value.place == Place(str(tmp_path / "storyboard.md"), 5, 1)
    assert f"`{name}`" in caught.value.what
    assert "png" in caught.value.remedy


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [("PNG", "P", (5000, 100)), ("PNG", "RGBA", (100, 4000)), ("JPEG", "L", (6000, 3000)),
     ("JPEG", "CMYK", (3000, 3000)), ("WEBP", "RGB", (2500, 10)), ("PNG", "I;16", (40, 40)),
     ("PNG", "1", (3000, 10))],
)  # fmt: skip
def test_a_large_picture_is_brought_to_what_is_shown(tmp_path, kind, mode, size):
    name = f"p.{kind.lower()}"
    pixels = pixels_of(saved(tmp_path, kind, name, size, mode).read_bytes(), name)
    assert pixels.shape[2] == 4
    assert max(pixels.shape[:2]) == min(max(size), SHOWN_PIXELS)


def test_a_picture_of_too_many_pixels_is_refused_unread(tmp_path):
    # A PNG of 60,000 by 60,000 pixels, of which only the head is there.
    head = b"IHDR" + (60_000).to_bytes(4) + (60_000).to_bytes(4) + b"\x08\x02\0\0\0"
    chunk = (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    with pytest.raises(WrongInput):
        check_picture(b"\x89PNG\r\n\x1a\n" + chunk, "large.png")
    # Pillow itself would take this one.
    wide = b"IHDR" + (8_001).to_bytes(4) + (8_000).to_bytes(4) + b"\x08\x02\0\0\0"
    content = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + wide + zlib.crc32(wide).to_bytes(4)
    with pytest.raises(WrongInput, match="64 million"):
        check_picture(content + b"\0\0\0\0IDAT" + zlib.crc32(b"IDAT").to_bytes(4), "large.png")


def test_a_picture_of_too_many_bytes_is_refused_unopened(tmp_path, monkeypatch):
    file = saved(tmp_path, "PNG", "p.png")
    monkeypatch.setattr(pictures, "MOST_BYTES", file.stat().st_size - 1)
    content = pictures.read_picture(file)
    assert len(content) == file.stat().st_size
    for use in (check_picture, pixels_of, pictures.as_shown):
        with pytest.raises(WrongInput, match="bytes"):
            use(content, "p.png")
    monkeypatch.setattr(pictures, "MOST_BYTES", 9)
    assert len(pictures.read_picture(file)) == 10


@pytest.mark.parametrize("kind", ["EPS", "PCX", "TGA", "PPM", "TIFF", "PDF"])
def test_a_picture_of_another_document_is_of_pixels_too(tmp_path, kind):
    content = saved(tmp_path, kind, "p.gif").read_bytes()
    with pytest.raises(WrongInput, match="cannot be read"):
        pictures.as_shown(content, "p.gif")


def test_a_picture_of_another_document_is_shown_as_what_it_is(tmp_path):
    assert (
        pictures.as_shown(saved(tmp_path, "JPEG", "p.png").read_bytes(), "p.png").suffix == ".jpg"
    )
    shown = pictures.as_shown(saved(tmp_path, "GIF", "p.gif", (3000, 9)).read_bytes(), "p.gif")
    assert (shown.suffix, shown.moved) == (".png", False)
    check_picture(shown.content, "p.png")


def nested(groups: int, times: int) -> str:
    body = '<rect id="g0" width="1" height="1"/>'
    for level in range(1, groups + 1):
        uses = f'<use xlink:href="#g{level - 1}"/>' * times
        body += f'<g id="g{level}">{uses}</g>'
    return USED.format(body)


@pytest.mark.parametrize(
    ("drawing", "says"),
    [
        (nested(7, 7), "shapes"),
        (nested(3, 20), "shapes"),
        (nested(48, 1), "groups"),
        (USED.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "itself"),
        (USED.format('<g id="a"><use xlink:href="#a"/></g>'), "itself"),
        (SVG.format("<g>" * 60 + "</g>" * 60), "groups"),
        (SVG.format("<g>" * 30_000), "groups"),
        (SVG.format('<rect width="1" height="1"/>' * 6_000), "shapes"),
        (SVG.format(f'<path d="M0 0{" 1 1" * 60_000}"/>'), "steps"),
        (SVG.format(f'<path d="M0 0{"a1 1 0 0 0 1 1" * 1_100}"/>'), "arcs"),
        (SVG.format(f'<polygon points="{"1,1 " * 110_000}"/>'), "steps"),
        (SVG.format('<use href="other.svg#a"/>'), "another file"),
        (SVG.format('<image href="/etc/hostname"/>'), "another file"),
        (SVG.format('<image href="http://example.org/a.png"/>'), "another file"),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<g>&a;</g>"), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "/etc/passwd">]>' + SVG.format("&a;"), "entities"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://a.b/c">%a;]>' + SVG.format(""), "entities"),
        ("<html><body/></html>", "no SVG"),
        ("not XML", "no SVG"),
        ("", "no SVG"),
        (SVG.format(" " * 5_100_000), "bytes"),
    ],
)  # fmt: skip
def test_a_drawing_beyond_measure_is_refused(drawing, says):
    with pytest.raises(WrongInput, match=says) as caught:
        check_picture(drawing.encode(), "drawing.svg")
    assert "`drawing.svg`" in caught.value.what


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.format('<circle r="3"/><path d="M0 0 L1 1 A1 1 0 0 0 2 2Z"/>'),
        nested(3, 5),
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
        + SVG.format('<a href="http://example.org"><rect width="1" height="1"/></a>'),
        SVG.format('<image href="data:image/png;base64,AAAA"/><use href="#nothing"/>'),
    ],
)
def test_a_plain_drawing_is_taken(drawing):
    check_picture(drawing.encode(), "drawing.svg")


def test_a_drawing_at_the_limit_is_drawn(tmp_path):
    from manim import SVGMobject

    drawing = SVG.format(f'<path d="M0 0{"a1 1 0 0 0 1 1" * 300}"/>' + '<circle r="3"/>' * 300)
    check_picture(drawing.encode(), "drawing.svg")
    (tmp_path / "a.svg").write_text(drawing)
    drawn = SVGMobject(str(tmp_path / "a.svg"), height=None, width=None, use_svg_cache=False)
    assert len(drawn.submobjects) == 301
    assert svg_limits.MOST_SHAPES > 300


def outside(tmp_path: Path) -> tuple[Path, Path]:
    """A project, and a picture beside it that is none of its."""
    project = tmp_path / "project"
    project.mkdir()
    return project, saved(tmp_path, "PNG", "private.png")


def ways_out(project: Path, private: Path) -> list[str]:
    (project / "link.png").symlink_to(private)
    (project / "folder").symlink_to(private.parent)
    (project / "chain.png").symlink_to(project / "link.png")
    return ["../private.png", str(private), "link.png", "folder/private.png", "chain.png"]


def test_a_picture_from_outside_is_refused_and_not_read(tmp_path):
    project, private = outside(tmp_path)
    for name in ways_out(project, private):
        private.write_text("private words")
        with pytest.raises(WrongInput) as caught:
            parse(f"# T\n\n## S\n\n![A](<{name}>)\n\nSaid.\n", str(project / "storyboard.md"))
        assert "outside" in caught.value.what or "is not a file" in caught.value.what
        assert caught.value.place.line == 5


def test_music_from_outside_is_refused(tmp_path):
    project, private = outside(tmp_path)
    for name in ways_out(project, private):
        text = f'---\nmusic: "{name}"\n---\n# T\n\n## S\n\nSaid.\n'
        with pytest.raises(WrongInput, match="outside"):
            parse(text, str(project / "storyboard.md"))


def test_a_link_within_the_project_is_followed(tmp_path):
    saved(tmp_path, "PNG", "real.png")
    (tmp_path / "alias.png").symlink_to("real.png")
    parse("# T\n\n## S\n\n![A](alias.png)\n\nSaid.\n", str(tmp_path / "storyboard.md"))


def test_a_document_brings_no_pictures_from_outside(tmp_path):
    project, private = outside(tmp_path)
    ways_out(project, private)
    for name in ["../private.png", "link.png", "folder/private.png"]:
        readme = project / "README.md"
        readme.write_text(f"# T\n\n[![Badge](https://a.b/c.svg)](d)\n\n![A]({name})\n\nSaid.\n")
        converted = from_script(readme)
        assert converted is not None
        assert not converted.pictures
        assert "outside of the document's folder" in converted.text


def sound(file: Path, kind: str = "WAV") -> Path:
    tone = 0.3 * np.sin(np.arange(96_000) / 9)
    soundfile.write(file, tone, 48_000, format=kind)
    return file


@pytest.mark.parametrize("name", ["m.mp3", "m.wav", "m.m3u8", "m.flac"])
@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{private}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {private}\n",
        "[playlist]\nFile1={private}\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{private}</BaseURL></MPD>',
    ],
)
def test_music_is_one_file_and_no_list_of_files(tmp_path, name, content):
    private = sound(tmp_path / "private.wav")
    file = tmp_path / name
    file.write_text(content.format(private=private))
    with pytest.raises(WrongInput, match=f"`{name}` cannot be read"):
        refuse_unusable(file, Place("storyboard.md", 2))
    with pytest.raises(WrongVoiceInput, match="no sound"):
        decoded(file)


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "AIFF", "W64", "CAF", "MP3"])
def test_sound_files_are_read(tmp_path, kind):
    file = sound(tmp_path / f"s.{kind.lower()}", kind)
    refuse_unusable(file, Place("storyboard.md", 2))
    assert decoded(file)[1] == 48_000


def test_a_recording_of_hours_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("flaming_horse_voice.reference.LONGEST_READ_S", 1)
    with pytest.raises(WrongVoiceInput, match="minutes"):
        decoded(sound(tmp_path / "s.wav"))
