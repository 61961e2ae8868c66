"""One suite for every voice of the table that can speak here."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

import hashlib
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import VoiceFailed, WrongInput
from flaming_horse_voice.listen import complaint, measure, wrong_times
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import SERVICES, choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import spoken_words
from flaming_horse_voice.workers.standalone.lines import joined, spoken_lines
from voice_engines import engine_environ, need_word_times, write_reference

PLAIN = "Two by two, of the rows. [pause=0.5] ay bee see."
LONG = (
    "The first row of the left matrix meets the first column of the right one, and we multiply"
    " them pair by pair. Then we add the products, because the sum of them is the entry that we"
    " are looking for, and nothing else is needed. After that the second row takes its turn,"
    " [pause=0.3] and so on, until every row has met every column of the other matrix."
)
"""More than a voice speaks in one go, with a sentence end, clauses and a pause."""
SPEAKING = [
    pytest.param(name, marks=[] if name == "tone" else [pytest.mark.slow]) for name in SERVICES
]


def choice_of(service, folder):
    """The voice; a cloned one from a tiny checkpoint, which speaks noise."""
    if not SERVICES[service].clones:
        return choose_voice(option=service)
    need_word_times()
    write_reference(folder / "voice")
    return choose_voice({}, engine_environ(service), folder=folder)


def is_noise(voice):
    return voice._choice.cloned is not None


@pytest.fixture(scope="module", params=SPEAKING)
def voice(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    store, choice = TakeStore(folder / "takes"), choice_of(request.param, folder)
    noise = choice.cloned is not None
    with Mediator(choice, store, accept_any=noise) as mediator, pytest.MonkeyPatch.context() as m:
        if noise:
            m.setattr(Mediator, "_attempts", lambda *_: 1)  # no seed makes words of noise
        mediator.store = store
        yield mediator


@pytest.fixture(scope="module")
def take(voice):
    return voice.speak([SpokenRequest("plain", PLAIN)])[0]


def test_every_word_has_its_time_in_order(take):
    assert len(take.times) == len(spoken_words(PLAIN))
    assert wrong_times(take.times, PLAIN, take.samples) is None
    for (_, end), (start, _) in zip(take.times, take.times[1:], strict=False):
        assert end <= start


def test_master_holds_the_samples_it_says(voice, take):
    sound = voice.store.read_sound(take.key)
    assert sound.shape == (take.samples,)
    assert take.duration == Fraction(take.samples, take.sample_rate)
    if not is_noise(voice):
        assert complaint(measure(sound, take.sample_rate, PLAIN)) is None


def test_a_pause_is_silence_of_at_least_its_length(voice, take):
    sound = voice.store.read_sound(take.key)
    before, after = take.times[5][1], take.times[6][0]
    if is_noise(voice):  # its word times are dealt out: the silence is somewhere in it
        before, after = 0, take.samples
    quiet = np.abs(sound[before:after]) < 1e-6
    longest = max(len(run) for run in "".join("01"[int(q)] for q in quiet).split("0"))
    assert longest >= 0.5 * take.sample_rate
    assert is_noise(voice) or after - before < 1.1 * take.sample_rate


def test_words_are_heard_in_their_times(voice, take):
    sound = voice.store.read_sound(take.key)
    whole = np.sqrt((sound**2).mean())
    if is_noise(voice):
        pytest.skip("noise has no words")
    for start, end in take.times:
        assert np.sqrt((sound[start:end] ** 2).mean()) > 0.1 * whole


def test_starts_and_ends_without_long_silence(voice, take):
    sound = np.abs(voice.store.read_sound(take.key))
    heard = np.flatnonzero(sound > 0.01)
    assert heard[0] < 0.15 * take.sample_rate
    assert len(sound) - heard[-1] < 0.5 * take.sample_rate


def test_same_text_same_bytes(voice, take, tmp_path):
    with Mediator(voice._choice, TakeStore(tmp_path), accept_any=is_noise(voice)) as another:
        again = another.speak([SpokenRequest("other-id", PLAIN)])[0]
    told, first = again.as_json(), take.as_json()
    for one in (told, first):
        one["provenance"].pop("peak memory", None)
    assert told == first
    first, second = (
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (voice.store.path(take.key), TakeStore(tmp_path).path(take.key))
    )
    assert first == second


def test_word_without_sound_is_an_error_not_a_gap(voice):
    with pytest.raises(VoiceFailed) as failure:
        voice.speak([SpokenRequest("nothing", "[pause=0.4]")])
    assert failure.value.line == "nothing"


def test_a_long_line_is_one_take_with_its_words_in_order(voice):
    assert len(LONG) > 300
    take = voice.speak([SpokenRequest("long", LONG)])[0]
    assert len(take.times) == len(spoken_words(LONG))
    assert wrong_times(take.times, LONG, take.samples) is None
    sound = voice.store.read_sound(take.key)
    assert len(sound) == take.samples
    if not is_noise(voice):
        assert complaint(measure(sound, take.sample_rate, LONG)) is None


def test_phonemes_are_one_word_for_every_voice(voice):
    plain, told = "A rose, of course.", "A rose[/ˈɔɪlɚ/], of course."
    first, second = voice.speak([SpokenRequest("plain", plain), SpokenRequest("told", told)])
    assert len(first.times) == len(second.times) == 4
    takes_them = SERVICES[voice._choice.service].phonemes
    assert (first.key != second.key) == takes_them
    sounds = [voice.store.read_sound(take.key) for take in (first, second)]
    assert np.array_equal(*sounds) != takes_them


def test_loaded_model_is_the_one_in_the_keys(voice, take):
    assert (take.model, take.revision) == (voice._choice.model, voice._choice.revision)
    loaded = voice.start().loaded
    assert (loaded["model"], loaded["revision"]) == (take.model, take.revision)


def test_every_line_of_a_batch_is_answered(voice):
    lines = [SpokenRequest(str(n), f"This is line {n} of a few.") for n in "abcde"]
    told = []
    takes = voice.speak(lines, lambda line, _, reused: told.append((line.id, reused)))
    assert told == [(n, False) for n in "abcde"]
    assert len({take.key for take in takes}) == 5


@pytest.fixture(scope="module")
def kokoro(tmp_path_factory):
    store = TakeStore(tmp_path_factory.mktemp("kokoro"))
    with Mediator(choose_voice(option="kokoro"), store) as mediator:
        mediator.store = store
        yield mediator


@pytest.mark.slow
def test_kokoro_speaks_long_lines_in_pieces(monkeypatch):
    from flaming_horse_voice.backends import kokoro as module

    engine = module.KokoroEngine()
    engine.load({})
    speech = "The product of the rows and of the columns is a matrix, " * 2 + "and that is all."
    asked = [{"id": "long", "speech": speech}]
    (whole,) = (joined(line) for line in spoken_lines(engine, asked))
    monkeypatch.setattr(module, "MAX_TOKENS", 60)
    assert len(engine.pieces(asked[0])) > 1
    (pieces,) = (joined(line) for line in spoken_lines(engine, asked))
    for spoken in (whole, pieces):
        assert wrong_times(spoken.times, speech, len(spoken.samples)) is None
    assert 0.8 < len(pieces.samples) / len(whole.samples) < 1.25


@pytest.mark.slow
def test_kokoro_pauses_lengthen_by_exactly_their_difference(kokoro):
    short, long = kokoro.speak(
        [
            SpokenRequest("s", "Three free trees. [pause=0.4] A ship."),
            SpokenRequest("l", "Three free trees. [pause=1.15] A ship."),
        ]
    )
    assert long.samples - short.samples == 0.75 * 24000
    assert long.times[3][0] - short.times[3][0] == 0.75 * 24000


@pytest.mark.slow
def test_kokoro_names_the_word_whose_phonemes_it_does_not_know(kokoro):
    with pytest.raises(WrongInput, match=r"line ipa: .*'Euler' hold ¿"):
        kokoro.speak([SpokenRequest("ipa", "By Euler[/ˈɔɪ¿lɚ/].")])


@pytest.mark.slow
def test_kokoro_speaks_the_phonemes_it_is_given(kokoro):
    given, same = kokoro.speak(
        [SpokenRequest("g", "A rose[/kˈæt/] is here."), SpokenRequest("s", "A cat is here.")]
    )
    assert np.array_equal(kokoro.store.read_sound(given.key), kokoro.store.read_sound(same.key))


@pytest.mark.slow
def test_kokoro_refuses_other_languages(kokoro):
    with pytest.raises(WrongInput, match=r"line de: .*English"):
        kokoro.speak([SpokenRequest("de", "Guten Tag.", "de")])
