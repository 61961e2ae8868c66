"""Cloned voices are given letters as letters; the phoneme voice keeps its words and its takes."""

from __future__ import annotations

import pytest

from flaming_horse_voice.listen.same_words import plain_words
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.as_letters import compared_letters, respelt, with_letters
from flaming_horse_voice.text.spoken import spoken_words


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("A is a matrix, and so is B.", "A is a matrix, and so is B."),
        ("AI runs on [pause=1] CPUs.", "A I runs on [pause=1] C P U's."),
        ("The entry $ad$ of $W$", "The entry A D of W"),
        ("You see why I ask; see $y$, and C.", "You see why I ask; see Y, and C."),
        ("The nth term, the x-axis", "The n-th term, the X axis"),
        ("$A_{ik}$", "A I K"),
    ],
)
def test_a_cloned_voice_is_given_letters(written: str, given: str) -> None:
    line = speech_text(written_runs(written.replace("[pause=1] ", "")))
    given = given.replace("[pause=1] ", "")
    qwen, kokoro = VoiceChoice("qwen"), VoiceChoice("kokoro", "af_heart")
    assert qwen.asked_for(line, "en") == given
    assert qwen.asked_to_say(given) == given  # asked again, nothing changes
    assert kokoro.asked_for(line, "en") == line.speech
    assert len(spoken_words(given)) == len(line.words)
    assert compared_letters(given) == compared_letters(line.speech)
    assert "".join(plain_words(given)).replace("'", "") == "".join(plain_words(line.speech))


def test_whoever_aligns_sounds_has_the_letters_names() -> None:
    assert respelt("A matrix A, and W: I see.") == "A matrix ay, and double-you: I see."


def test_words_that_sound_like_letters_stay_words() -> None:
    line = speech_text(written_runs("Oh, you see the bee and the pea, why?"))
    assert with_letters(line, "en") == line.speech


@pytest.mark.parametrize(
    ("language", "written", "given"),
    [
        ("de", "Die KI misst die x-Achse in der CPU.", "Die K I misst die X Achse in der C P U."),
        ("de-AT", "Wie es die U-Bahn tut, er geht: z. B. der Punkt k.",
         "Wie es die U-Bahn tut, er geht: zum Beispiel der Punkt K."),
        ("es", "El ADN te dice: el eje y, o la Ñ.", "El A D N te dice: el eje y, o la Ñ."),
        ("es", "La web WWW de DVD", "La web uve doble uve doble uve doble de D V D"),
    ],
)  # fmt: skip
def test_german_and_spanish_letters_too(language: str, written: str, given: str) -> None:
    line = speech_text(written_runs(written), {}, language.split("-", maxsplit=1)[0])
    asked = VoiceChoice("mlx").asked_for(line, language)
    assert asked == given
    assert VoiceChoice("kokoro", "af_heart").asked_for(line, language) == line.speech
    assert len(spoken_words(asked)) == len(line.words)
    assert compared_letters(asked, language) == compared_letters(line.speech, language)
    assert respelt(asked, language) == line.speech


def test_a_language_that_is_not_read_keeps_its_words() -> None:
    line = speech_text(written_runs("Die KI"), {}, "de")
    assert with_letters(line, "fr") == line.speech
    assert compared_letters("K I", "fr") == "K I"
