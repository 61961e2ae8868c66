"""The predecessor's three calls, kept for scripts that import them; a cloned voice speaks."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

from flaming_horse_voice.cloned import REFERENCE_VARIABLE
from flaming_horse_voice.compat.old_voice import is_mlx_model
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import BACKEND_VARIABLE, choose_voice
from flaming_horse_voice.speech_service import accepts_any_take
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.as_letters import with_letters
from flaming_horse_voice.trust import Trust

LANGUAGES = {"english": "en", "german": "de", "spanish": "es"}


def load_model(model_source: str, device: str = "", dtype_str: str = "") -> dict[str, Any]:
    """A handle; the model is loaded, once, when the first line is spoken.

    With FLAMING_HORSE_TTS_BACKEND=mlx a model that is not of `mlx-community`, nor a folder, stands
    for the default one, as it always did; that is told on standard error.
    """
    backend = os.environ.get(BACKEND_VARIABLE) or "qwen"
    if backend != "mlx":
        return {"model": model_source, "device": device, "precision": dtype_str}
    if is_mlx_model(model_source) or Path(model_source).expanduser().is_dir():
        return {"model": model_source, "backend": "mlx"}
    named = os.environ.get(f"{ENGINES['mlx'].prefix}_MODEL_ID") or ENGINES["mlx"].model
    sys.stderr.write(f"{model_source} has no form for MLX by that name: {named} speaks\n")
    return {"backend": "mlx"}


class ClonePrompt(NamedTuple):
    """Who speaks; its worker computes the prompt once, before the first line."""

    mediator: Mediator
    store: TakeStore
    folder: tempfile.TemporaryDirectory[str]


def build_voice_clone_prompt(model: dict[str, Any], ref_audio: str, ref_text: str) -> ClonePrompt:
    """The voice of a recording and the words that are spoken in it.

    Raises WrongInput, and NotInstalled where the voice's model is not on this machine.
    """
    scratch = tempfile.TemporaryDirectory(prefix="flaming-horse-mediator-")
    folder = Path(scratch.name)
    copyfile(ref_audio, folder / "ref.wav")
    (folder / "ref.txt").write_text(ref_text, encoding="utf-8")
    named = {name: value for name, value in model.items() if value}
    environ = {name: value for name, value in os.environ.items() if name != REFERENCE_VARIABLE}
    settings = {"voice": {"service": "qwen", **named, "reference": str(folder)}}
    store = TakeStore(folder / "takes")
    # what the caller's own program names is no project's
    trust = Trust(folder, own=True, allowed=False)
    choice = choose_voice(settings, environ, folder=folder, trust=trust)
    return ClonePrompt(Mediator(choice, store, accept_any=accepts_any_take()), store, scratch)


def generate_voice_clone(
    model: dict[str, Any],  # noqa: ARG001 - its place in the old call
    text: str,
    language: str,
    voice_clone_prompt: ClonePrompt,
) -> tuple[list[Any], int]:
    """`([samples], rate)` of one line. Raises VoiceFailed where no attempt says it.

    With FLAMING_HORSE_ACCEPT_ANY_TAKE=1 the best attempt is returned.
    """
    code = LANGUAGES.get(language.lower(), language)
    line = speech_text(written_runs(text), {}, code)
    asked = with_letters(line, code)
    take = voice_clone_prompt.mediator.speak([SpokenRequest("line", asked, code)])[0]
    return [voice_clone_prompt.store.read_sound(take.key)], take.sample_rate
