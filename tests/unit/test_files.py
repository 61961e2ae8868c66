"""Files are written whole or not at all, never through a link, and read within limits."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from flaming_horse_voice.files import (
    NotOurs,
    Unreadable,
    is_safe_relative,
    is_unfinished,
    link_below,
    read_bytes,
    read_text,
    replacing,
    unfinished_name,
    write_atomically,
    write_if_changed,
)
from flaming_horse_voice.json_files import as_object, read_json
from flaming_horse_voice.own_folders import (
    MARK,
    is_own_folder,
    make_own_folder,
    remove_own_folder,
)


def left_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "c.txt", b"one")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"one"
    assert left_in(tmp_path) == ["a", "a/b", "a/b/c.txt"]


def test_others_may_read_it_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert write_if_changed(file, b"one")
    before = file.stat().st_ino
    assert not write_if_changed(file, b"one")
    assert file.stat().st_ino == before
    assert write_if_changed(file, b"two")


def test_a_link_in_the_place_is_replaced_and_what_it_names_is_untouched(tmp_path: Path) -> None:
    (tmp_path / "witness").write_bytes(b"a person's")
    (tmp_path / "link").symlink_to("witness")
    assert write_if_changed(tmp_path / "link", b"a person's")
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "witness").read_bytes() == b"a person's"


@pytest.mark.parametrize("dangling", [False, True])
def test_nothing_is_written_through_a_linked_folder(tmp_path: Path, dangling: bool) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    if not dangling:
        outside.mkdir()
    (root / "media").symlink_to(outside)
    with pytest.raises(NotOurs, match="media"):
        write_atomically(root / "media" / "deep" / "a.mp4", b"film", within=root)
    with pytest.raises(NotOurs, match="media"), replacing(root / "media" / "a", within=root):
        pass
    assert left_in(root) == ["media"]
    assert outside.is_dir() is not dangling
    assert dangling or not any(outside.iterdir())


def test_no_path_leaves_the_folder_it_belongs_to(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    with pytest.raises(NotOurs):
        write_atomically(tmp_path / "project" / ".." / "a", b"", within=tmp_path / "project")
    with pytest.raises(ValueError, match="subpath"):
        write_atomically(tmp_path / "a", b"", within=tmp_path / "project")
    assert left_in(tmp_path) == ["project"]


def test_the_users_own_folder_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "work").symlink_to("real")
    write_atomically(tmp_path / "work" / "p" / "a", b"x", within=tmp_path / "work" / "p")
    assert (tmp_path / "real" / "p" / "a").read_bytes() == b"x"


def test_a_library_writes_to_a_name_beside(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"old")
    with replacing(tmp_path / "film.mp4") as beside:
        assert is_unfinished(beside.name)
        beside.write_bytes(b"new")
        assert (tmp_path / "film.mp4").read_bytes() == b"old"
    assert (tmp_path / "film.mp4").read_bytes() == b"new"
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "film.mp4") as beside:
        beside.write_bytes(b"half" * (1 // 0))
    assert (tmp_path / "film.mp4").read_bytes() == b"new"
    assert left_in(tmp_path) == ["film.mp4"]


def test_many_writers_of_one_file_leave_one_of_their_contents(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(8)]
    threads = [
        threading.Thread(target=write_atomically, args=(tmp_path / "a", content))
        for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "a").read_bytes() in contents
    assert left_in(tmp_path) == ["a"]


def test_names_of_unfinished_files_are_known_and_short() -> None:
    assert is_unfinished(unfinished_name("film.mp4"))
    assert len(unfinished_name("é" * 200).encode()) < 255
    for name in (".film.mp4", "film.unfinished", ".a.0123456789abcde.unfinished", ".bashrc"):
        assert not is_unfinished(name)


def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "zero", "folder"):
        with pytest.raises((Unreadable, IsADirectoryError)):
            read_bytes(tmp_path / name, 100)


def test_a_limit_of_size_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 2048)
    assert len(read_bytes(tmp_path / "a", 2048)) == 2048
    with pytest.raises(Unreadable, match="larger than 2 kB"):
        read_bytes(tmp_path / "a", 2047)


def test_a_text_that_is_no_utf8_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\ntwo\n\xff")
    with pytest.raises(Unreadable, match="a:3: not UTF-8"):
        read_text(tmp_path / "a", 100)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a": "\xff"}',
        b"[" * 100_000,
        b"[" * 30 + b"]" * 30,
        b'{"a": ' * 30 + b"1" + b"}" * 30,
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b"[]",
        b"null",
        b"{}",
    ],
)
def test_a_broken_file_of_ours_is_told_as_unreadable(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=r"a\.json") as refused:
        read_json(file, lambda value: int(as_object(value)["a"]))
    assert len(str(refused.value)) < 400


def test_a_whole_file_of_ours_is_given_to_its_checker(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"a": ["é", 1.5, None, {"b": True}]}))
    assert read_json(tmp_path / "a.json", as_object) == {"a": ["é", 1.5, None, {"b": True}]}
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "b.json", as_object)


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("clip.mp4", True), ("a/b.json", True), ("a b.ä", True),
        ("", False), (".", False), ("..", False), ("../a", False), ("a/../../b", False),
        ("/etc/passwd", False), ("a//b", False), ("./a", False), ("a\\..\\b", False),
        ("a\0b", False),
    ],
)  # fmt: skip
def test_names_from_files_stay_inside(path: str, safe: bool) -> None:
    assert is_safe_relative(path) is safe


def test_the_first_link_on_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "l").symlink_to("b")
    assert link_below(tmp_path, tmp_path / "a" / "b" / "c") is None
    assert link_below(tmp_path, tmp_path / "a" / "l" / "c") == tmp_path / "a" / "l"


def test_only_a_folder_with_our_mark_is_removed(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis").write_text("x")
    make_own_folder(ours, "voice environment")
    (ours / "link").symlink_to(theirs)
    (ours / "deep").mkdir()
    (ours / "deep" / "file").write_text("x")
    for folder in (theirs, tmp_path / "linked"):
        if not folder.exists():
            folder.symlink_to(ours)
        with pytest.raises(NotOurs):
            remove_own_folder(folder, "voice environment")
    with pytest.raises(NotOurs):
        remove_own_folder(ours, "bench")
    remove_own_folder(ours, "voice environment")
    remove_own_folder(ours, "voice environment")
    assert (theirs / "thesis").read_text() == "x"
    assert not ours.exists()


def test_a_folder_of_ours_is_made_where_nothing_is(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    make_own_folder(empty, "x")
    make_own_folder(empty, "x")
    assert is_own_folder(empty, "x")
    assert not is_own_folder(empty, "y")
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "full", "link"):
        with pytest.raises(NotOurs):
            make_own_folder(tmp_path / name, "x")
    assert left_in(tmp_path) == ["empty", f"empty/{MARK}", "file", "full", "full/mine", "link"]
