"""Take keys and the store that keeps takes."""

import json
from dataclasses import replace

import numpy as np
import pytest

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
