"""A film of synthetic clips and takes: what is in the file, and which planted bugs are caught."""

from __future__ import annotations

import json
import shutil
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from flaming_horse_voice.runs import written_runs

sys.path.insert(0, str(Path(__file__).parent))
import whole_sound
from whole_sound import cut, decode, whole

from flaming_horse.errors import FilmFailed
from flaming_horse.film import mastering
from flaming_horse.film.assemble import _plan, _sound, assemble_film, check_film
from flaming_horse.film.loudness import CEILING_DBTP, TARGET_LUFS, measure
from flaming_horse.film.report import failure
from flaming_horse.film.sound import encode_aac
from flaming_horse.film.voice_track import laid_takes
from flaming_horse.model.clip import Clip, PlacedCue, PlacedLine
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse.model.report import Report
from flaming_horse.render.encoder import ClipEncoder

FPS, WIDTH, HEIGHT = 30, 160, 90
RATE = 24_000
TEXT = "The sum over all columns is nineteen, and the next entry follows."
WORDS = TEXT.split(" ")


def voice(seconds, seed):
    """Noise in syllables: something with peaks, pauses and no pitch."""
    n = int(seconds * RATE)
    t = np.arange(n) / RATE
    noise = np.random.default_rng(seed).standard_normal(n)
    return (0.05 * noise * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t)) ** 2).astype(np.float32)


def recorded(line_id, scene, folder, seconds=4.0, level=1.0):
    sound = voice(seconds, len(line_id)) * np.float32(level)
    soundfile.write(folder / f"{line_id}.flac", sound, RATE)
    words, times, at = [], [], 0
    step = len(sound) // len(WORDS)
    for number, word in enumerate(WORDS):
        words.append(SpokenWord(word, at, at + len(word)))
        times.append((number * step, (number + 1) * step))
        at += len(word) + 1
    return RecordedLine(
        line_id, scene, written_runs(TEXT), TEXT, tuple(words), line_id, f"{line_id}.flac", RATE,
        len(sound), tuple(times), "model",
    )  # fmt: skip


def picture(highlight):
    pixels = np.full((HEIGHT, WIDTH, 4), (16, 24, 32, 255), np.uint8)
    pixels[10:20, 20:140, :3] = 220  # a heading, always there
    if highlight:
        pixels[50:60, 30:60, :3] = (255, 200, 0)
    return pixels


def drawn(folder, scene, *, frames=150, cue_frame=40, shown_at=None, black=()):
    """A clip in which a box fades in at `shown_at` (as planned when it is None)."""
    folder.mkdir(parents=True)
    shown_at = cue_frame if shown_at is None else shown_at
    encoder = ClipEncoder(folder / "clip.mp4", width=WIDTH, height=HEIGHT, fps=FPS)
    for number in range(frames):
        part = min(max((number - shown_at + 1) / 6, 0), 1)
        pixels = (picture(False) * (1 - part) + picture(True) * part).astype(np.uint8)
        if number in black:
            pixels[:, :, :3] = 0
        encoder.write(pixels)
    encoder.close()
    cue = PlacedCue(
        f"{scene}.1", "sum", "highlight", "box", cue_frame / FPS, cue_frame, (0.15, 0.5, 0.45, 0.75)
    )
    clip = Clip(
        scene, written_runs(f"About {scene}"), WIDTH, HEIGHT, FPS, frames,
        (PlacedLine(f"{scene}.1", 10),), (cue,), (), 1, "#101820",
    )  # fmt: skip
    (folder / "clip.json").write_text(json.dumps(clip.as_json()))


PARAMS = {"name": "film", "title": "A film", "language": "en", "summary": "What it is about."}


def inputs(folder, *, level=1.0, **second):
    takes = folder / "media" / "voiceovers"
    takes.mkdir(parents=True)
    lines = (
        recorded("one.1", "one", takes),
        recorded("second.1", "second", takes, level=level),
    )
    narration = Narration(VoiceIdentity("kokoro", "kokoro-82m", "v1", "af_heart", "en"), lines)
    (takes / "takes.json").write_text(json.dumps(narration.as_json()))
    drawn(folder / "clips" / "01", "one")
    drawn(folder / "clips" / "02", "second", **second)
    return folder


def assembled(folder, **planted):
    out = folder / "out"
    out.mkdir()
    assemble_film(inputs(folder / "in", **planted), out, PARAMS)
    return out, json.loads((out / "film.report.json").read_text())


def failed(report):
    return [check["name"] for check in report["checks"] if not check["passed"]]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return assembled(tmp_path_factory.mktemp("film"))


def test_a_good_film_passes(film):
    out, report = film
    assert failed(report) == []
    assert report["passed"]
    assert failure(Report.from_json(report)) is None
    assert sorted(path.suffix for path in out.iterdir()) == sorted(
        [".mp4", ".srt", ".vtt", ".chapters", ".html", ".txt", ".png", ".json", ".json"]
    )
    assert {cue["error_ms"] for cue in report["cues"]} <= {0.0, 33.3}
    assert report["film"]["duration_s"] == 10.0
    assert abs(report["loudness"]["integrated_lufs"] + 16) <= 0.5
    assert report["loudness"]["true_peak_dbtp"] <= -1.5


def test_what_is_in_the_file(film):
    out, _ = film
    data = (out / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(out / "film.mp4")) as file:
        assert [stream.type for stream in file.streams][:3] == ["video", "audio", "subtitle"]
        assert file.metadata["title"] == "A film"
        assert "synthetic" in file.metadata["comment"]
        assert "kokoro-82m" in file.metadata["comment"]
        assert [c["metadata"]["title"] for c in file.chapters()] == ["About one", "About second"]
        assert [Fraction(c["start"]) * c["time_base"] for c in file.chapters()] == [0, 5]
        assert file.streams.audio[0].metadata["language"] == "eng"
        times = [frame.pts * frame.time_base for frame in file.decode(video=0)]
    assert times == [Fraction(n, FPS) for n in range(300)]


def test_each_take_is_heard_at_its_frame(film):
    out, _ = film
    sound = decode(out / "film.mp4").mean(axis=0)
    for start in (10 / FPS, 5 + 10 / FPS):
        at = round(start * 48_000)
        assert np.abs(sound[at - 4800 : at - 480]).max() < 0.003
        loud = np.flatnonzero(np.abs(sound[at - 480 : at + 2400]) > 0.02)
        assert abs(loud[0] - 480) < 240  # 5 ms


def test_the_same_inputs_give_the_same_film(film, tmp_path):
    out, _ = film
    again, _ = assembled(tmp_path)
    for path in out.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_a_late_cue_is_caught(tmp_path):
    _, report = assembled(tmp_path, shown_at=46)
    assert failed(report) == ["largest cue error, ms"]
    assert report["cues"][1]["error_ms"] == pytest.approx(200, abs=34)
    assert "second.1: highlight box" in str(failure(Report.from_json(report)))


def test_a_take_kept_although_it_failed_is_told_and_its_cues_are_not_measured(tmp_path):
    index = inputs(tmp_path / "in") / "media" / "voiceovers" / "takes.json"
    told = json.loads(index.read_text())
    told["lines"][1] |= {"aligned_by": "spread", "fault": "it hisses for 2.0 s"}
    index.write_text(json.dumps(told))
    (tmp_path / "out").mkdir()
    assemble_film(tmp_path / "in", tmp_path / "out", PARAMS)
    report = json.loads((tmp_path / "out" / "film.report.json").read_text())
    assert failed(report) == ["cues not seen", "takes that failed their checks"]
    assert [cue["error_ms"] is None for cue in report["cues"]] == [False, True]
    assert report["lines"][1]["aligned_by"] == "spread"
    assert not report["passed"]


def test_an_early_cue_is_caught(tmp_path):
    _, report = assembled(tmp_path, shown_at=34)
    assert report["cues"][1]["error_ms"] == pytest.approx(-200, abs=34)
    assert failed(report) == ["largest cue error, ms"]


def test_a_cue_that_never_shows_is_caught(tmp_path):
    _, report = assembled(tmp_path, shown_at=1000)
    assert report["cues"][1]["visible_at_s"] is None
    assert failed(report) == ["cues not seen"]


def test_a_black_stretch_is_caught(tmp_path):
    _, report = assembled(tmp_path, black=range(80, 120))
    assert failed(report) == ["longest blank stretch, s"]
    assert "scene 'second'" in report["checks"][2]["where"][0]


def test_a_silent_line_is_caught(tmp_path):
    _, report = assembled(tmp_path, level=0.0)
    assert failed(report) == ["silent lines"]


@pytest.mark.parametrize("level", [0.27, 3.6])
def test_lines_of_different_loudness_become_alike(tmp_path, level):
    _, report = assembled(tmp_path, level=level)  # 11 dB apart
    assert failed(report) == []
    first, second = (line["loudness_lufs"] for line in report["lines"])
    assert abs(first - second) <= 0.5
    assert abs(first + 16) <= 0.5


def test_a_line_too_quiet_to_be_matched_is_named(tmp_path):
    _, report = assembled(tmp_path, level=0.07)  # 23 dB below the other
    assert failed(report) == ["largest step between lines, LU"]
    check = next(check for check in report["checks"] if not check["passed"])
    assert check["measured"] == pytest.approx(11, abs=0.5)
    assert "second.1 at 5.33 s" in check["where"][0]


def test_a_line_that_was_turned_down_afterwards_is_caught(film, tmp_path):
    def quieter(sound):
        sound[:, 5 * 48_000 :] *= 0.85  # 1.4 dB
        return sound

    assert "largest step between lines, LU" in failed(changed(film, tmp_path, quieter))


def test_a_click_is_heard_at_its_sample(tmp_path):
    folder = inputs(tmp_path / "in")
    takes = folder / "media" / "voiceovers"
    sound, rate = soundfile.read(takes / "one.1.flac", dtype="float32")
    sound[:] *= 0.01
    sound[30_000] = 0.9
    soundfile.write(takes / "one.1.flac", sound, rate)
    plan = _plan(folder, [folder / "clips" / "01", folder / "clips" / "02"], PARAMS)
    first, _ = laid_takes(plan.timeline, plan.narration, takes, tmp_path / "voice.f32")
    assert first.first == 16_000  # 10 frames of 30 a second
    assert int(np.argmax(np.abs(whole(first.sound)))) == 60_000  # 48 kHz


def add_music(place):
    (place / "music").mkdir()
    t = np.arange(3 * RATE) / RATE
    sound = sum(np.sin(2 * np.pi * hertz * t) for hertz in (220, 277, 330))
    soundfile.write(place / "music" / "piece.flac", 0.2 * sound, RATE)


@pytest.mark.parametrize("bed", [{}, {"music": "piece.flac", "room_tone": -50.0}])
def test_the_sound_made_in_blocks_is_the_sound_of_the_whole(tmp_path, monkeypatch, bed):
    """Compared before it is encoded: AAC makes other noise of what differs in the last bit."""
    folder = inputs(tmp_path / "in", level=3.0)
    add_music(folder)
    plan = _plan(folder, [folder / "clips" / "01", folder / "clips" / "02"], PARAMS | bed)
    takes = folder / "media" / "voiceovers"
    made = []
    monkeypatch.setattr(mastering, "encode_aac", lambda parts, _: made.append(whole(parts)))
    monkeypatch.setattr(mastering, "decoded", lambda _: cut(made[-1]))
    _sound(folder, plan, plan.timeline, tmp_path)

    chained = whole_sound.chained_takes(plan.timeline, plan.narration, takes)
    lies_under = np.zeros((1, 10 * 48_000), np.float32)
    if bed:
        lies_under = whole_sound.room_tone(10 * 48_000, -50.0)
        lies_under = lies_under + whole_sound.music_bed(
            folder / "music" / "piece.flac", plan.timeline
        )
    wanted = whole_sound.mixed(chained, lies_under, CEILING_DBTP - 0.5, TARGET_LUFS)
    assert 20 * np.log10(np.abs(made[0] - wanted).max() + 1e-12) < -120
    before, after = measure(cut(whole_sound.on_two(wanted))), measure(cut(made[0]))
    assert after.integrated_lufs == pytest.approx(before.integrated_lufs, abs=0.001)
    assert after.true_peak_dbtp == pytest.approx(before.true_peak_dbtp, abs=0.01)


def with_music(folder, **more):
    """A film with a chord of 3 s under it."""
    place = inputs(folder / "in")
    add_music(place)
    out = folder / "out"
    out.mkdir()
    assemble_film(place, out, PARAMS | {"music": "piece.flac"} | more)
    return out, json.loads((out / "film.report.json").read_text())


@pytest.fixture(scope="module")
def musical(tmp_path_factory):
    return with_music(tmp_path_factory.mktemp("musical"))


def dbfs(sound, first, last):
    return 10 * np.log10(np.mean(sound[:, int(first * 48_000) : int(last * 48_000)] ** 2) + 1e-15)


def test_a_film_with_music_passes_and_says_how_low_it_lies(musical):
    out, report = musical
    assert failed(report) == []
    check = next(c for c in report["checks"] if c["name"] == "music under speech, dB")
    assert check["measured"] == pytest.approx(18, abs=0.5)
    assert abs(report["loudness"]["integrated_lufs"] + 16) <= 0.5
    assert report["loudness"]["true_peak_dbtp"] <= -1.5
    assert "Music: piece.flac" in (out / "film.upload.txt").read_text()
    assert "Music: piece.flac" in (out / "film.transcript.html").read_text()
    sound = decode(out / "film.mp4")
    assert -42 < dbfs(sound, 4.6, 5.1) < -30  # between the lines it is heard


def test_a_film_with_music_can_be_checked_again(musical, tmp_path):
    out, report = musical
    check_film(out, tmp_path, {"name": "film"})
    assert json.loads((tmp_path / "film.report.json").read_text()) == report


def test_a_line_that_music_drowns_is_caught(musical, tmp_path):
    """Where only music is heard, the line is silent."""

    def without(sound):
        first = int(5.33 * 48_000)
        sound[:, first : first + 4 * 48_000] = sound[:, :1]
        bed = np.sin(np.arange(4 * 48_000) / 30) * 10 ** (-34 / 20)
        sound[:, first : first + bed.size] += bed
        return sound

    assert "silent lines" in failed(changed(musical, tmp_path, without))


def test_music_that_is_too_loud_is_caught(musical, tmp_path):
    out, _ = musical
    told = json.loads((out / "film.timeline.json").read_text())
    for measured in (12.0, None):
        (tmp_path / "film.timeline.json").write_text(
            json.dumps(told | {"music_under_db": measured})
        )
        shutil.copy(out / "film.mp4", tmp_path)
        again = tmp_path / f"again-{measured}"
        again.mkdir()
        check_film(tmp_path, again, {"name": "film"})
        report = json.loads((again / "film.report.json").read_text())
        assert failed(report) == ["music under speech, dB"]


def test_room_tone_is_heard_where_nothing_else_is(film, tmp_path):
    (tmp_path / "out").mkdir()
    folder = inputs(tmp_path / "in")
    assemble_film(folder, tmp_path / "out", PARAMS | {"room_tone": -60.0})
    report = json.loads((tmp_path / "out" / "film.report.json").read_text())
    assert failed(report) == []
    assert dbfs(decode(tmp_path / "out" / "film.mp4"), 4.5, 5.2) == pytest.approx(-60, abs=1.5)
    assert dbfs(decode(film[0] / "film.mp4"), 4.5, 5.2) < -90


def changed(film, folder, change):
    """The film with its sound put through `change`, checked again."""
    out, _ = film
    shutil.copy(out / "film.timeline.json", folder)
    encode_aac(cut(change(decode(out / "film.mp4"))), folder / "sound.m4a")
    with (
        av.open(str(out / "film.mp4")) as old,
        av.open(str(folder / "sound.m4a")) as sound,
        av.open(str(folder / "film.mp4"), "w") as new,
    ):
        pairs = [(old, old.streams.video[0]), (sound, sound.streams.audio[0])]
        streams = [new.add_stream_from_template(stream) for _, stream in pairs]
        for (source, stream), target in zip(pairs, streams, strict=True):
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = target
                    new.mux(packet)
    again = folder / "again"
    again.mkdir()
    check_film(folder, again, {"name": "film"})
    return json.loads((again / "film.report.json").read_text())


def test_shortened_sound_is_caught(film, tmp_path):
    report = changed(film, tmp_path, lambda sound: sound[:, : 8 * 48_000])
    assert {"streams apart, s", "silent lines"} <= set(failed(report))


def test_loud_sound_is_caught(film, tmp_path):
    report = changed(film, tmp_path, lambda sound: np.clip(sound * 2, -0.99, 0.99))
    assert {"loudness, LUFS", "true peak, dBTP"} <= set(failed(report))


def test_captions_that_were_lost_are_caught(film, tmp_path):
    report = changed(film, tmp_path, lambda sound: sound)
    assert set(failed(report)) == {"captions", "chapters"}


def test_a_finished_film_can_be_checked_again(film, tmp_path):
    out, report = film
    check_film(out, tmp_path, {"name": "film"})
    assert json.loads((tmp_path / "film.report.json").read_text()) == report


def test_a_film_that_is_not_there(tmp_path):
    with pytest.raises(FilmFailed, match="no film"):
        check_film(tmp_path, tmp_path, {"name": "film"})


def test_a_file_that_is_no_film(film, tmp_path):
    shutil.copy(film[0] / "film.timeline.json", tmp_path)
    (tmp_path / "film.mp4").write_bytes(b"not a film")
    with pytest.raises(FilmFailed, match="cannot be read"):
        check_film(tmp_path, tmp_path, {"name": "film"})


def test_a_take_of_another_length_is_refused(tmp_path):
    folder = inputs(tmp_path / "in")
    soundfile.write(folder / "media/voiceovers/one.1.flac", voice(3, 1), RATE)
    with pytest.raises(FilmFailed, match=r"take of line 'one\.1'"):
        assemble_film(folder, tmp_path, PARAMS)
    assert not (tmp_path / "film.mp4").exists()


def test_a_missing_clip_is_refused(tmp_path):
    folder = inputs(tmp_path / "in")
    (folder / "clips" / "02" / "clip.mp4").unlink()
    with pytest.raises(FilmFailed, match="scene 02 has no clip"):
        assemble_film(folder, tmp_path, PARAMS)
