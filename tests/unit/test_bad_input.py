"""A user's mistake: a message with its place and a remedy, exit code 2, and nothing left behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from films import flaming_horse

HEAD = "# X\n\n## A\n\n"
PLOT = "```plot\nx: [0, 1]\ny: [0, 1]\ncurves: {a: {formula: x+}}\n```\n\nHello.\n"
BAD: dict[str, tuple[str | bytes, str]] = {
    "front matter": ("---\ntitle: X\nlok: chalk\n---\n\nHello.\n", ":3:1: there is no setting"),
    "visual": (HEAD + "```matrx {#p}\nrows: [[1]]\n```\n\nHello.\n", ":5:4: there is no visual"),
    "target": (HEAD + '- one\n\n[Hi]{show="lst.item(1)"}.\n', ":7:"),
    "part": (HEAD + '- one\n\n[Hi]{show="list.item(5)"}.\n', "`list` has 1 item"),
    "yaml": (HEAD + "```matrix\nrows: [[1, 2], [3\n```\n\nHello.\n", ":6:18: this is not YAML"),
    "latex": (HEAD + "{#half}\n$$\n\\frac{1}{2\n$$\n\nHello.\n", ":7:9: LaTeX"),
    "formula": (HEAD + "Hello $\\foo{x}$. […]{pause=1}\n", ":5:8: LaTeX"),
    "image": (HEAD + "{#cat}\n![a cat](cat.png)\n\nHello.\n", ":6:1: there is no picture"),
    "attributes": (HEAD + 'Hello [you]{show="x" again.\n', ":5:11: "),
    "plot": (HEAD + PLOT, ":8:"),
    "empty": ("", "this file is empty"),
    "binary": (bytes(range(256)) * 8, "this is not text in UTF-8"),
    "no narration": (HEAD + "***\n", "nothing is said"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_script_is_refused(tmp_path: Path, name: str) -> None:
    text, says = BAD[name]
    script = tmp_path / "script.md"
    script.write_bytes(text if isinstance(text, bytes) else text.encode())
    refuse(tmp_path, says, "--script", str(script))


def test_a_script_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refuse(tmp_path, "there is no such file", "--script", str(tmp_path / "no.md"))


def test_a_topic_without_a_lesson_names_the_lessons(tmp_path: Path) -> None:
    refuse(tmp_path, "standing-waves, ", "--topic", "quantum gravity")


@pytest.mark.parametrize(
    ("option", "says"), [(("--quality", "4k"), "1080p30"), (("--voice", "tenor"), "kokoro")]
)
def test_an_option_that_cannot_be_is_refused(
    tmp_path: Path, option: tuple[str, str], says: str
) -> None:
    refuse(tmp_path, says, "--topic", "standing waves", *option)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "script.md:2:8: there is no music `piece.wav`"),
        (b"no sound", "script.md:2:8: the music `piece.wav` cannot be read"),
    ],
)
def test_music_that_cannot_be_played_is_refused(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    script = tmp_path / "script.md"
    script.write_text("---\nmusic: piece.wav\n---\n\nA.\n")
    if content is not None:
        (tmp_path / "piece.wav").write_bytes(content)
    refuse(tmp_path, says, "--script", str(script))


def refuse(folder: Path, says: str, *arguments: str) -> None:
    answer = flaming_horse("create", "bad", *arguments, projects=folder / "projects")
    assert answer.returncode == 2, answer.stderr
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (folder / "projects" / "bad").exists()


def test_a_project_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "waves").mkdir()
    (tmp_path / "waves" / "storyboard.md").write_text("# W\n\nHello.\n")
    answer = flaming_horse("build", "wavs", projects=tmp_path)
    assert answer.returncode == 2
    assert "waves" in answer.stderr


def test_help_is_quick_to_import(tmp_path: Path) -> None:
    assert flaming_horse("--help", projects=tmp_path).returncode == 0
