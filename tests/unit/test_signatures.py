"""Results that were not made on this machine by this user's program are not believed."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from flaming_horse.build import finished_film
from flaming_horse.build.housekeeping import notes_on, open_store
from flaming_horse.config import Options, settings_of
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import MissingBlob, Store
from flaming_horse.errors import FilmFailed
from flaming_horse.project import FILM_FILES, Project
from flaming_horse_voice import signatures
from flaming_horse_voice.files import NotOurs

KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(signatures, "key_file", lambda: tmp_path / "data" / "signing.key")
    signatures._key.cache_clear()
    return tmp_path / "data"


def another_user(home: Path) -> None:
    (home / "signing.key").unlink(missing_ok=True)
    signatures._key.cache_clear()


def store_of(project: Path, **given: bool) -> Store:
    return open_store(settings_of(project, Options(), {}), **given)


def kept(store: Store, key: str = KEY, **files: bytes) -> Result:
    outputs = {name: store.put_bytes(content) for name, content in files.items()}
    made = Result(key, outputs, 1.0, {})
    store.keep(key, made)
    return made


def test_a_result_of_ours_is_believed_by_the_next_process(tmp_path: Path) -> None:
    made = kept(store_of(tmp_path), film=b"ours")
    signatures._key.cache_clear()
    assert store_of(tmp_path).result(KEY) == made
    assert notes_on(store_of(tmp_path)) == []


def test_a_result_that_came_along_is_not_believed_and_that_is_said_once(
    tmp_path: Path, home: Path
) -> None:
    kept(store_of(tmp_path), film=b"theirs")
    another_user(home)
    store = store_of(tmp_path)
    assert "not made here" in " ".join(notes_on(store))
    assert store.result(KEY) is None
    assert notes_on(store) == []
    ours = kept(store, film=b"ours")
    assert store_of(tmp_path).result(KEY) == ours


def test_a_plain_checksum_is_no_signature(tmp_path: Path) -> None:
    forger = Store(tmp_path / ".flaming-horse" / "store")
    with forger.scratch() as outputs:
        (outputs / "film.mp4").write_bytes(b"another film")
        forger.publish(KEY, outputs, seconds=1, provenance={})
    assert forger.result(KEY) is not None
    assert store_of(tmp_path).result(KEY) is None


def test_a_result_cannot_be_given_to_another_action(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    kept(store, film=b"one")
    results = store.folder / "results"
    (results / OTHER[:2]).mkdir()
    (results / OTHER[:2] / OTHER).write_bytes((results / KEY[:2] / KEY).read_bytes())
    assert store.result(OTHER) is None
    with pytest.raises(ValueError, match="told of"):
        store.keep(OTHER, Result(KEY, {}, 1.0, {}))


def test_a_worker_of_a_guarded_store_neither_believes_nor_keeps(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    worker = Store(store.folder, for_worker=True)
    with worker.scratch() as outputs:
        (outputs / "out").write_bytes(b"made")
        made = worker.publish(KEY, outputs, seconds=1, provenance={})
    assert worker.result(KEY) is None
    assert store.result(KEY) is None
    store.keep(KEY, made)
    assert store.result(KEY) == made
    assert worker.result(KEY) is None
    with pytest.raises(MissingBlob):
        store.keep(OTHER, Result(OTHER, {"x": "0" * 64}, 1.0, {}))


def test_a_store_that_the_user_names_is_theirs_to_vouch_for(tmp_path: Path) -> None:
    environ = {"FLAMING_HORSE_STORE": str(tmp_path / "shared")}
    store = open_store(settings_of(tmp_path / "p", Options(), environ))
    assert not store.guarded
    assert notes_on(store) == []


def test_where_no_key_can_be_kept_that_is_said(tmp_path: Path, home: Path) -> None:
    home.write_text("a file in the place of the folder")
    store = store_of(tmp_path)
    made = kept(store, film=b"x")
    assert store.result(KEY) == made
    assert any("FLAMING_HORSE_STORE" in note for note in notes_on(store))


def test_all_processes_that_begin_at_once_agree_on_the_key(home: Path) -> None:
    def first(_: int) -> bytes:
        return signatures._key.__wrapped__(home / "signing.key")

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(first, range(32)))) == 1
    assert (home / "signing.key").stat().st_mode & 0o077 == 0
    assert os.listdir(home) == ["signing.key"]


def test_half_a_key_is_made_again(home: Path) -> None:
    home.mkdir()
    (home / "signing.key").write_bytes(b"half")
    assert signatures.is_signed("x", b"y", signatures.sign("x", b"y"))
    assert len((home / "signing.key").read_bytes()) == 32
    assert not signatures.is_signed("z", b"y", signatures.sign("x", b"y"))


FORGED = [
    {"outputs": {"../../../.bashrc": "0" * 64}},
    {"outputs": {"/etc/cron.d/x": "0" * 64}},
    {"outputs": {"a/../../b": "0" * 64}},
    {"outputs": {"": "0" * 64}},
    {"outputs": {"film.mp4": "../../x"}},
    {"outputs": {"film.mp4": 5}},
    {"outputs": ["film.mp4"]},
    {"key": "../x"},
    {"seconds": "soon"},
    {"provenance": None},
]


@pytest.mark.parametrize("wrong", FORGED, ids=str)
@pytest.mark.parametrize("sign", ["plain", "ours"])
def test_names_in_a_result_are_checked_in_shared_stores_too(
    tmp_path: Path, wrong: dict[str, object], sign: str
) -> None:
    signed = partial(signatures.sign, "result") if sign == "ours" else None
    store = Store(tmp_path / "store", sign=signed)
    told = {"key": KEY, "outputs": {}, "seconds": 1, "provenance": {}} | wrong
    text = json.dumps(told).encode()
    seal = signed(text) if signed else hashlib.sha256(text).hexdigest()
    file = store.folder / "results" / KEY[:2] / KEY
    file.parent.mkdir(parents=True)
    file.write_bytes(seal.encode() + b"\n" + text)
    assert store.result(KEY) is None
    assert not file.exists()
    with pytest.raises((ValueError, TypeError, KeyError)):
        Result.from_json(told)


def test_only_the_files_of_a_film_are_published(tmp_path: Path) -> None:
    project, store = Project(tmp_path / "p"), Store(tmp_path / "store")
    files = {f"p.{ending}": ending.encode() for ending in FILM_FILES}
    finished_film.publish(project, store, kept_plain(store, files), "p")
    assert (project.media / "p.mp4").read_bytes() == b"mp4"
    for odd in ({**files, "p.report.json.bak": b""}, {**files, "voiceovers/ready.json": b""}):
        with pytest.raises(FilmFailed, match="not what was made"):
            finished_film.publish(project, store, kept_plain(store, odd), "p")
    del files["p.srt"]
    with pytest.raises(FilmFailed, match=r"p\.srt"):
        finished_film.publish(project, store, kept_plain(store, files), "p")
    assert sorted(os.listdir(project.media)) == sorted(
        f"p.{ending}" for ending in FILM_FILES if ending != "report.json"
    )


def kept_plain(store: Store, files: dict[str, bytes]) -> Result:
    return Result(KEY, {name: store.put_bytes(each) for name, each in files.items()}, 1.0, {})


def test_a_film_is_not_published_through_a_link(tmp_path: Path) -> None:
    project, store = Project(tmp_path / "p"), Store(tmp_path / "store")
    (tmp_path / "outside").mkdir()
    project.folder.mkdir()
    project.media.symlink_to(tmp_path / "outside")
    files = {f"p.{ending}": b"" for ending in FILM_FILES}
    with pytest.raises(NotOurs, match="media"):
        finished_film.publish(project, store, kept_plain(store, files), "p")
    assert os.listdir(tmp_path / "outside") == []


def test_gc_leaves_what_is_none_of_the_stores(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.put_bytes(b"old")
    for name in ("blobs/ph/photo.jpg", "results/my/thesis", f"blobs/aa/{'a' * 63}"):
        (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (store.folder / name).write_text("a person's")
    assert store.gc(0, in_use_s=0) == 3
    assert (store.folder / "blobs/ph/photo.jpg").exists()
    assert (store.folder / "results/my/thesis").exists()


def test_looking_changes_nothing(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    made = kept(store, film=b"x" * 100)
    blob = store.path_of(made.outputs["film"])
    for path in store.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))
    result = store.folder / "results" / KEY[:2] / KEY
    damaged = store.folder / "results" / OTHER[:2] / OTHER
    damaged.parent.mkdir()
    damaged.write_text("rubbish")
    before = {p: p.lstat().st_mtime_ns for p in tmp_path.rglob("*")}
    looking = store_of(tmp_path, looks_only=True)
    (tmp_path / "file").write_text("new")
    assert looking.result(KEY) == made
    assert looking.result(OTHER) is None
    digest = looking.put_file(tmp_path / "file")
    assert digest == looking.put_bytes(b"new") == hashlib.sha256(b"new").hexdigest()
    assert not looking.has(digest)
    (tmp_path / "file").unlink()
    after = {p: p.lstat().st_mtime_ns for p in tmp_path.rglob("*")}
    assert {p: t for p, t in after.items() if p != tmp_path} == {
        p: t for p, t in before.items() if p != tmp_path
    }
    assert blob.exists()
    assert result.exists()
