"""What Manim scenes talk to: one object for ours, manim-voiceover and manim-voiceover-plus."""

from __future__ import annotations

import importlib
import os
import sys
import weakref
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from flaming_horse_voice.boundaries import BOOKMARK, word_boundaries
from flaming_horse_voice.compat.old_caches import bring_old_caches
from flaming_horse_voice.compat.old_voice import settings_of_old
from flaming_horse_voice.dictionaries import pronunciations
from flaming_horse_voice.errors import VoiceFailed
from flaming_horse_voice.json_files import as_object, read_json
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.pinned_takes import PinnedTakes
from flaming_horse_voice.project_places import VOICEOVERS, refuse_links
from flaming_horse_voice.runs import flattened, written_runs
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.sound_files import write_sound
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.text import SpeechText, WordSpan, speech_text
from flaming_horse_voice.toml_files import read_toml
from flaming_horse_voice.trust import ALLOW_VARIABLE, trust_of
from flaming_horse_voice.voice_settings import FILE

STORE_VARIABLE = "FLAMING_HORSE_STORE"
ACCEPT_ANY_VARIABLE = "FLAMING_HORSE_ACCEPT_ANY_TAKE"
"""Set to 1, it is `--accept-any-take` for a plain `manim render`, which has no such option."""
IN_PIPELINE_VARIABLE = "FLAMING_HORSE_CLIP_JSON"
"""Set where the pipeline renders: there every take must exist already."""
INDEX = "takes.json"
"""The narration as the pipeline recorded it (it writes this file, never we)."""
_ADD_ONS = ("manim_voiceover.services.base", "manim_voiceover_plus.services.base")


def accepts_any_take() -> bool:
    """Whether the environment says so."""
    return os.environ.get(ACCEPT_ANY_VARIABLE, "") not in ("", "0")


def project_store(project_dir: Path, environ: Mapping[str, str] | None = None) -> TakeStore:
    """The project's takes, backed by the shared store where FLAMING_HORSE_STORE names one."""
    shared = (os.environ if environ is None else environ).get(STORE_VARIABLE)
    return TakeStore(project_dir / VOICEOVERS, Path(shared) / "takes" if shared else None)


def project_settings(project_dir: Path) -> dict[str, Any]:
    """The content of the project's flaming-horse.toml; empty without one."""
    try:
        return read_toml(project_dir / FILE)
    except FileNotFoundError:
        return {}


def _narrated(index: Path, texts: Collection[str]) -> SpeechText | None:
    """The line of takes.json that is written so: it knows what front matter and cues say."""
    try:
        for line in read_json(index, as_object)["lines"]:
            if line["text"] in texts or line["speech"] in texts:
                words = (WordSpan(w["spoken"], w["start"], w["end"]) for w in line["words"])
                return SpeechText(line["text"], line["speech"], tuple(words))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # the index is the pipeline's; without a readable one a text is just a text
    return None


class _Recording:
    """The part of the service that is ours: from text to takes."""

    def prepare(
        self, project_dir: Path, choice: VoiceChoice, pronounce: Mapping[str, str], language: str
    ) -> None:
        self.project_dir = project_dir
        self.choice = choice
        self.store = project_store(project_dir)
        self.store.vouched = trust_of(project_dir).own
        self._pronounce = pronounce
        self._language = language
        self._pinned = PinnedTakes(project_dir)
        self._mediator = Mediator(
            choice, self.store, accept_any=accepts_any_take(), pinned=self._pinned
        )
        weakref.finalize(self, self._mediator.close)

    def written(self, text: str) -> SpeechText:
        """How a text is spoken: as the project's narration says it, else as plain text.

        `<bookmark/>` tags are dropped, `$x^2$` is a formula, and backticks hold code.
        """
        plain = " ".join(BOOKMARK.sub("", text).split())
        runs = written_runs(plain)
        known = _narrated(self.store.folder / INDEX, {plain, flattened(runs)})
        return known or speech_text(runs, self._pronounce, self._language)

    def record(self, text_or_speech: str | SpeechText) -> Take:
        """The take of a text: found in the store, or spoken now.

        Raises VoiceFailed inside the pipeline when it is missing: there only takes are read.
        """
        line = text_or_speech
        if isinstance(line, str):
            line = self.written(line)
        request = SpokenRequest(
            line.text[:40], self.choice.asked_for(line, self._language), self._language
        )
        self._pinned.refuse_forgotten([request])
        take = self._mediator.find(request)
        if take is not None:
            return take
        if os.environ.get(IN_PIPELINE_VARIABLE):
            raise VoiceFailed(
                f"there is no take of {line.text[:60]!r}",
                remedy="build the film again: its lines are spoken before its scenes are drawn",
            )
        return self._mediator.speak([request])[0]

    def master(self, take: Take) -> Path:
        """The lossless recording of a take."""
        return self.store.path(take.key)

    def close(self) -> None:
        """End the voice's process; it would be started again when needed."""
        self._mediator.close()

    def generated(self, text: str, cache_dir: Path, path: str | None) -> dict[str, Any]:
        """The dictionary that Manim's voice add-ons expect, with an MP3 in `cache_dir`."""
        line = self.written(text)
        take = self.record(line)
        name = path or f"{take.key}.mp3"
        file = cache_dir / name
        if path or not file.is_file():  # a name that somebody gave may hold another text's sound
            write_sound(file, self.store.read_sound(take.key), take.sample_rate)
        return {
            "input_text": text,  # with its bookmarks: the add-ons look for them there
            "input_data": {
                "input_text": text,
                "service": f"flaming-horse {self.choice.service}",
                "take": take.key,
            },
            "original_audio": name,
            "word_boundaries": word_boundaries(text, line, take),
        }


class _PlainBase:
    """Stands where no voice add-on is installed: the same calls, nothing of its own."""

    def __init__(self, *, cache_dir: str | Path | None = None, **_: Any) -> None:
        self.cache_dir = str(cache_dir)
        self.global_speed = 1.0

    def set_transcription(self, *_: Any, **__: Any) -> None:
        """Nothing to do: word times come with every take."""

    def audio_callback(self, audio_path: str, data: dict[str, Any], **_: Any) -> None:
        """For subclasses; called with each finished recording."""

    def _wrap_generate_from_text(
        self, text: str, path: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        answer = self.generate_from_text(" ".join(text.split()), path=path, **kwargs)
        self.audio_callback(answer["original_audio"], answer)
        return {**answer, "final_audio": answer["original_audio"]}

    def generate_from_text(
        self, text: str, cache_dir: str | None = None, path: str | None = None, **_: Any
    ) -> dict[str, Any]:
        raise NotImplementedError


def _add_on_base() -> type[Any]:
    """The installed add-on's `SpeechService`, or ours where there is none."""
    for module in _ADD_ONS:
        try:
            return importlib.import_module(module).SpeechService
        except ModuleNotFoundError:
            continue
    return _PlainBase


def make_service(
    project_dir: str | Path,
    *,
    voice: str | None = None,
    pronounce: Mapping[str, str] | None = None,
    language: str = "en",
    allow_code: bool = False,
    settings: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> Any:
    """See `flaming_horse_voice.get_speech_service`; `settings` stand in for the project's."""
    folder = Path(project_dir).resolve()
    refuse_links(folder)
    if settings is None:
        settings = project_settings(folder) or settings_of_old(folder)
    allowed = allow_code or os.environ.get(ALLOW_VARIABLE, "") not in ("", "0")
    trust = trust_of(folder, allowed=allowed)
    choice = choose_voice(settings, os.environ, named=voice, folder=folder, trust=trust)
    entries = pronunciations(settings, pronounce, film_origin="the argument pronounce").entries
    base = _add_on_base()

    class FlamingHorseService(_Recording, base):
        """A speech service whose recordings are takes."""

        def generate_from_text(
            self, text: str, cache_dir: str | None = None, path: str | None = None, **_: Any
        ) -> dict[str, Any]:
            return self.generated(text, Path(cache_dir or self.cache_dir), path)

    cache_dir = Path(kwargs.pop("cache_dir", None) or folder / VOICEOVERS)
    cache_dir.mkdir(parents=True, exist_ok=True)
    make: Any = FlamingHorseService  # its base, and so its signature, is the add-on's
    service = make(cache_dir=cache_dir, **kwargs)
    service.prepare(folder, choice, entries, language)
    if not os.environ.get(IN_PIPELINE_VARIABLE):
        brought = bring_old_caches(
            folder, choice, service.store, language=language, pronounce=entries
        )
        if brought is not None:
            sys.stderr.write(f"{brought}\n")
    return service
