"""Settings: later layers win, each value knows its origin, and nonsense is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.build.housekeeping import parse_size
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import WrongInput


def write(folder: Path, text: str) -> None:
    (folder / "flaming-horse.toml").write_text(text)


def test_built_in_values(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, Options(), {})
    assert str(settings.quality) == "1080p30 (built in)"
    assert settings.store.value == tmp_path / ".flaming-horse" / "store"


def test_later_layers_win_and_are_named(tmp_path: Path) -> None:
    write(tmp_path, '[film]\nquality = "720p30"\n')
    environ = {"FLAMING_HORSE_QUALITY": "draft"}
    assert str(settings_of(tmp_path, Options(), {}).quality) == "720p30 (flaming-horse.toml)"
    assert str(settings_of(tmp_path, Options(), environ).quality) == "draft (FLAMING_HORSE_QUALITY)"
    option = Options(quality="1080p60")
    assert str(settings_of(tmp_path, option, environ).quality) == "1080p60 (--quality)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("quality = ", "not valid TOML"),
        ('[film]\nqualty = "draft"\n', "Did you mean 'quality'?"),
        ("[flim]\n", "Did you mean 'film'?"),
        ('film = "draft"\n', "not a table"),
        ("[build]\nworkers = 0\n", "not a whole number above 0"),
        ("format = 99\n", "format = 99 is not known"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(WrongInput) as refused:
        settings_of(tmp_path, Options(), {})
    assert says in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("9" * 400, int("9" * 400)),
        ("500MB", 500_000_000),
        ("2 gb", 2_000_000_000),
        ("1.5k", 1500),
    ],
)
def test_sizes(text: str, size: int) -> None:
    assert parse_size(text) == size


def test_what_is_no_size_is_refused() -> None:
    with pytest.raises(WrongInput):
        parse_size("much")
