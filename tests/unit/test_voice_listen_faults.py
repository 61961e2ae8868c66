"""Real speech passes every check; the same speech with a fault planted in it does not."""

import numpy as np
import pytest

from flaming_horse_voice.judging import Attempt, Listening, SpokenRequest
from flaming_horse_voice.listen import complaint, limits_of, measure, word_times
from flaming_horse_voice.listen.measures import longest_pause
from flaming_horse_voice.listen.words import HEARD
from flaming_horse_voice.mediator import Mediator
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.workers.protocol import SpokenFile

RATE = 24000
LINES = (
    "Take the first row, and then take the first column. Multiply them pair by pair.",
    "Standing waves have nodes, which never move, and antinodes, which move the most.",
)
KOKORO = choose_voice(option="kokoro")
LIMITS = limits_of("kokoro")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    store = TakeStore(tmp_path_factory.mktemp("kokoro"))
    with Mediator(KOKORO, store) as voice:
        takes = voice.speak([SpokenRequest(str(n), line) for n, line in enumerate(LINES)])
    return [(take, store.read_sound(take.key)) for take in takes]


def noise(samples, level):
    return np.random.default_rng(1).normal(0, level, samples).astype(np.float32)


def cut_in_last_word(take, sound):
    start, end = take.times[-1]
    return sound[: (start + end) // 2]


def cut_in_first_word(take, sound):
    start, end = take.times[0]
    return sound[(start + end) // 2 :]


def hole(seconds):
    def planted(take, sound):
        at = take.times[3][1]
        return np.concatenate([sound[:at], noise(int(seconds * RATE), 1e-5), sound[at:]])

    return planted


def stuck(take, sound):
    at = int(np.abs(sound).argmax())
    loop = sound[at - 960 : at + 960]
    return np.concatenate([sound[: at + 960], np.tile(loop, 20), sound[at + 960 :]])


def hum(take, sound):
    return sound + 0.05 * np.sin(2 * np.pi * 100 * np.arange(len(sound)) / RATE)


FAULTS = {
    "cut at its end": cut_in_last_word,
    "cut at its start": cut_in_first_word,
    "falls silent": hole(2.2),
    "sticks to one sound": stuck,
    "noise under it": hum,
    "hisses": lambda take, sound: np.concatenate([sound, noise(RATE, 0.05)]),
    "clipped": lambda take, sound: np.clip(sound * 8, -1, 1),
    "silent": lambda take, sound: sound / 50,
    "drags": lambda take, sound: np.repeat(sound, 2),
    "hurried": lambda take, sound: sound[::2],
    "empty": lambda take, sound: sound[:100],
    "no numbers": lambda take, sound: np.where(np.arange(len(sound)) == 999, np.nan, sound),
}


@pytest.mark.slow
def test_real_speech_passes(spoken):
    for take, sound in spoken:
        assert complaint(measure(sound, RATE, take.speech), LIMITS) is None
        assert longest_pause(take.times, RATE, take.speech) < 0.4


@pytest.mark.slow
@pytest.mark.parametrize("words", FAULTS)
def test_a_planted_fault_is_named(spoken, words):
    for take, sound in spoken:
        planted = np.asarray(FAULTS[words](take, sound), np.float32)
        assert words in complaint(measure(planted, RATE, take.speech), LIMITS)


@pytest.mark.slow
def test_muted_words_are_a_silence_where_the_text_has_no_mark(spoken):
    take, sound = spoken[1]
    times = tuple(t for n, t in enumerate(take.times) if n not in {1, 2})  # as if not aligned
    speech = "Standing nodes, which never move, and antinodes, which move the most."
    pause = longest_pause(times, RATE, speech)
    assert pause > 0.55
    assert "without a mark" in complaint(
        {**measure(sound, RATE, take.speech), "pause_s": pause}, LIMITS
    )


def test_only_silence_without_a_mark_counts_as_a_pause():
    times = ((0, 100), (400, 500), (900, 1000), (1600, 1700))
    assert longest_pause(times, 1000, "one two three four") == 0.6
    assert longest_pause(times, 1000, "one two three, four") == 0.4
    assert longest_pause(times, 1000, "one two three [pause=0.5] four.") == 0.4
    assert longest_pause(times[:1], 1000, "one") == 0


def test_a_faint_sound_that_does_not_swell_is_cut():
    tone = (0.3 * np.sin(np.arange(2 * RATE) / 20)).astype(np.float32)
    hiss = noise(RATE // 5, 0.01)  # an "f", 26 dB below the vowel after it
    swelling = hiss * np.linspace(0, 1, len(hiss), dtype=np.float32)
    quiet = np.zeros(RATE // 5, np.float32)

    def begun(start):
        return measure(np.concatenate([start, tone, quiet]), RATE, "If so.")["onset_db"]

    assert begun(hiss) > limits_of("qwen").most_onset_db
    assert begun(swelling) < limits_of("qwen").most_onset_db
    assert begun(np.concatenate([quiet, hiss])) == -99


def test_limits_follow_the_voice():
    assert LIMITS.most_head_db < limits_of("qwen").most_head_db  # Kokoro begins with silence
    slow = limits_of("qwen", reference_letter_s=0.1)
    assert slow.most_letter_s > 0.14 > limits_of("qwen", reference_letter_s=0.06).most_letter_s
    assert limits_of("kokoro", speed=0.5).most_letter_s == pytest.approx(2 * LIMITS.most_letter_s)
    assert limits_of("tone").most_stuck_s > 100


def attempt(take, sound, times=None):
    answer = SpokenFile(
        id="one", file="", sample_rate=RATE, samples=len(sound), times=times, aligned_by="model"
    )
    return Attempt(SpokenRequest("one", take.speech), answer, sound, 1, True)


@pytest.mark.slow
def test_a_voice_with_times_is_heard_where_all_are(spoken):
    pytest.importorskip("faster_whisper", reason="the extra `listen` is not installed")
    (take, sound), (_, wrong_sound) = spoken
    unheard = Listening(KOKORO)
    judged, wrong = unheard(attempt(take, sound, take.times))
    assert wrong is None
    assert HEARD not in judged.checks
    ears = Listening(KOKORO, listen="all")
    assert ears.to_be_heard(judged)
    assert not unheard.to_be_heard(judged)
    heard, wrong = ears.heard(judged, sound)
    assert wrong is None
    assert heard.times == take.times
    assert heard.checks["confidence"] > 0.8
    assert not ears.to_be_heard(heard)
    assert ears(attempt(take, sound, take.times)) == (heard, None)
    times = tuple((n * 1000, n * 1000 + 900) for n in range(len(take.times)))
    assert "standing waves" in ears(attempt(take, wrong_sound, times))[1].lower()


@pytest.mark.slow
def test_words_are_found_within_sixty_milliseconds_nine_times_of_ten(spoken):
    pytest.importorskip("pocketsphinx", reason="the extra `listen` is not installed")
    late = [
        (start - known) / RATE
        for take, sound in spoken
        for (start, _), (known, _) in zip(
            word_times(sound, RATE, take.speech)[0], take.times, strict=True
        )
    ]
    assert np.quantile(np.abs(late), 0.9) <= 0.06
    assert abs(np.median(late)) <= 0.03
