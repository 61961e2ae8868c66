import os
import time

import pytest

from flaming_horse.engine.store import MissingBlob, Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def publish(store, key, **files):
    with store.scratch() as outputs:
        for name, content in files.items():
            (outputs / name).write_bytes(content)
        return store.publish(key, outputs, seconds=1.5, provenance={"by": "test"})


def age(store, seconds=7200.0):
    then = time.time() - seconds
    for path in store.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def test_content_comes_back(store, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"abc" * 1000)
    digest = store.put_file(source)
    assert digest == store.put_bytes(b"abc" * 1000)
    assert store.open(digest).read() == source.read_bytes()
    assert source.exists()


def test_an_edit_of_what_was_materialised_does_not_reach_the_store(store, tmp_path):
    digest = store.put_bytes(b"original")
    store.materialise(digest, tmp_path / "out" / "file")
    with (tmp_path / "out" / "file").open("r+b") as file:
        file.write(b"EDITED")
    assert store.open(digest).read() == b"original"
    store.materialise(digest, tmp_path / "out" / "file")
    assert (tmp_path / "out" / "file").read_bytes() == b"original"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["file"]


def test_materialise_leaves_equal_files_untouched(store, tmp_path):
    digest = store.put_bytes(b"same")
    store.materialise(digest, tmp_path / "file")
    os.utime(tmp_path / "file", (1, 1))
    store.materialise(digest, tmp_path / "file")
    assert (tmp_path / "file").stat().st_mtime == 1


def test_a_damaged_blob_is_missing_and_can_be_put_again(store):
    digest = store.put_bytes(b"content")
    path = store.path_of(digest)
    path.chmod(0o644)
    path.write_bytes(b"c0ntent")
    with pytest.raises(MissingBlob, match=digest[:12]):
        store.path_of(digest)
    assert not path.exists()
    assert store.put_bytes(b"content") == digest
    assert store.open(digest).read() == b"content"


def test_damage_from_before_this_process_is_noticed(store):
    digest = store.put_bytes(b"content")
    path = store.path_of(digest)
    path.chmod(0o644)
    path.write_bytes(b"")
    assert not Store(store.folder).has(digest)


def test_a_result_comes_back(store):
    made = publish(store, "c" * 64, a=b"1", b=b"2")
    assert Store(store.folder).result("c" * 64) == made
    assert made.seconds == 1.5
    assert made.provenance["by"] == "test"
    assert store.open(made.outputs["b"]).read() == b"2"


def test_a_result_whose_output_is_damaged_is_no_result(store):
    made = publish(store, "c" * 64, a=b"1", b=b"2")
    path = store.path_of(made.outputs["b"])
    path.chmod(0o644)
    path.write_bytes(b"3")
    assert store.result("c" * 64) is None
    assert publish(store, "c" * 64, a=b"1", b=b"2").outputs == made.outputs
    assert store.result("c" * 64) is not None


@pytest.mark.parametrize("damage", [b"", b"torn", b'0000\n{"key":"k"}'])
def test_a_damaged_result_is_dropped(store, damage):
    publish(store, "c" * 64, a=b"1")
    path = store.folder / "results" / "cc" / ("c" * 64)
    path.write_bytes(damage)
    assert store.result("c" * 64) is None
    assert not path.exists()


def test_the_first_result_of_a_key_stands(store):
    first = publish(store, "c" * 64, a=b"first")
    assert publish(store, "c" * 64, a=b"second") == first


def test_outputs_that_are_links_do_not_take_the_linked_file_away(store, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"a person's file")
    twin = tmp_path / "twin"
    twin.write_bytes(b"another")
    with store.scratch() as outputs:
        (outputs / "symbolic").symlink_to(outside)
        (outputs / "hard").hardlink_to(twin)
        made = store.publish("c" * 64, outputs, seconds=0, provenance={})
    assert store.open(made.outputs["symbolic"]).read() == b"a person's file"
    assert outside.exists()
    assert os.access(twin, os.W_OK)
    assert twin.stat().st_mode & 0o200
    assert not os.path.samefile(twin, store.path_of(made.outputs["hard"]))


def test_forget_drops_the_result_only(store):
    made = publish(store, "c" * 64, a=b"1")
    store.forget("c" * 64)
    store.forget("c" * 64)
    assert store.result("c" * 64) is None
    assert store.has(made.outputs["a"])


def test_gc_drops_what_was_used_longest_ago_and_keeps_what_is_shared(store):
    shared = b"s" * 1000
    old = publish(store, "a" * 64, shared=shared, own=b"o" * 1000)
    age(store)
    new = publish(store, "b" * 64, shared=shared, own=b"n" * 1000)
    stray = store.put_bytes(b"stray" * 200)
    os.utime(store.path_of(stray), (1, 1))
    before = store.size()
    freed = store.gc(before - 1500, in_use_s=60)
    assert freed == before - store.size() >= 1500
    assert not store.has(stray)
    assert store.result("a" * 64) is None
    assert not store.has(old.outputs["own"])
    assert store.result("b" * 64) == new


def test_gc_spares_what_is_kept_and_what_is_in_use(store):
    publish(store, "a" * 64, own=b"a")
    publish(store, "b" * 64, own=b"b")
    assert store.gc(0) == 0
    age(store)
    store.gc(0, keep={"a" * 64})
    assert store.result("a" * 64) is not None
    assert store.result("b" * 64) is None


def test_a_use_counts(store):
    publish(store, "a" * 64, own=b"a")
    digest = store.put_bytes(b"input")
    age(store)
    again = Store(store.folder)
    assert again.result("a" * 64) is not None
    again.put_bytes(b"input")
    again.gc(0)
    assert again.result("a" * 64) is not None
    assert again.has(digest)


def test_gc_under_its_limit_does_nothing(store):
    publish(store, "a" * 64, own=b"a")
    age(store)
    assert store.gc(10**6) == 0
    assert store.result("a" * 64) is not None


def test_nothing_unfinished_is_left(store):
    publish(store, "a" * 64, own=b"a")
    with store.scratch() as scratch:
        (scratch / "x").write_bytes(b"x")
    assert not scratch.exists()
    store.close()
    assert [path.name for path in (store.folder / "unfinished").iterdir()] == ["lock"]
    assert store.put_bytes(b"again")
