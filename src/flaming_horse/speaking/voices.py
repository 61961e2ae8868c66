"""`voice list`, `voice read`, `voice try`, `voice prepare` and `voice selftest`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse.build.consent import tell_allowed_voice
from flaming_horse.config import SETTINGS_FILE, read_toml
from flaming_horse.engine.failures import translated
from flaming_horse.project import STORYBOARD
from flaming_horse.storyboard import parse_line, read_storyboard
from flaming_horse_voice.audition import speak_into
from flaming_horse_voice.dictionaries import pronunciations
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.runs import Run
from flaming_horse_voice.service_factory import choose_voice, list_services
from flaming_horse_voice.text import SpeechText, speech_text
from flaming_horse_voice.trust import trust_of

if TYPE_CHECKING:
    from flaming_horse.speaking.target import Target


def listed() -> dict[str, Any]:
    """Every voice service, and whether it can speak here."""
    return {
        "voices": [
            {
                "name": info.name,
                "what": info.what,
                "available": info.available,
                "model": info.model,
                "speakers": [name for name in info.speakers if name],
                "languages": list(info.languages),
            }
            for info in list_services()
        ]
    }


def as_text(answer: dict[str, Any]) -> str:
    """The voices for a person."""
    rows: list[str] = []
    for voice in answer["voices"]:
        rows.append(f"{voice['name']:<8} {voice['what']}")
        if not voice["available"]:
            rows.append(
                f"         not prepared here: flaming-horse voice setup --engine {voice['name']}"
            )
        elif voice["speakers"]:
            rows.append(f"         {voice['model']}, speakers: {', '.join(voice['speakers'])}")
    return "\n".join(rows)


def read(
    text: str,
    folder: Path | None = None,
    language: str | None = None,
    maths: str = "auto",
    voice: str | None = None,
) -> dict[str, Any]:
    """The words that a film speaks for a paragraph, and what of it each says. Nothing is spoken.

    With `voice`, a service or a voice's name, `spoken` is what that voice is given: letters as
    letters for cloned ones. Without `language` it is read in that of the project's film.

    The user's dictionary and that of the project in `folder` apply; `pronounced` are the entries
    without which other words would be spoken.

    Raises:
        FlamingHorseError: a formula cannot be read, or not in the style `maths`, or an entry
            cannot be used.
    """
    folder = folder or Path.cwd()
    settings = read_toml(folder / SETTINGS_FILE)
    runs = parse_line(text)
    language = language or film_language(folder)
    with translated(VoiceError):
        known = pronunciations(settings)
        line = speech_text(runs, known.entries, language, maths)
        spoken = line.speech
        if voice:
            choice = choose_voice(settings, os.environ, voice, folder=folder, whole=False)
            spoken = choice.asked_for(line, language)
        applied = _applied(runs, line, known.entries, language, maths)
    return {
        "text": line.text,
        "spoken": spoken,
        "words": [{"spoken": w.spoken, "start": w.start, "end": w.end} for w in line.words],
        "pronounced": [
            {"written": written, "said": known.entries[written], "from": known.origins[written]}
            for written in applied
        ],
    }


def _applied(
    runs: Sequence[Run],
    line: SpeechText,
    entries: Mapping[str, str],
    language: str,
    maths: str,
) -> list[str]:
    """The entries without which this text would be spoken otherwise."""
    found: list[str] = []
    for written in entries:
        if written.lower() not in line.text.lower():
            continue
        others = {word: said for word, said in entries.items() if word != written}
        try:
            without = speech_text(runs, others, language, maths).speech
        except VoiceError:  # a sign that only this entry can say
            without = ""
        if without != line.speech:
            found.append(written)
    return found


def read_as_text(answer: dict[str, Any]) -> str:
    """The words, for a person."""
    return str(answer["spoken"])


def film_language(folder: Path) -> str:
    """The language of the film in a folder; English where there is no storyboard to say it.

    Raises:
        WrongInput: the storyboard has mistakes.
    """
    storyboard = folder / STORYBOARD
    return read_storyboard(storyboard).settings.language if storyboard.is_file() else "en"


def tried(
    text: str,
    folder: Path,
    language: str | None,
    option: str | None,
    out: Path,
    say: Callable[[str], None],
    *,
    allow_code: bool,
) -> dict[str, Any]:
    """Speak `text` into the file `out`, as the project in `folder` would: in its film's language.

    Raises:
        FlamingHorseError: the voice cannot be had, or the text cannot be spoken.
    """
    runs = parse_line(text)
    settings = read_toml(folder / SETTINGS_FILE)
    language = language or film_language(folder)
    with translated(VoiceError):
        trust = trust_of(folder, allowed=allow_code)
        choice = choose_voice(settings, os.environ, option, folder=folder, trust=trust)
        tell_allowed_voice(choice, say)
        known = pronunciations(settings).entries
        take = speak_into(runs, choice, out, language, pronounce=known)
    return {
        "file": str(out),
        "spoken": take.speech,
        "language": take.language,
        "seconds": round(float(take.duration), 2),
        "service": take.service,
        "model": take.model,
    }


def tried_as_text(answer: dict[str, Any]) -> str:
    """What was spoken, for a person."""
    return (
        f"{answer['file']}: {answer['seconds']} s by {answer['service']}\n"
        f"  spoken: {answer['spoken']}"
    )


def prepared(
    target: Target,
    engine: str | None,
    model: str | None,
    voice: str | None,
    say: Callable[[str], None],
    *,
    accept_any_reference: bool = False,
    allow_code: bool = False,
) -> dict[str, Any]:
    """Make a cloned voice ready for a project, or for all of the user's; what was done.

    Raises:
        FlamingHorseError: something it needs cannot be had, or it cannot speak.
    """
    from flaming_horse.speaking.target import recording_of
    from flaming_horse_voice.own_voice import name_own_reference, own_reference
    from flaming_horse_voice.prepare.steps import prepare
    from flaming_horse_voice.reference_files import SOUND

    target.require_settings()
    recording = recording_of(target)
    there = (recording.folder / SOUND).is_file()
    say(f"your own voice for {target}:")
    if there:
        say(f"  {recording.whose}: {recording.folder / SOUND}")
    with translated(VoiceError):
        if there and target.project is None and recording.is_own and own_reference() is None:
            name_own_reference()
        done = prepare(
            target.folder,
            target.settings(),
            engine=engine,
            model=model,
            named=voice,
            accept_any_reference=accept_any_reference,
            allow_code=allow_code,
            say=say,
        )
    return {
        "service": done.service,
        "project": str(target.folder) if target.project else "",
        "settings": str(target.settings_file),
        "prepared": done.done,
        "changed": list(done.changed),
        "notes": list(done.notes),
        "ready": dict(done.evidence),
    }


def prepared_as_text(answer: dict[str, Any]) -> str:
    """What `voice prepare` did, for a person."""
    ready = answer["ready"]
    if not answer["prepared"]:
        return f"{answer['service']} is prepared already, and nothing changed: {ready['model']}"
    measured = ready["measured"]
    speed = f"{measured['line_sound_s']} s of sound in {measured['line_s']} s"
    service = answer["service"]
    rows = [
        f"{service} is ready: {ready['model']} {ready['revision'][:12]}",
        f"  on {ready['device']}, {ready['precision']}, {ready['interpreter']}",
        f"  loaded in {measured['load_s']} s, {speed}, {measured['peak_memory']}",
        *(f"  note: {note}" for note in answer["notes"]),
        f"  speak with it: --voice {service}, or in {answer['settings']}, under [voice]:",
        f'    service = "{service}"',
    ]
    return "\n".join(rows)


def selftested(
    folder: Path,
    option: str | None,
    out: Path | None,
    say: Callable[[str], None],
    *,
    allow_code: bool,
) -> dict[str, Any]:
    """Try the voice of the project in `folder` on ten lines; the report, which is kept in `out`.

    Raises:
        FlamingHorseError: the voice cannot be had.
    """
    from flaming_horse_voice.files import write_atomically
    from flaming_horse_voice.selftest import REPORT, selftest

    with translated(VoiceError):
        settings = read_toml(folder / SETTINGS_FILE)
        trust = trust_of(folder, allowed=allow_code)
        choice = choose_voice(settings, os.environ, option, folder=folder, trust=trust)
        tell_allowed_voice(choice, say)
        report = selftest(choice, say)
    file = out or folder / REPORT
    content = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    write_atomically(file, content.encode())
    return {"file": str(file), **report}


def selftested_as_text(answer: dict[str, Any]) -> str:
    """The selftest's report as a table."""
    from flaming_horse_voice.selftest_report import as_table

    return f"{as_table(answer)}\n  report: {answer['file']}"
