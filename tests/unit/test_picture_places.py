"""A picture that a document names by its address is taken from its repository, if it lies there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flaming_horse.writers.from_markdown import from_markdown

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import png


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(png(9))
    root = tmp_path / "kiln"
    for folder in (".git", "art", "docs/guide", "site/static/img", "docs/guide/attachments"):
        (root / folder).mkdir(parents=True)
    for number, name in enumerate(
        ("logo.png", "art/bowl.png", "art/my cup.png", "docs/guide/attachments/jug.png")
    ):
        (root / name).write_bytes(png(number + 1))
    return root


HERE = [
    "https://raw.githubusercontent.com/potter/kiln/main/art/bowl.png",
    "https://github.com/potter/kiln/blob/main/art/bowl.png?raw=true",
    "https://github.com/potter/kiln/raw/v2/art/bowl.png",
    "https://gitlab.com/potter/kiln/-/raw/main/art/bowl.png",
    "https://raw.githubusercontent.com/potter/kiln/main/logo.png",
    "https://raw.githubusercontent.com/potter/kiln/main/art/my%20cup.png",
    "https://kiln.example/art/bowl.png",
    "/art/bowl.png",
    "../../art/bowl.png",
]


@pytest.mark.parametrize("address", HERE)
def test_a_picture_that_lies_here_is_taken_and_told(repository: Path, address: str) -> None:
    text = f"# Kiln\n\nThe bowl.\n\n![A bowl]({address})\n\nIt is blue.\n"
    converted = from_markdown(text, repository / "docs" / "guide" / "x.md")
    assert len(converted.pictures) == 1
    assert "taken from where it lies here" in " ".join(converted.notes)
    assert "Left out" not in converted.text


def test_a_picture_of_a_folder_of_notes_is_found(repository: Path) -> None:
    converted = from_markdown(
        "# Kiln\n\nThe jug.\n\n![[jug.png|300]]\n\nSee [[Clay]].\n", repository / "docs/guide/x.md"
    )
    assert list(converted.pictures.values()) == [png(4)]


@pytest.mark.parametrize("place", ["docs/x.md", "x.md", "site/x.md"])
def test_a_note_shows_a_picture_of_any_folder_of_its_vault(repository: Path, place: str) -> None:
    text = "# Kiln\n\nThe bowl.\n\n![[bowl.png]]\n\nSee [[Clay]].\n"
    assert list(from_markdown(text, repository / place).pictures.values()) == [png(2)]


def test_the_vault_is_where_obsidian_has_its_settings(repository: Path) -> None:
    (repository / "docs" / ".obsidian").mkdir()
    text = "# Kiln\n\nThe bowl.\n\n![[bowl.png]]\n\nSee [[Clay]] and ![[secret.png]].\n"
    made = from_markdown(text, repository / "docs" / "guide" / "x.md")
    assert not made.pictures
    assert "vault:" not in made.text + " ".join(made.notes)


@pytest.mark.parametrize("folder", ["public", "static"])
def test_a_site_means_its_own_folder_by_a_leading_slash(repository: Path, folder: str) -> None:
    (repository / folder / "signs").mkdir(parents=True)
    (repository / folder / "signs" / "ash.png").write_bytes(png(7))
    text = "# Kiln\n\nThe ash.\n\n![Ash](/signs/ash.png)\n\nIt is grey.\n"
    made = from_markdown(text, repository / "docs" / "guide" / "x.md")
    assert list(made.pictures.values()) == [png(7)]


def test_a_path_with_blanks_is_a_path(repository: Path) -> None:
    text = "# Kiln\n\nThe cup.\n\n![A cup](art/my cup.png)\n\nIt is red.\n"
    converted = from_markdown(text, repository / "x.md")
    assert list(converted.pictures.values()) == [png(3)]
    assert "(art" not in converted.text.replace("](", "")


ELSEWHERE = [
    "https://img.example/logo.png",
    "https://raw.githubusercontent.com/potter/kiln/main/art/vase.png",
    "https://kiln.example/a/../../secret.png",
    "https://kiln.example/kiln/../secret.png",
    "../../../secret.png",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_else_is_taken(repository: Path, address: str) -> None:
    text = f"# Kiln\n\nThe bowl.\n\n![A bowl]({address})\n\nIt is blue.\n"
    converted = from_markdown(text, repository / "docs" / "guide" / "x.md")
    assert not converted.pictures


def test_a_link_leads_out_of_no_repository(repository: Path) -> None:
    (repository / "art" / "out.png").symlink_to(repository.parent / "secret.png")
    text = "# Kiln\n\nIt.\n\n![A](https://raw.githubusercontent.com/p/kiln/main/art/out.png)\n"
    assert not from_markdown(text, repository / "x.md").pictures
