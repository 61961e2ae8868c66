"""Any text is put into words that the embedded voice can speak, or refused with its place."""

# ruff: noqa: RUF001 - the signs that look like others are the very ones that are meant

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.build.narration import spoken_lines
from flaming_horse.errors import WrongInput
from flaming_horse.storyboard.reader import parse
from flaming_horse_voice.backends.espeak import phonemized
from flaming_horse_voice.backends.phonemes import word_phonemes
from flaming_horse_voice.runs import Run, written_runs
from flaming_horse_voice.text import speech_text, spoken_words
from flaming_horse_voice.text.unicode_forms import plain_form


def said(text, language="en"):
    return speech_text(written_runs(text), {}, language).speech


PRINTABLE = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], max_codepoint=0x2FFFF)
SIGNS = "ab Zé x²₁ 12.,:;!?|~`*_-–—/\\<>{}[]()&#@$%^+='\"…→≤∑αΩ½№℃ﬁ①\u0301\u00ad 🚀日ж"
WRITTEN = st.text(PRINTABLE, max_size=30) | st.text(SIGNS, max_size=30)


@settings(max_examples=120, deadline=None)
@given(WRITTEN, st.sampled_from(["`{}`", "{}", "so `{}` it is", "**{}** is"]))
def test_any_text_has_phonemes_or_is_refused_with_its_place(text, around):
    source = "# Film\n\n## Scene\n\n" + around.format(" ".join(text.split())) + "\n"
    try:
        lines = spoken_lines(parse(source, "film.md"))
    except WrongInput as refused:
        if refused.exit_code == 2 and str(refused).startswith("film.md"):
            return
        raise
    for line in lines:
        for word in word_phonemes(spoken_words(line.speech), phonemized):
            assert word.phonemes


@pytest.mark.parametrize("language", ["de", "es"])
@settings(max_examples=60, deadline=None)
@given(text=WRITTEN)
def test_other_languages_read_or_refuse(language, text):
    for run in (Run(text), Run(text, "code")):
        try:
            speech_text([run], {}, language)
        except Exception as refused:
            if getattr(refused, "exit_code", 1) != 2:
                raise


@pytest.mark.parametrize(
    ("written", "script"),
    [("Многие лодки", "Cyrillic"), ("港の灯り", "Chinese"), ("the word 안녕", "Hangul"),
     ("שלום", "Hebrew"), ("مرحبا", "Arabic"), ("ไทย", "Thai"), ("code `船` here", "Chinese")],
)  # fmt: skip
def test_a_script_that_is_not_read_is_refused_where_it_stands(written, script):
    with pytest.raises(WrongInput, match=script) as refused:
        spoken_lines(parse(f"# Film\n\n## Scene\n\nA quay.\n\n{written}\n", "film.md"))
    assert refused.value.place
    assert refused.value.place.line == 7


def test_a_word_of_another_script_is_read_as_its_author_says():
    entries = {"港": "minnaato"}
    assert speech_text([Run("The 港 sleeps.")], entries).speech == "The minnaato sleeps."
    assert speech_text([Run("港", say="harbour")]).speech == "harbour"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The cafe\u0301 of E\u0301mile.", "The café of Émile."),
        ("a light\u00adhouse and a mole\u200b.", "a lighthouse and a mole."),
        ("𝐛𝐨𝐥𝐝 and 𝑖𝑡𝑎𝑙𝑖𝑐 ﬁsh", "bold and italic fish"),
        ("Ｗｉｄｅ １２", "Wide twelve"),
        ("the word λόγος", "the word lambda omicron gamma omicron sigma"),
        ("Łódź, Việt Nam, Škoda", "Łódź, Việt Nam, Škoda"),
    ],
)
def test_forms_of_the_same_letters_are_read_alike(written, spoken):
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a ∎ at the end", "a end of proof at the end"),
        ("p ⊕ q", "pee circled plus cue"),
        ("it costs ₿ 5", "it costs bitcoin five"),
        ("A ≅ B", "ay is congruent to bee"),
        ("so ∴ it holds ☕", "so therefore it holds"),
    ],
)
def test_signs_of_maths_and_money_do_not_vanish(written, spoken):
    assert said(written) == spoken


def test_words_keep_the_characters_that_they_say():
    text = "The cafe\u0301 under\u00adstands 𝟏𝟐 boats"
    line = speech_text([Run(text)])
    assert [line.text[word.start : word.end] for word in line.words] == [
        "The", "cafe\u0301", "under\u00adstands", "𝟏𝟐", "boats",
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_places_are_those_of_the_text(text):
    plain, places = plain_form(text)
    assert len(places) == len(plain) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)
