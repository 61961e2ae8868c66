"""Code in a sentence, aloud: signs, names, types, tags, flags and paths."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.runs import Run, written_runs
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.name_parts import words_of


def code(text, language="en", pronounce=None):
    return speech_text([Run(text, "code")], pronounce, language).speech


def prose(text):
    return speech_text(written_runs(text)).speech


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("|", "pipe"),
        ("||", "pipe pipe"),
        (":", "colon"),
        (":::", "three colons"),
        ("--", "dash dash"),
        ("---", "three dashes"),
        ("[ ]", "square brackets"),
        ("]", "close bracket"),
        ("{{ }}", "open brace curly braces close brace"),
        ("???", "three question marks"),
        ("!", "exclamation mark"),
        ("~", "tilde"),
        ("…", "dot dot dot"),
        ("=>", "double arrow"),
        ("&&", "ampersand ampersand"),
        ("$!", "dollar exclamation mark"),
        ("\\", "backslash"),
        ('"', "quotation mark"),
        ("⌘", "place of interest sign"),
        ("§", "section"),
        ("++", "plus plus"),
        ("/", "slash"),
        ("@", "at"),
    ],
)
def test_signs_alone_are_read_by_their_names(sign, said):
    assert code(sign) == said


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_sign_of_a_keyboard_has_a_name_in_every_language(language):
    for sign in string.punctuation:
        said = code(sign, language)
        assert said.replace("-", " ").replace(" ", "").isalpha()
    assert len(code("!!!!", language).split()) < 4 * len(code("!", language).split())


def test_a_sign_without_a_word_in_a_language_is_refused_with_what_to_do():
    with pytest.raises(WrongInput, match="is not read in German yet") as refused:
        code("⌘", "de")
    assert "say" in (refused.value.remedy or "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("MAX_RETRY_COUNT", "max retry count"),
        ("CMAKE_CXX_FLAGS", "see make see ex ex flags"),
        ("SDL_WINDOW_BORDERLESS", "ess dee ell window borderless"),
        ("AWS_DEFAULT_REGION", "ay double-you ess default region"),
        ("HTTP_TIMEOUT_MS", "aitch tee tee pee timeout em ess"),
        ("readUTF8File", "read you tee eff eight file"),
        ("XMLHttpRequest", "ex em ell aitch tee tee pee request"),
        ("user_ids", "user eye dees"),
        ("DPORT", "dee port"),
        ("UUID", "you you eye dee"),
        ("stdout", "standard out"),
        ("getenv", "getenv"),
        ("FZF", "eff zee eff"),
        ("BUILD", "build"),
    ],
)
def test_names_are_words_where_their_parts_can_be_read(written, said):
    assert words_of(written) == said
    assert code(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("--no-cache", "dash dash no cache"),
        ("-h", "dash aitch"),
        ("-o <file>", "dash oh file"),
        ("tar -xzf box.tgz", "tar dash ex zee eff box dot tee gee zee"),
        ("grep -v '^#' a.txt | sort", "grep dash vee caret hash ay dot tee ex tee pipe sort"),
        ("cp *.txt old/", "see pee star dot tee ex tee old slash"),
        ("/var/log", "slash var slash log"),
        (".env", "dot env"),
        ("~/.ssh/config", "tilde slash dot ess ess aitch slash config"),
        ("0x1F", "hex one eff"),
        ("0b101", "binary one zero one"),
        ("9fceb02d", "nine eff see ee bee zero two dee"),
        ("1_000_000", "one million"),
        ("Option<Vec<u8>>", "option of vec of you eight"),
        ("dict<str, int>", "dict of string int"),
        ("std::vector<double>", "ess tee dee vector of double"),
        ("<span>", "span"),
        ("</table>", "closing table"),
        ("<your-name>", "your name"),
        ("draw(<colour>)", "draw colour"),
        ("k < n", "kay is less than en"),
        ("k<n", "kay is less than en"),
        ("x >= 3", "ex is greater than or equal to three"),
        ("p->next", "pee arrow next"),
        ("(u, v) => u", "you vee arrow you"),
        ("n-1", "en minus one"),
        ("a * b", "ay times bee"),
        ("x**2", "ex to the power of two"),
        ("$HOME", "dollar home"),
        ("println!", "println"),
        ("C:\\Users", "see backslash users"),
        ("don't", "don't"),
        ("https://example.org/a", "example dot org slash ay"),
        ("git checkout main", "git checkout main"),
        ("there is a lock", "there is a lock"),
        ("a lock", "ay lock"),
        ("ISO-8859-1", "eye ess oh eighty-eight fifty-nine one"),
        ("gpt-4", "gee pee tee four"),
        ("<!-- cut here -->", "cut here"),
        ("€2.50", "two euros and fifty cents"),
        ("3/9/2027", "March ninth, twenty twenty-seven"),
        ("$1", "dollar one"),
        ("numpy.linalg.norm", "numpy dot linalg dot norm"),
    ],
)
def test_code_is_read_as_a_reader_would(written, said):
    assert code(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Set LOG_LEVEL to debug.", "Set log level to debug."),
        ("A Map<String, int> holds them.", "a Map of string, int holds them."),
        ("Give it <number> and <your name>.", "Give it number and your name."),
        ("Put a <b> tag there", "Put a bee tag there"),
        ("where i < n holds", "where eye is less than en holds"),
        ("Run it with --dry-run first.", "Run it with dash dash dry run first."),
        ("It goes a->b.", "It goes ay to bee."),
        ("Use torch.nn.Module here.", "Use torch dot en en dot module here."),
    ],
)
def test_code_that_is_written_without_marks_is_read_too(written, said):
    assert prose(written) == said


def test_a_dictionary_is_heard_in_code_too():
    entries = {"numpy": "num pie", "kubectl": "cube control", "a.b": "ay and bee"}
    assert code("numpy.array", pronounce=entries) == "num pie dot array"
    assert code("my_kubectl --all", pronounce=entries) == "my cube control dash dash all"
    assert code("a.b", pronounce=entries) == "ay and bee"


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "ls | wc", "el es senkrechter Strich we ze"),
        ("de", "max_wert", "max wert"),
        ("de", "Liste<Zahl>", "Liste von Zahl"),
        ("es", "lista -v", "lista guion uve"),
        ("es", "a == b", "a igual igual be"),
    ],
)
def test_code_is_read_in_other_languages(language, written, said):
    assert code(written, language) == said


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1)


@settings(max_examples=150, deadline=None)
@given(PRINTABLE | st.text(string.printable, min_size=1))
def test_all_code_has_words_or_is_refused(text):
    try:
        said = code(text)
    except WrongInput:
        return
    visible = any(sign.isalnum() or sign in string.punctuation for sign in text)
    assert said or not visible


@pytest.mark.parametrize(
    ("before", "sign", "after", "said"),
    [
        ("A ", ";", " ends one command.", "a semicolon ends one command."),
        ("A ", "k", " is a letter.", "a kay is a letter."),
        ("It is short. A ", "%", " is the rest.", "it is short. a percent is the rest."),
        ("Take row A ", ";", " is not in it.", "take row ay semicolon is not in it."),
    ],
)
def test_a_capital_a_that_opens_a_sentence_before_code_is_the_article(before, sign, after, said):
    runs = [Run(before, "text"), Run(sign, "code"), Run(after, "text")]
    assert speech_text(runs).speech.lower() == said


def test_a_dictionary_says_how_an_a_before_code_is_spoken():
    runs = [Run("A ", "text"), Run(";", "code")]
    assert speech_text(runs, {"A": "alpha"}).speech == "alpha semicolon"
