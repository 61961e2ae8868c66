"""The phase `narration`: each line as the words that will be spoken."""

from __future__ import annotations

from flaming_horse.errors import WrongInput
from flaming_horse.model.narration import SpokenLine, SpokenWord
from flaming_horse.model.storyboard import Line, Scene, Storyboard
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.text import WrittenRun, speech_text


def spoken_lines(storyboard: Storyboard) -> tuple[SpokenLine, ...]:
    """What will be said, line by line, with each spoken word tied to what is written.

    Raises:
        WrongInput: a line that cannot be put into words, with its place.
    """
    return tuple(
        _spoken(storyboard, scene, line) for scene in storyboard.scenes for line in scene.lines
    )


def _spoken(storyboard: Storyboard, scene: Scene, line: Line) -> SpokenLine:
    settings = storyboard.settings
    runs = [WrittenRun(r.text, r.kind, r.say, float(r.seconds)) for r in line.runs]
    try:
        speech = speech_text(
            runs, dict(settings.pronounce), settings.language, maths=settings.maths
        )
    except VoiceError as unsayable:
        raise WrongInput(unsayable.what, remedy=unsayable.remedy, place=line.place) from unsayable
    if not any(sign.isalnum() for word in speech.words for sign in word.spoken):
        raise WrongInput(
            f"nothing in this line can be spoken: {line.text[:60]!r}",
            remedy="Write some words, or say with say= how it is spoken.",
            place=line.place,
        )
    words = tuple(SpokenWord(word.spoken, word.start, word.end) for word in speech.words)
    return SpokenLine(line.id, scene.id, speech.text, speech.speech, words)
