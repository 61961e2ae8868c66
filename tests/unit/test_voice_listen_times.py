"""Word times of takes whose voice does not tell them."""

# ruff: noqa: RUF001 - phonetic letters are meant

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.listen import NotAligned, align, word_times, wrong_times
from flaming_horse_voice.listen.alignment import _decoder
from flaming_horse_voice.listen.arpabet import arpabet, pronunciations
from flaming_horse_voice.listen.word_times import spread
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import spoken_words

RATE = 24000
NOISE = np.random.default_rng(7).normal(0, 0.1, 3 * RATE).astype(np.float32)
LINES = (
    "The sum over kay of ay eye kay times bee kay jay is an entry. [pause=0.6] And so on.",
    "Let us look at Kubernetes, PyTorch and the YAML file of our deployment.",
    "Standing waves have nodes, which never move, and antinodes, which move the most.",
    "The thirty-three thieves thought that they thrilled the throne throughout Thursday.",
)


@pytest.fixture
def pocketsphinx():
    return pytest.importorskip("pocketsphinx", reason="the extra `listen` is not installed")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    store = TakeStore(tmp_path_factory.mktemp("kokoro"))
    with Mediator(choose_voice(option="kokoro"), store) as voice:
        takes = voice.speak([SpokenRequest(str(n), line) for n, line in enumerate(LINES)])
    return [(take, store.read_sound(take.key)) for take in takes]


def test_words_are_read_as_the_voice_reads_them():
    assert pronunciations(["ay", "cat", "fhqwz,"])[:2] == ["EY", "K AE T"]
    assert pronunciations(["xi"]) == ["Z AY"]
    assert arpabet("bˈɜɹd") == "B ER D"
    assert arpabet("lˈɛTəɹ") == "L EH T ER"


def test_noise_holds_no_words(pocketsphinx):
    with pytest.raises(NotAligned, match="of its 5 words"):
        align(NOISE, RATE, ["we", "were", "never", "said", "here"])


def test_a_word_that_nobody_can_speak_has_the_time_of_its_neighbour(pocketsphinx, spoken):
    take, sound = spoken[1]
    words = spoken_words(take.speech)
    plain = align(sound, take.sample_rate, words)
    unread = align(sound, take.sample_rate, ["\u2060", *words[:3], "\u2060", *words[3:]])
    assert unread == (plain[0], *plain[:3], plain[2], *plain[3:])
    with pytest.raises(NotAligned, match="nobody knows"):
        align(sound, take.sample_rate, ["\u2060"])


def test_noise_gets_times_only_where_any_take_is_accepted(pocketsphinx):
    speech = "We were [pause=0.5] never said here."
    with pytest.raises(NotAligned):
        word_times(NOISE, RATE, speech)
    times, by = word_times(NOISE, RATE, speech, accept_any=True)
    assert by == "spread"
    assert wrong_times(times, speech, len(NOISE)) is None
    assert times[2][0] - times[1][1] == pytest.approx(0.5 * RATE, abs=2)


def test_without_the_aligner_nothing_is_guessed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    _decoder.cache_clear()
    with pytest.raises(NotInstalled) as error:
        word_times(NOISE, RATE, "Never said.", accept_any=True)
    assert "listen" in error.value.remedy


@given(
    st.lists(
        st.sampled_from(["a", "word", "mathematically", "[pause=0.4]", "[pause=3]"]), min_size=1
    ),
    st.integers(50, 2 * RATE),
)
def test_spread_gives_every_word_its_time(tokens, samples):
    speech = " ".join(tokens)
    sound = NOISE[:samples]
    if not spoken_words(speech):
        return
    assert wrong_times(spread(sound, RATE, speech), speech, samples) is None


@pytest.mark.slow
def test_words_of_real_speech_are_found_where_they_are(pocketsphinx, spoken):
    errors = []
    for take, sound in spoken:
        times, by = word_times(sound, RATE, take.speech)
        assert by == "pocketsphinx"
        assert wrong_times(times, take.speech, len(sound)) is None
        errors += [a - b for (a, _), (b, _) in zip(times, take.times, strict=True)]
    errors = np.abs(errors) / RATE
    assert np.median(errors) < 0.035
    assert np.quantile(errors, 0.9) < 0.080
    assert errors.max() < 0.2


@pytest.mark.slow
def test_alignment_depends_on_nothing_before_it(pocketsphinx, spoken):
    first = [word_times(sound, RATE, take.speech) for take, sound in spoken]
    _decoder.cache_clear()
    for (take, sound), before in reversed(list(zip(spoken, first, strict=True))):
        assert word_times(sound, RATE, take.speech) == before


@pytest.mark.slow
def test_other_words_and_cut_sounds_are_refused(pocketsphinx, spoken):
    (take, sound), (other, _) = spoken[0], spoken[3]
    with pytest.raises(NotAligned):
        align(sound, RATE, spoken_words(other.speech))
    with pytest.raises(NotAligned):
        align(sound[: len(sound) // 2], RATE, spoken_words(take.speech))
    with pytest.raises(NotAligned, match="beside its words"):
        align(np.concatenate([sound, sound]), RATE, spoken_words(take.speech))


@pytest.mark.slow
def test_any_rate_gives_samples_of_that_rate(pocketsphinx, spoken):
    import soxr

    take, sound = spoken[2]
    at_24 = align(sound, RATE, spoken_words(take.speech))
    at_44 = align(soxr.resample(sound, RATE, 44100), 44100, spoken_words(take.speech))
    for (a, b), (c, d) in zip(at_24, at_44, strict=True):
        assert abs(a / RATE - c / 44100) < 0.031
        assert abs(b / RATE - d / 44100) < 0.031
