"""Files of ours, and settings: whatever is in them is read or refused by the file's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import (
    DEEPEST_JSON,
    LARGEST_JSON,
    as_object,
    as_text,
    checked_json,
    read_json,
)
from flaming_horse_voice.toml_files import LARGEST_TOML, read_toml


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": NaN}', "no number of JSON"),
        ("[-Infinity]", "no number of JSON"),
        ("[[1e999]]", "too large"),
        (r'["\ud800"]', "half of a sign"),
        (r'{"a": {"\udfff": 1}}', "half of a sign"),
        ("[" * (DEEPEST_JSON + 1) + "]" * (DEEPEST_JSON + 1), "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply|not JSON"),
        ("[" * 100_000, "nested too deeply|not JSON"),
        ('{\n"a": 1,\n}', ":3: not JSON"),
    ],
)
def test_what_json_can_hold_and_ours_never_does_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        checked_json(text, lambda value: value, "a.json")
    assert refused.value.what.startswith("a.json")


def test_json_of_the_deepest_kind_and_any_sign_is_read() -> None:
    text = "[" * DEEPEST_JSON + "]" * DEEPEST_JSON
    assert checked_json(text, str, "a.json") == text
    assert checked_json(r'["\ud83d\ude00", "é"]', list, "a.json") == ["😀", "é"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda value: value["missing"],
        lambda value: value.missing,
        lambda value: int(float("inf")),
        lambda value: as_text(value["a"]),
        lambda value: as_object(value["a"]),
    ],
)
def test_another_shape_is_refused_by_the_files_name(wrong: Any) -> None:
    with pytest.raises(Unreadable, match=r"^a\.json"):
        checked_json('{"a": 5}', wrong, "a.json")


def test_a_json_file_beyond_its_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('["' + "a" * 100 + '"]')
    with pytest.raises(Unreadable, match=r"a\.json"):
        read_json(file, lambda value: value, limit=100)
    with file.open("wb") as large:
        large.truncate(LARGEST_JSON + 1)
    with pytest.raises(Unreadable, match=r"large|most|bytes"):
        read_json(file, lambda value: value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a = [" * 100_000, "not valid TOML"),
        (b"a = " + b"9" * 5_000, "not valid TOML"),
        (b"a = 2024-02-31", "not valid TOML"),
        (b"a = 1\na = 2", "Cannot overwrite"),
        (b"a = '\xff'", "UTF-8"),
        (b"# " + b"a" * LARGEST_TOML, "large|most|bytes"),
    ],
)
def test_a_settings_file_that_is_none_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=says) as refused:
        read_toml(file)
    assert "settings.toml" in refused.value.what


def test_a_settings_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[voice]\nname = "é"\n', encoding="utf-8")
    assert read_toml(file) == {"voice": {"name": "é"}}
    with pytest.raises(FileNotFoundError):
        read_toml(tmp_path / "none.toml")
