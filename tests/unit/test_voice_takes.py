"""Take keys and the store that keeps takes."""

import json
from dataclasses import replace

import numpy as np
import pytest

from flaming_horse_voice.take_records import sealed
from flaming_horse_voice.takes import Take, TakeStore, VoiceFingerprint, take_key

VOICE = VoiceFingerprint("tone", "tone", "1", settings=(("speed", "1"),))


def some_take(key: str) -> Take:
    return Take(
        key=key,
        speech="one two",
        language="en",
        service="tone",
        model="tone",
        revision="1",
        speaker="",
        sample_rate=24000,
        samples=2400,
        times=((0, 1000), (1200, 2300)),
        aligned_by="model",
        checks={"rms": 0.1},
        provenance={"numpy": "2"},
    )


@pytest.fixture
def sound():
    return (0.3 * np.sin(np.arange(2400) / 9)).astype(np.float32)


def test_key_changes_with_everything_heard_and_with_nothing_else():
    base = take_key(VOICE, "one two", "en", 0)
    others = {
        take_key(VOICE, "one too", "en", 0),
        take_key(VOICE, "one two", "de", 0),
        take_key(VOICE, "one two", "en", 1),
        *(
            take_key(replace(VOICE, **{name: "other"}), "one two", "en", 0)
            for name in ("service", "model", "revision", "speaker", "reference", "transcript")
        ),
        take_key(replace(VOICE, settings=(("speed", "2"),)), "one two", "en", 0),
    }
    assert len(others) == 10
    assert base not in others
    # this very key names takes on people's disks: a change would record their films again
    assert base == "d095e92a61c3ce1911e7c5ee1cf0e1e5"


def test_put_and_get(tmp_path, sound):
    store = TakeStore(tmp_path)
    take = store.put(some_take("k"), sound)
    assert store.get("k") == take
    np.testing.assert_allclose(store.read_sound("k"), sound, atol=2**-23)


def test_a_take_that_was_just_made_is_believed_at_once_and_later(tmp_path, sound):
    store, later = TakeStore(tmp_path), TakeStore(tmp_path)
    store.vouched = later.vouched = False  # a project that came from elsewhere
    store.put(some_take("k"), sound)
    assert store.believed("k")
    later.get("k")
    assert later.believed("k")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["k.flac", "k.json"]
    assert store.get("other") is None


@pytest.mark.parametrize("damage", ["cut", "flip", "record", "format", "lost"])
def test_damaged_takes_are_dropped(tmp_path, sound, damage):
    store = TakeStore(tmp_path)
    store.put(some_take("k"), sound)
    master, record = tmp_path / "k.flac", tmp_path / "k.json"
    match damage:
        case "cut":
            master.write_bytes(master.read_bytes()[:-5])
        case "flip":
            content = bytearray(master.read_bytes())
            content[len(content) // 2] ^= 1
            master.write_bytes(content)
        case "record":
            record.write_text(record.read_text()[:-20])
        case "format":
            record.write_text(json.dumps({**json.loads(record.read_text()), "format": 99}))
        case "lost":
            master.unlink()
    assert store.get("k") is None
    store.put(some_take("k"), sound)
    assert store.get("k") is not None


def test_shared_store_gives_and_takes(tmp_path, sound):
    shared = tmp_path / "shared"
    TakeStore(tmp_path / "one", shared).put(some_take("k"), sound)
    other = TakeStore(tmp_path / "two", shared)
    assert other.get("k") == some_take("k")
    assert other.path("k").is_file()
    assert TakeStore(tmp_path / "two").get("k") == some_take("k")


def test_take_survives_json():
    take = some_take("k")
    assert Take.from_json(json.loads(json.dumps(take.as_json()))) == take


def test_records_of_earlier_versions_count_and_are_sealed(tmp_path, sound):
    store = TakeStore(tmp_path)
    store.put(some_take("k"), sound)
    record = tmp_path / "k.json"
    told = json.loads(record.read_text())
    del told["checksum"]
    record.write_text(json.dumps(told))
    before = record.read_text()
    assert store.get("k") == some_take("k")
    assert record.read_text() == before, "looking changes nothing"
    store.seal()
    assert json.loads(record.read_text())["checksum"]
    assert TakeStore(tmp_path).get("k") == some_take("k")


def test_every_flipped_bit_of_a_record_is_found_or_harmless(tmp_path, sound):
    store = TakeStore(tmp_path)
    store.put(some_take("k"), sound)
    record = tmp_path / "k.json"
    whole = record.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            content = bytearray(whole)
            content[place] ^= 1 << bit
            record.write_bytes(content)
            assert store.get("k") in (None, some_take("k")), (place, bit)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("samples", 10**12, "2400 samples"),
        ("samples", -5, "'samples'"),
        ("samples", True, "'samples'"),
        ("sample_rate", 12000, "at 24000 a second"),
        ("sample_rate", "24000", "'sample_rate'"),
        ("times", [[10**12, 10**13], [0, 1]], "'one'"),
        ("times", [[1200, 2300], [0, 1000]], "'two'"),
        ("times", [[0, 1000]], "1 word times for 2 words"),
        ("times", [[0, 1000], [1200.5, 2300]], "'times'"),
        ("times", None, "'times'"),
        ("checks", None, "'checks'"),
        ("checks", {"rms": "loud"}, "'checks'"),
        ("attempts", 0, "'attempts'"),
        ("provenance", ["numpy"], "'provenance'"),
        ("provenance", {"seed": "x"}, "'provenance'"),
        ("speech", 5, "'speech'"),
        ("key", "other", "another take's"),
        ("unheard_of", 1, "fields"),
    ],
)
@pytest.mark.parametrize("with_checksum", [True, False], ids=["sealed", "earlier"])
def test_records_of_wrong_values_are_told_and_count_as_missing(
    tmp_path, sound, field, value, why, with_checksum
):
    store = TakeStore(tmp_path)
    store.put(some_take("k"), sound)
    record = tmp_path / "k.json"
    told = {**json.loads(record.read_text()), field: value}
    master_digest = told.pop("sha256")
    del told["checksum"], told["format"]
    content = sealed(told, master_digest)
    if not with_checksum:
        content = json.dumps({**json.loads(content), "checksum": None}).encode()
        content = content.replace(b', "checksum": null', b"")
    record.write_bytes(content)
    said: list[str] = []
    store.on_damage = said.append
    assert store.get("k") is None
    assert store.get("k") is None
    assert len(said) == 1
    assert why in said[0]


@pytest.mark.parametrize("name", ["k.flac", "k.json"])
def test_a_folder_in_place_of_a_take_is_damage(tmp_path, sound, name):
    store = TakeStore(tmp_path)
    store.put(some_take("k"), sound)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert store.get("k") is None
    assert store.fault_of("k")
