"""Phonemes dealt out to words, and speech-texts cut into pieces."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse_voice.backends.espeak import phonemized
from flaming_horse_voice.backends.kokoro import phoneme_pieces
from flaming_horse_voice.backends.phonemes import share, word_phonemes


def test_words_that_espeak_runs_together():
    assert share("ʌvðə ɹˈoʊz ʌvðə mˈeɪtɹɪks", ["ʌv", "ðə", "ɹˈoʊz", "ʌv", "ðə", "mˈeɪtɹɪks"]) == [
        "ʌv",
        "ðə",
        "ɹˈoʊz",
        "ʌv",
        "ðə",
        "mˈeɪtɹɪks",
    ]
    assert share("ʌvðɪ ˈʌðɚ", ["ʌv", "ðə", "ˈʌðɚ"]) == ["ʌv", "ðɪ", "ˈʌðɚ"]
    assert share("əvə ɹˈoʊ", ["ʌv", "ɐ", "ɹˈoʊ"]) == ["əv", "ə", "ɹˈoʊ"]
    assert share("fɚðɪ ɔnðə", ["fɔːɹ", "ðə", "ˈɔn", "ðə"]) == ["fɚ", "ðɪ", "ɔn", "ðə"]


def test_letters_are_not_eyes():
    def echo(texts):
        return list(texts)

    assert word_phonemes(["ay", "bee."], echo)[0].phonemes == "Ah"  # espeak is asked for "eh"
    assert word_phonemes(["ay", "bee."], echo)[1].mark == "."


LETTERS = ["eff", "ell", "ess", "em", "en", "ex", "oh", "eye", "ay", "double-you", "aitch"]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=24), st.sampled_from(["", ","]))
def test_letters_in_a_row_have_their_own_sounds_each(letters, mark):
    words = [letter + (mark if place % 4 == 3 else "") for place, letter in enumerate(letters)]
    alone = {letter: word_phonemes([letter], phonemized)[0].phonemes for letter in set(letters)}
    for word, letter in zip(word_phonemes(words, phonemized), letters, strict=True):
        assert word.phonemes.strip("ˈˌ") == alone[letter].strip("ˈˌ")


def test_a_word_that_would_get_no_sound_has_those_it_has_alone():
    def swallows(texts):
        alone = {"em": "ˈɛm", "en": "ˈɛn"}
        return [alone.get(text, "ˈɛmɛmˈɛn") for text in texts]

    dealt = word_phonemes(["em", "em", "en", "en."], swallows)
    assert [word.phonemes for word in dealt] == ["ˈɛm", "ˈɛm", "ˈɛn", "ˈɛn"]


@pytest.mark.parametrize(
    ("word", "name"),
    [("|", "pipe"), (":", "colon"), ("::", "colon colon"), ("?", "question mark"), ("}", "close"),
     ("~", "tilde"), ("⌘", "place of interest"), ("!!", "exclamation")],
)  # fmt: skip
def test_a_word_of_signs_is_read_by_their_names(word, name):
    between, _ = word_phonemes(["here", word, "there"], phonemized)[1:]
    spoken = word_phonemes(name.split(), phonemized)
    assert spoken[0].phonemes in between.phonemes
    assert between.mark == ""


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp"])), max_size=6))
def test_no_text_is_too_strange_to_be_read(texts):
    words = " ".join(texts).split()
    assert len(word_phonemes(words, phonemized)) == len(words)


SOUNDS = st.text(alphabet="abkstiuˈ", min_size=1, max_size=5)


@given(st.lists(SOUNDS, min_size=1, max_size=8), st.data())
def test_nothing_is_lost_when_words_run_together(alone, data):
    joints = [data.draw(st.sampled_from([" ", ""])) for _ in alone]
    phrase = "".join(a + b for a, b in zip(alone, joints, strict=True)).strip()
    shares = share(phrase, alone)
    assert len(shares) == len(alone)
    assert "".join(shares).replace(" ", "") == phrase.replace(" ", "")


@dataclass(frozen=True)
class Word:
    phonemes: str
    mark: str


def read(words):
    return tuple(Word(w.rstrip(".,"), w[-1] if w[-1] in ".," else "") for w in words)


def test_pauses_cut_and_add_up():
    planned = phoneme_pieces(
        "[pause=0.5] one two. [pause=0.4] [pause=0.1] three [pause=1]", read, 100
    )
    assert [piece.pause_before for piece in planned] == [0.5, 0.5, 1.0]
    assert [len(piece.phonemes or ()) for piece in planned] == [2, 1, 0]
    assert [piece.text for piece in planned] == ["one two.", "three", ""]


def test_long_texts_are_cut_at_sentences_first():
    speech = "aaaa bbbb, cccc dddd. eeee ffff, gggg hhhh."
    planned = phoneme_pieces(speech, read, 25)
    assert [piece.phonemes[-1].mark for piece in planned] == [".", "."]


def test_texts_of_more_than_300_characters_are_cut_even_if_their_phonemes_are_few():
    def few(words):
        return tuple(Word("a", w[-1] if w[-1] in ".," else "") for w in words)

    speech = " ".join(["word"] * 59 + ["end."])
    assert len(phoneme_pieces(speech, few, 480)) == 1
    cut = phoneme_pieces(f"{speech} {speech}", few, 480)
    assert [len(piece.phonemes or ()) for piece in cut] == [60, 60]
    assert cut[1].pause_before == 0.35


@given(st.lists(st.sampled_from(["aaaa", "bb,", "c.", "dddddd"]), min_size=1, max_size=60))
def test_every_piece_fits_and_no_word_is_lost(words):
    planned = phoneme_pieces(" ".join(words), read, 30)
    assert [w for piece in planned for w in piece.phonemes or ()] == list(read(words))
    for piece in planned:
        assert sum(len(w.phonemes) + len(w.mark) + 1 for w in piece.phonemes or ()) <= 30


def test_every_respelt_letter_sounds_like_itself():
    from kokoro_onnx.tokenizer import Tokenizer

    from flaming_horse_voice.text.letters import LETTERS

    tokenizer = Tokenizer()

    def espeak(texts):
        return [tokenizer.phonemize(text) for text in texts]

    spoken = {w.word: w.phonemes for w in word_phonemes([*LETTERS.values(), "xi"], espeak)}
    plain = {word: sounds.translate(str.maketrans("", "", "ˈˌ")) for word, sounds in spoken.items()}
    assert len(set(plain.values())) == 27
    told = {"ay": "A", "eff": "ɛf", "eye": "I", "aitch": "Aʧ", "jay": "ʤA", "xi": "zI", "oh": "O"}
    assert {word: plain[word] for word in told} == told
