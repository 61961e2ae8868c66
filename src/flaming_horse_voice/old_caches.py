"""Recordings of the predecessor: brought into the neutral place, where they are surely right.

It kept them in `media/voiceovers/qwen` and `/mlx`, with a `cache.json` that says which text each
one speaks, and a `ready.json` whose fingerprint covers the voice. A recording becomes a take when
that fingerprint can be made again from the reference that is there now, when the model is the one
that is chosen, and when its words are found in its sound. The old files stay where they are.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled, VoiceError, WrongInput
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.listen import complaint, measure, word_times
from flaming_horse_voice.reference import decoded
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.text import speech_text, written_runs

SERVICES = ("qwen", "mlx")
SEEN = "old-caches.json"
"""In the takes' folder: which caches were looked at with which voice, so that it is told once."""
_VOICE_ERROR = "it cannot be shown that your present voice speaks in it"


@dataclass(frozen=True, slots=True)
class OldRecording:
    """An entry of an old cache: the file, and the text it is said to speak."""

    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class Brought:
    """Which old recordings became takes (their texts), and why the others did not."""

    moved: tuple[str, ...]
    left: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        lines = [f"old recordings: {len(self.moved)} brought along, {len(self.left)} not"]
        lines += [f"  brought along: {text[:70]}" for text in self.moved]
        lines += [f"  not used: {what[:70]}: {why}" for what, why in self.left]
        return "\n".join(lines)


def bring_old_caches(
    project_dir: Path,
    choice: VoiceChoice,
    store: TakeStore,
    *,
    language: str = "en",
    pronounce: Mapping[str, str] | None = None,
) -> Brought | None:
    """Make takes of the predecessor's recordings; None without any, and when told before.

    Nothing is spoken, deleted or overwritten. Without the aligner nothing is brought, and it is
    tried again another time.
    """
    folders = [folder for folder in _folders(project_dir) if (folder / "cache.json").is_file()]
    seen = _seen_key(folders, choice)
    marker = store.folder / SEEN
    if not folders or seen in _seen(marker):
        return None
    moved: list[str] = []
    left: list[tuple[str, str]] = []
    again = False
    for folder in folders:
        doubt = _doubt(project_dir, folder, choice)
        for entry in _entries(project_dir, folder):
            if isinstance(entry, str):
                left.append((folder.name, entry))
                continue
            name = f"{folder.name}/{entry.file.name}"
            try:
                why = doubt or _bring(entry, choice, store, language, pronounce or {})
            except NotInstalled as missing:
                why, again = f"{missing.what}; {missing.remedy}", True
            if why:
                left.append((name, why))
            else:
                moved.append(entry.text)
    if not again:
        text = json.dumps([*_seen(marker), seen], indent=1)
        write_atomically(marker, f"{text}\n".encode())
    return Brought(tuple(moved), tuple(left))


def _folders(project_dir: Path) -> list[Path]:
    """The old caches, the one that `voice_clone_config.json` names among them."""
    found = [project_dir / "media" / "voiceovers" / name for name in SERVICES]
    named = _config(project_dir).get("output_dir")
    if isinstance(named, str) and named.strip():
        folder = project_dir / Path(named).expanduser()
        if folder.name in SERVICES and folder not in found:
            found.append(folder)
    return found


def _entries(project_dir: Path, folder: Path) -> Iterator[OldRecording | str]:
    """The recordings of a cache; what cannot be used comes as its reason."""
    try:
        listed = json.loads((folder / "cache.json").read_text("utf-8"))
        if not isinstance(listed, list):
            raise TypeError("it is no list")  # noqa: TRY301 - one reason for all that is unreadable
    except (OSError, ValueError, TypeError) as bad:
        yield f"cache.json cannot be read ({bad})"
        return
    script = _script(project_dir)
    for number, entry in enumerate(listed, 1):
        if not isinstance(entry, dict):
            yield f"entry {number} of cache.json is no object"
            continue
        name = _first(entry, "audio_file", "final_audio", "original_audio")
        nested = entry.get("input_data")
        text = (
            _first(entry, "text", "input_text")
            or (_first(nested, "text", "input_text") if isinstance(nested, dict) else "")
            or script.get(_first(entry, "narration_key"), "")
        )
        file = (folder / name).resolve()
        if not name or not file.is_file():
            yield f"entry {number}: its recording {name!r} is not there"
        elif not file.is_relative_to(folder.resolve()):
            yield f"entry {number}: its recording lies outside of the cache"
        elif not text:
            yield f"{name}: nobody wrote down its text"
        else:
            yield OldRecording(file, " ".join(text.split()))


def _first(entry: Mapping[str, Any], *names: str) -> str:
    values = (entry.get(name) for name in names)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _doubt(project_dir: Path, folder: Path, choice: VoiceChoice) -> str:
    """Why no recording of this cache can be used; "" when the voice is the chosen one."""
    if choice.service != folder.name or choice.cloned is None:
        return f"the chosen voice is {choice.service}, not {folder.name}"
    cloned = choice.cloned
    if cloned.reference is None or cloned.sampling or cloned.instructions:
        return _VOICE_ERROR
    ready = _json(folder / "ready.json")
    if ready.get("model_id") != choice.model:
        return f"it was spoken by {ready.get('model_id') or 'an unknown model'}, not {choice.model}"
    snapshot = Path(str(ready.get("model_source", "")))
    if snapshot.parent.name == "snapshots" and snapshot.name != choice.revision:
        return f"it was spoken by revision {snapshot.name[:12]} of the model"
    reference = cloned.reference.sound
    transcript = reference.with_suffix(".txt")
    known = set(_fingerprints(_config(project_dir), ready, folder.name, reference, transcript))
    return "" if ready.get("fingerprint") in known else _VOICE_ERROR


def _fingerprints(
    config: Mapping[str, Any],
    ready: Mapping[str, Any],
    service: str,
    sound: Path,
    transcript: Path,
) -> Iterator[str]:
    """What the predecessor would have written for this very reference and these settings."""
    pythons = [config.get(f"{name}_python") for name in SERVICES]
    pythons += [os.environ.get(f"FLAMING_HORSE_{name.upper()}_PYTHON") for name in SERVICES]
    told = {
        "model_id": ready.get("model_id"),
        "device": config.get("device", "cpu"),
        "dtype": config.get("dtype", "float32"),
        "language": config.get("language", "English"),
        "ref_audio_sha256": hashlib.sha256(sound.read_bytes()).hexdigest(),
        "ref_text_sha256": hashlib.sha256(transcript.read_bytes()).hexdigest(),
    }
    for python in {str(Path(p).expanduser()) for p in pythons if isinstance(p, str) and p}:
        for more in (
            {"backend": service, "worker_python": python},
            {"qwen_python": python},  # before there were two engines
        ):
            canonical = json.dumps({**told, **more}, sort_keys=True, separators=(",", ":"))
            yield hashlib.sha256(canonical.encode()).hexdigest()


def _bring(
    entry: OldRecording,
    choice: VoiceChoice,
    store: TakeStore,
    language: str,
    pronounce: Mapping[str, str],
) -> str:
    """Make a take of a recording; "" when it was made or is there, else why not."""
    try:
        line = speech_text(written_runs(entry.text), pronounce, language)
        speech = choice.asked_to_say(line.speech)
        key = choice.take_key(speech, language)
        if store.get(key) is not None:
            return ""
        channels, rate = decoded(entry.file)
        sound = channels.mean(axis=1)
        measured = measure(sound, rate, speech)
        wrong = complaint(measured)
        if wrong:
            return wrong
        times, aligned_by = word_times(sound, rate, speech)
    except NotInstalled:
        raise
    except WrongInput as bad:
        return bad.what
    except VoiceError as unaligned:
        return f"it does not say its text: {unaligned.what}"
    store.put(
        Take(
            key=key,
            speech=speech,
            language=language,
            service=choice.service,
            model=choice.model,
            revision=choice.revision,
            speaker=choice.speaker,
            sample_rate=rate,
            samples=len(sound),
            times=times,
            aligned_by=aligned_by,
            checks=measured,
            provenance={"brought from": f"{entry.file.parent.name}/{entry.file.name}"},
        ),
        sound,
    )
    return ""


def _config(project_dir: Path) -> dict[str, Any]:
    return _json(project_dir / "voice_clone_config.json")


def _json(file: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        read = json.loads(file.read_text("utf-8"))
        if isinstance(read, dict):
            return {str(name): value for name, value in read.items()}
    return {}


def _script(project_dir: Path) -> dict[str, str]:
    """`SCRIPT` of the old `narration_script.py`, read without running it."""
    with contextlib.suppress(OSError, ValueError, SyntaxError):
        tree = ast.parse((project_dir / "narration_script.py").read_text("utf-8"))
        for node in tree.body:
            names = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(name, ast.Name) and name.id == "SCRIPT" for name in names):
                assert isinstance(node, ast.Assign)
                value = ast.literal_eval(node.value)
                if isinstance(value, dict):
                    return {str(key): str(text) for key, text in value.items()}
    return {}


def _seen_key(folders: list[Path], choice: VoiceChoice) -> str:
    digest = hashlib.sha256(repr(choice.fingerprint).encode())
    for folder in folders:
        digest.update((folder / "cache.json").read_bytes())
    return digest.hexdigest()[:32]


def _seen(marker: Path) -> list[str]:
    with contextlib.suppress(OSError, ValueError):
        read = json.loads(marker.read_text("utf-8"))
        if isinstance(read, list):
            return [str(key) for key in read]
    return []
