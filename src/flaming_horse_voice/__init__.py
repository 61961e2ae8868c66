"""Voices for Manim scenes and for Flaming Horse films.

>>> from flaming_horse_voice import get_speech_service
>>> service = get_speech_service("my-project")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.errors import NotInstalled, VoiceError, VoiceFailed, WrongInput

if TYPE_CHECKING:
    from flaming_horse_voice.service_factory import ServiceInfo, VoiceChoice
    from flaming_horse_voice.takes import Take

__all__ = [
    "NotInstalled",
    "VoiceError",
    "VoiceFailed",
    "WrongInput",
    "get_speech_service",
    "list_services",
    "try_voice",
]


def get_speech_service(
    project_dir: str | Path = ".",
    *,
    voice: str | None = None,
    pronounce: Mapping[str, str] | None = None,
    language: str = "en",
    allow_code: bool = False,
    **kwargs: Any,
) -> Any:
    """A speech service for any `VoiceoverScene`: ours, of manim-voiceover or its "plus".

    It works without settings (the embedded voice), from `[voice]` in the folder's
    flaming-horse.toml and from the environment. `voice` is a service's or a named voice's name;
    `pronounce` says how words are said, and wins over the project's and the user's dictionaries;
    `allow_code` lets a project that was not made on this machine name programs, as
    FLAMING_HORSE_ALLOW_CODE=1 does;
    other keyword arguments go to the add-on's own base class. Besides the add-ons' calls it has
    `record(text) -> Take`, `master(take) -> Path`, `written(text) -> SpeechText`, `close()`.
    """
    from flaming_horse_voice.speech_service import make_service

    return make_service(
        project_dir,
        voice=voice,
        pronounce=pronounce,
        language=language,
        allow_code=allow_code,
        **kwargs,
    )


def list_services() -> tuple[ServiceInfo, ...]:
    """Every voice service, and whether it can speak on this machine."""
    from flaming_horse_voice.service_factory import list_services as listed

    return listed()


def try_voice(text: str, choice: VoiceChoice, out_path: Path) -> Take:
    """Speak `text` into a sound file (.wav, .flac or .mp3). Raises like `Mediator.speak`."""
    from flaming_horse_voice.audition import speak_into
    from flaming_horse_voice.runs import written_runs

    return speak_into(written_runs(text), choice, out_path)
