"""Clips and takes become a film with everything beside it; or a finished film is checked again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flaming_horse.errors import FilmFailed
from flaming_horse.film.captions import Caption, as_srt, as_vtt, captions
from flaming_horse.film.chapters import as_file, upload_text
from flaming_horse.film.checks import judge, measure
from flaming_horse.film.mastering import master
from flaming_horse.film.music import music_bed, room_tone, under_speech
from flaming_horse.film.mux import mux_film
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.report import write_report
from flaming_horse.film.samples import Mixed, Silence, Sound
from flaming_horse.film.sound import sample_at
from flaming_horse.film.transcript import as_html
from flaming_horse.film.voice_track import laid_takes
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration
from flaming_horse.model.timeline import Timeline
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import read_json
from flaming_horse_voice.project_places import VOICEOVERS

MUSIC = Path("music")
SOUND = Path("sound.m4a")


def assemble_film(inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Put a film together and measure it. Runs in a worker process.

    `inputs` holds `clips/NN/clip.mp4` and `clip.json`, and `media/voiceovers/takes.json` with its
    takes. `params`: name, title, language, summary, and `order`: the folders below `clips/` in the
    film's order (all, sorted by name, when it is left out); `music` is a file below `music/`, and
    `room_tone` a level in dB of full scale; `references` are the passages that lines rest on, by
    the lines' ids. Writes NAME.mp4, .srt, .vtt, .chapters, .transcript.html, .upload.txt,
    .poster.png, .timeline.json and .report.json.

    A film that fails its checks is left here with its report (`report.failure` makes the error).
    Raises FilmFailed when none can be made.
    """
    folders = _folders(inputs / "clips", params.get("order"))
    plan = _plan(inputs, folders, params)
    timeline = plan.timeline
    shown = captions(timeline, plan.language)
    film = outputs / f"{plan.name}.mp4"
    # Beside the film, not where TMPDIR is: that may be memory, and an hour's sound is 2 GB.
    with TemporaryDirectory(prefix=".sound-", dir=outputs) as scratch:
        plan = replace(plan, music_under_db=_sound(inputs, plan, timeline, Path(scratch)))
        clips = [folder / "clip.mp4" for folder in folders]
        sound = Path(scratch, SOUND)
        mux_film(film, plan=plan, timeline=timeline, clips=clips, sound=sound, shown=shown)
    _write_texts(outputs, plan, timeline, shown)
    _check(film, plan, shown, outputs)


def check_film(inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Measure a finished film again. Runs in a worker process.

    `inputs` holds NAME.mp4 and NAME.timeline.json, `params` names NAME as `name`; `vouched` false
    says that the timeline may not be believed about the voice. Writes NAME.report.json and
    NAME.poster.png to `outputs`. Raises FilmFailed when the film or its timeline cannot be read.
    """
    name = str(params["name"])
    data = inputs / f"{name}.timeline.json"
    film = inputs / f"{name}.mp4"
    if not film.is_file():
        raise FilmFailed(f"there is no film {film.name}", remedy="Build it first.")
    try:
        plan = FilmPlan.from_json(json.loads(data.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FilmFailed(
            f"{data.name} cannot be read: {error}", remedy="Build the film again."
        ) from error
    if not params.get("vouched", True):
        plan = plan.unvouched()
    _check(film, plan, captions(plan.timeline, plan.language), outputs)


def _sound(inputs: Path, plan: FilmPlan, timeline: Timeline, scratch: Path) -> float | None:
    """Write the film's sound to `scratch`; how many dB the music lies under the voice."""
    length = sample_at(timeline.duration)
    takes = laid_takes(timeline, plan.narration, inputs / VOICEOVERS, scratch / "voice.f32")
    bed: Sound = Silence(length)
    if plan.room_tone is not None:
        bed = room_tone(length, plan.room_tone, scratch / "room.f32")
    if not plan.music:
        master(takes, bed, scratch / SOUND)
        return None
    music = music_bed(inputs / MUSIC / plan.music, timeline, scratch / "music.f32")
    voice = master(takes, Mixed((bed, music)), scratch / SOUND)
    return under_speech(music, voice, timeline)


def _check(film: Path, plan: FilmPlan, shown: Sequence[Caption], outputs: Path) -> None:
    measured = measure(film, plan)
    if measured.pictures is not None and measured.pictures.poster is not None:
        measured.pictures.poster.save(outputs / f"{plan.name}.poster.png")
    write_report(judge(measured, plan, shown), outputs / f"{plan.name}.report.json")


def _folders(clips: Path, order: Sequence[str] | None) -> list[Path]:
    names = order if order is not None else sorted(path.name for path in clips.iterdir())
    folders = [clips / name for name in names]
    for folder in folders:
        if not (folder / "clip.mp4").is_file() or not (folder / "clip.json").is_file():
            raise FilmFailed(f"scene {folder.name} has no clip", remedy="Draw it first.")
    return folders


def _clip(folder: Path) -> Clip:
    try:
        return read_json(folder / "clip.json", Clip.from_json)
    except Unreadable as error:
        what = error.what.rpartition("/")[2]
        raise FilmFailed(f"scene {folder.name}: {what}", remedy="Draw the scene again.") from None


def _plan(inputs: Path, folders: Sequence[Path], params: Mapping[str, Any]) -> FilmPlan:
    takes = json.loads((inputs / VOICEOVERS / "takes.json").read_text("utf-8"))
    return FilmPlan(
        name=str(params["name"]),
        title=str(params["title"]),
        language=str(params.get("language", "en")),
        summary=str(params.get("summary", "")),
        clips=tuple(_clip(folder) for folder in folders),
        narration=Narration.from_json(takes),
        music=str(params.get("music", "")),
        room_tone=params.get("room_tone"),
        references={line: tuple(noted) for line, noted in params.get("references", {}).items()},
    )


def _write_texts(
    outputs: Path, plan: FilmPlan, timeline: Timeline, shown: Sequence[Caption]
) -> None:
    texts = {
        "srt": as_srt(shown),
        "vtt": as_vtt(shown),
        "chapters": as_file(timeline),
        "transcript.html": as_html(plan, timeline),
        "upload.txt": upload_text(plan, timeline),
        "timeline.json": json.dumps(plan.as_json(), indent=1, ensure_ascii=False) + "\n",
    }
    for suffix, text in texts.items():
        (outputs / f"{plan.name}.{suffix}").write_text(text, encoding="utf-8")
