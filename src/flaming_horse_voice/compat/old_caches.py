"""Recordings of the predecessor: brought into the neutral place, where they are surely right.

It kept them in `media/voiceovers/qwen` (or where `output_dir` says, or `mlx`), with a `cache.json`
that says which text each one speaks, and a `ready.json` whose fingerprint covers the voice. A
recording becomes a take when that fingerprint can be made again from the reference that is there
now, when nothing shows that another model spoke it, and when its words are found in its sound. One
recording speaks a whole scene; it is cut where the film's lines end (`cutting`). The old files stay
where they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.compat.cutting import NoPause, cut_out, place_of
from flaming_horse_voice.compat.old_project import config_of
from flaming_horse_voice.compat.old_recordings import (
    Cache,
    OldRecording,
    as_list,
    caches_of,
    entries_of,
    mlx_copy,
    mlx_model_of,
    old_fingerprint,
)
from flaming_horse_voice.errors import NotInstalled, VoiceError, WrongInput
from flaming_horse_voice.files import Unreadable, digest_file, write_atomically
from flaming_horse_voice.json_files import read_json
from flaming_horse_voice.listen import complaint, measure, word_times
from flaming_horse_voice.prepare.models import BASE
from flaming_horse_voice.reference import decoded
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.spoken import spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT = "old"
"""The folder of a project in which the old files lie that came with it."""
SEEN = "old-caches.json"
"""In the takes' folder: which caches were looked at with which voice, so that it is told once."""
NOT_ON_RECORD = "an MLX form of Qwen3-TTS, which one is not on record"
_VOICE_ERROR = "it cannot be shown that your present voice speaks in it"
_MOST_SEEN = 200


@dataclass(frozen=True, slots=True)
class BroughtRecordings:
    """Which old recordings became takes (their texts), and why the others did not."""

    moved: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    model: str = ""
    """Which model spoke what was brought, where that is not on record."""

    def __str__(self) -> str:
        lines = [f"old recordings: {len(self.moved)} brought along, {len(self.left)} not"]
        if self.model and self.moved:
            lines.append(f"  they were spoken by {self.model}; the reference is the same")
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
    lines: Sequence[str] | None = None,
) -> BroughtRecordings | None:
    """Make takes of the predecessor's recordings; None without any, and when told before.

    `lines` are the speech-texts of the film's lines; without them each recording is a line. Nothing
    is spoken, deleted or overwritten. Without the aligner nothing is brought, and it is tried again
    another time.
    """
    caches = [cache for root in (project_dir, project_dir / KEPT) for cache in caches_of(root)]
    if not caches:
        return None
    marker = store.folder / SEEN
    known, looked = _seen_keys(caches, choice, lines)
    before = _seen(marker)
    if looked in before:
        return None
    bringer = _Bringer(choice, store, language, pronounce or {}, lines)
    for cache in caches:
        bringer.bring(cache)
    if not bringer.again:
        text = json.dumps([*before, known, looked][-_MOST_SEEN:], indent=1)
        write_atomically(marker, f"{text}\n".encode())
    if not bringer.moved and (known in before or not bringer.left):
        return None
    return BroughtRecordings(tuple(bringer.moved), tuple(bringer.left), bringer.model)


class _Bringer:
    """What was brought so far, and what not."""

    def __init__(
        self,
        choice: VoiceChoice,
        store: TakeStore,
        language: str,
        pronounce: Mapping[str, str],
        lines: Sequence[str] | None,
    ) -> None:
        self._choice = choice
        self._store = store
        self._language = language
        self._pronounce = pronounce
        self._lines = lines
        self.moved: list[str] = []
        self.left: list[tuple[str, str]] = []
        self.model = ""
        self.again = False

    def bring(self, cache: Cache) -> None:
        """Make takes of one cache's recordings."""
        doubt = _doubt(cache, self._choice)
        unknown = cache.by_mlx and not doubt
        for entry in entries_of(cache):
            if isinstance(entry, str):
                self.left.append((cache.folder.name, entry))
                continue
            if doubt:
                self.left.append((entry.name, doubt))
                continue
            recording = entry
            if cache.by_mlx:
                recording, other = _by_its_copy(cache, entry, self._choice)
                if other:
                    self.left.append((entry.name, other))
                    continue
            spoken_by = (
                NOT_ON_RECORD if unknown and recording.lossless is None else self._choice.model
            )
            self._entry(recording, spoken_by)

    def _entry(self, entry: OldRecording, model: str) -> None:
        try:
            runs = written_runs(" ".join(entry.text.split()))
            line = speech_text(runs, self._pronounce, self._language)
            whole = self._choice.asked_for(line, self._language)
            wanted = self._wanted(whole)
            if not wanted:
                self.left.append((entry.name, "no line of the film says its words"))
                return
            missing = [line for line in wanted if self._store.get(self._key(line)) is None]
            if missing:
                self._cut(entry, whole, missing, model)
        except NotInstalled as missing_part:
            self.left.append((entry.name, f"{missing_part.what}; {missing_part.remedy}"))
            self.again = True
        except WrongInput as bad:
            self.left.append((entry.name, bad.what))
        except VoiceError as unaligned:
            self.left.append((entry.name, f"it does not say its text: {unaligned.what}"))

    def _wanted(self, whole: str) -> list[str]:
        """The film's lines whose words this recording says."""
        if self._lines is None:
            return [whole]
        words = spoken_words(whole)
        return [line for line in self._lines if place_of(spoken_words(line), words) is not None]

    def _key(self, speech: str) -> str:
        return self._choice.take_key(speech, self._language)

    def _cut(self, entry: OldRecording, whole: str, lines: Sequence[str], model: str) -> None:
        """Make a take of each line that this recording says."""
        channels, rate = decoded(entry.lossless or entry.file)
        sound = channels.mean(axis=1)
        wrong = complaint(measure(sound, rate, whole))
        if wrong:
            self.left.append((entry.name, wrong))
            return
        times, aligned_by = word_times(sound, rate, whole)
        words = spoken_words(whole)
        for speech in lines:
            own = spoken_words(speech)
            if len(own) == len(words):
                self._keep(entry, speech, sound, rate, (times, aligned_by), model)
                continue
            try:
                first = place_of(own, words)
                assert first is not None
                part = cut_out(sound, rate, times, first, first + len(own))
                self._keep(entry, speech, part, rate, word_times(part, rate, speech), model)
            except NoPause as joined:
                self.left.append((speech, str(joined)))
            except VoiceError as unaligned:
                self.left.append((speech, f"cut out, it does not say its text: {unaligned.what}"))

    def _keep(
        self,
        entry: OldRecording,
        speech: str,
        sound: NDArray[np.float32],
        rate: int,
        heard: tuple[tuple[tuple[int, int], ...], str],
        model: str,
    ) -> None:
        """Put the take of a line into the store, if nothing is wrong with it."""
        measured = measure(sound, rate, speech)
        wrong = complaint(measured)
        if wrong:
            self.left.append((speech, wrong))
            return
        choice = self._choice
        times, aligned_by = heard
        take = Take(
            key=self._key(speech),
            speech=speech,
            language=self._language,
            service=choice.service,
            model=model,
            revision=choice.revision if model == choice.model else "",
            speaker=choice.speaker,
            sample_rate=rate,
            samples=len(sound),
            times=times,
            aligned_by=aligned_by,
            checks=measured,
            provenance={"brought from": entry.name},
        )
        self._store.put(take, sound, brought=not self._store.vouched)
        self.moved.append(speech)
        self.model = NOT_ON_RECORD if model == NOT_ON_RECORD else self.model


def _doubt(cache: Cache, choice: VoiceChoice) -> str:
    """Why no recording of this cache can be used; "" when the chosen voice speaks in it."""
    service = "mlx" if cache.by_mlx else "qwen"
    if choice.service != service or choice.cloned is None:
        return f"{service} spoke it, and the chosen voice is {choice.service}"
    cloned = choice.cloned
    if cloned.reference is None or cloned.sampling or cloned.instructions:
        return _VOICE_ERROR
    return _other_model(cache, choice) or _other_reference(cache, cloned.reference.sound)


def _other_model(cache: Cache, choice: VoiceChoice) -> str:
    """Which other model is on record; "" for the chosen one, and where none is."""
    assert choice.cloned is not None
    ready = cache.ready
    model = ready.get("model_id")
    on_record = not cache.by_mlx or str(model).startswith("mlx-community/")
    if on_record and model != choice.model:
        return f"it was spoken by {model or 'an unknown model'}, not {choice.model}"
    if choice.cloned.model is None or choice.cloned.model.kind != BASE:
        return f"it was cloned, and {choice.model} clones nobody"
    source = Path(str(ready.get("model_source", "")))
    if source.parent.name == "snapshots" and source.name != choice.revision:
        return f"it was spoken by revision {source.name[:12]} of the model"
    return ""


def _other_reference(cache: Cache, sound: Path) -> str:
    ready = cache.ready
    settings = {"model_id": ready.get("model_id"), **config_of(cache.root)}
    try:
        present = digest_file(sound), digest_file(sound.with_suffix(".txt"))
    except OSError:
        return _VOICE_ERROR
    return "" if ready.get("fingerprint") == old_fingerprint(settings, *present) else _VOICE_ERROR


def _by_its_copy(
    cache: Cache, entry: OldRecording, choice: VoiceChoice
) -> tuple[OldRecording, str]:
    """The recording with its lossless copy, which proves the model; or why it is another's."""
    assert choice.cloned is not None
    assert choice.cloned.reference is not None
    sound = choice.cloned.reference.sound.read_bytes()
    if copy := mlx_copy(cache.root, choice.model, entry.text, sound):
        return OldRecording(entry.file, entry.text, copy), ""
    spoke = mlx_model_of(cache.root, [entry.text], sound)
    return entry, f"it was spoken by {spoke}, not {choice.model}" if spoke else ""


def _seen_keys(
    caches: Sequence[Cache], choice: VoiceChoice, lines: Sequence[str] | None
) -> tuple[str, str]:
    """What names these caches with this voice, and with these lines too."""
    digest = hashlib.sha256(repr(choice.fingerprint).encode())
    for cache in caches:
        for file in (cache.index, cache.folder / "ready.json"):
            with contextlib.suppress(OSError):
                digest.update(file.read_bytes())
    caches_key = digest.hexdigest()[:32]
    digest.update(repr(lines).encode())
    return caches_key, digest.hexdigest()[:32]


def _seen(marker: Path) -> list[str]:
    with contextlib.suppress(OSError, Unreadable):
        return [str(key) for key in read_json(marker, as_list)]
    return []
