"""The phase `narration`: each line as the words that will be spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flaming_horse.engine.failures import translated
from flaming_horse.errors import WrongInput
from flaming_horse.model.misfit import Misfit
from flaming_horse.model.narration import SpokenLine, SpokenWord
from flaming_horse.model.storyboard import Line, Scene, Settings, Storyboard
from flaming_horse_voice.dictionaries import Dictionary, pronunciations
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.runs import shown_runs
from flaming_horse_voice.text import speech_text


def spoken_lines(
    storyboard: Storyboard, settings: Mapping[str, Any] | None = None
) -> tuple[SpokenLine, ...]:
    """What will be said, line by line, with each spoken word tied to what is written.

    `settings` is the project's settings file, as far as the voice goes by it.

    Raises:
        WrongInput: a line that cannot be put into words, with its place, or an entry of a
            dictionary that cannot be used.
    """
    pronounce = pronounced(storyboard, settings or {}).entries
    return tuple(
        spoken(storyboard.settings, pronounce, scene, line)
        for scene in storyboard.scenes
        for line in scene.lines
    )


def pronounced(storyboard: Storyboard, settings: Mapping[str, Any]) -> Dictionary:
    """How words are said: the user's dictionary, the project's, the front matter's.

    Raises:
        WrongInput: an entry that cannot be used, with its file and its key.
    """
    with translated(VoiceError):
        return pronunciations(settings, dict(storyboard.settings.pronounce))


def put_into_words(
    storyboard: Storyboard, settings: Mapping[str, Any]
) -> tuple[list[SpokenLine], list[tuple[Misfit, WrongInput]]]:
    """What will be said, and the lines that cannot be, each with the error that tells why.

    Raises:
        WrongInput: an entry of a dictionary that cannot be used.
    """
    pronounce = pronounced(storyboard, settings).entries
    lines: list[SpokenLine] = []
    refused: list[tuple[Misfit, WrongInput]] = []
    for scene in storyboard.scenes:
        for line in scene.lines:
            try:
                lines.append(spoken(storyboard.settings, pronounce, scene, line))
            except WrongInput as error:
                refused.append((Misfit(scene.id, line.id, "words", error.what), error))
    return lines, refused


def spoken(
    settings: Settings, pronounce: Mapping[str, str], scene: Scene, line: Line
) -> SpokenLine:
    """One line in words; `pronounce` says how words are pronounced.

    Raises:
        WrongInput: it cannot be put into words, with its place.
    """
    try:
        speech = speech_text(line.runs, pronounce, settings.language, settings.maths)
    except VoiceError as unsayable:
        raise WrongInput(unsayable.what, remedy=unsayable.remedy, place=line.place) from unsayable
    if not any(sign.isalnum() for word in speech.words for sign in word.spoken):
        raise WrongInput(
            f"nothing in this line can be spoken: {line.text[:60]!r}",
            remedy="Write some words, or say with say= how it is spoken.",
            place=line.place,
        )
    words = tuple(SpokenWord(word.spoken, word.start, word.end) for word in speech.words)
    return SpokenLine(line.id, scene.id, shown_runs(line.runs), speech.speech, words)
