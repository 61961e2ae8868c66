"""The predecessor's three calls, kept for scripts that import them; a cloned voice speaks."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import speech_text, written_runs

LANGUAGES = {"english": "en"}


def load_model(model_source: str, device: str = "", dtype_str: str = "") -> dict[str, Any]:
    """A handle; the model is loaded, once, when the first line is spoken."""
    service = os.environ.get("FLAMING_HORSE_TTS_BACKEND", "qwen")
    return {"service": service, "model": model_source, "device": device, "precision": dtype_str}


class ClonePrompt(NamedTuple):
    """Who speaks; its worker computes the prompt once, before the first line."""

    mediator: Mediator
    store: TakeStore


def build_voice_clone_prompt(model: dict[str, Any], ref_audio: str, ref_text: str) -> ClonePrompt:
    """The voice of a recording and the words that are spoken in it."""
    folder = Path(tempfile.mkdtemp(prefix="flaming-horse-mediator-"))
    copyfile(ref_audio, folder / "ref.wav")
    (folder / "ref.txt").write_text(ref_text, encoding="utf-8")
    told = {name: value for name, value in model.items() if value}
    environ = {k: v for k, v in os.environ.items() if k != "FLAMING_HORSE_VOICE_REF_DIR"}
    settings = {"voice": {**told, "reference": str(folder)}}
    store = TakeStore(folder / "takes")
    return ClonePrompt(Mediator(choose_voice(settings, environ, folder=folder), store), store)


def generate_voice_clone(
    model: dict[str, Any],  # noqa: ARG001 - its place in the old call
    text: str,
    language: str,
    voice_clone_prompt: ClonePrompt,
) -> tuple[list[Any], int]:
    """`([samples], rate)` of one line."""
    code = LANGUAGES.get(language.lower(), language)
    line = speech_text(written_runs(text), {}, code)
    take = voice_clone_prompt.mediator.speak([SpokenRequest("line", line.speech, code)])[0]
    return [voice_clone_prompt.store.read_sound(take.key)], take.sample_rate
