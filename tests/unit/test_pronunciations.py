"""Dictionaries of three kinds, `say`, and phonemes: what applies, and what is refused."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from dataclasses import replace

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import WrongInput as ProjectWrongInput
from flaming_horse.project import Project
from flaming_horse.speaking.line_takes import FilmTakes
from flaming_horse.storyboard import parse_storyboard
from flaming_horse_voice import get_speech_service
from flaming_horse_voice.dictionaries import USER_VARIABLE, pronunciations
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.judging import SpokenRequest
from flaming_horse_voice.pinned_takes import Pin, _says
from flaming_horse_voice.runs import Run
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import PERSON
from flaming_horse_voice.text import phonemes_of, speech_text, spoken_words, without_phonemes


@pytest.fixture
def user(tmp_path, monkeypatch):
    file = tmp_path / "of-the-user.toml"
    file.write_text('[pronounce]\nEuler = "user"\nGauss = "user"\nNoether = "user"\n')
    monkeypatch.setenv(USER_VARIABLE, str(file))
    return file


def test_later_dictionaries_win(user):
    known = pronunciations(
        {"pronounce": {"Gauss": "project", "Noether": "project"}}, {"Noether": "film"}
    )
    assert known.entries == {"Euler": "user", "Gauss": "project", "Noether": "film"}
    assert list(known.origins.values()) == [str(user), "flaming-horse.toml", "front matter"]


def test_all_three_reach_the_narration(user, tmp_path):
    (tmp_path / "flaming-horse.toml").write_text('[pronounce]\nGauss = "project"\n')
    board = parse_storyboard(
        "---\npronounce:\n  Noether: film\n---\n\n# F\n\n## One\n\nEuler, Gauss, Noether.\n",
        "storyboard.md",
    )
    settings = settings_of(tmp_path, Options(), {})
    assert spoken_lines(board, settings.voice)[0].speech == "user, project, film."


def test_the_speech_service_uses_them_too(user, tmp_path):
    (tmp_path / "flaming-horse.toml").write_text('[pronounce]\nGauss = "project"\n')
    service = get_speech_service(tmp_path, voice="tone", pronounce={"Noether": "scene"})
    assert service.written("Euler, Gauss, Noether.").speech == "user, project, scene."


def test_an_entry_that_is_not_used_changes_no_take(user):
    line = speech_text([Run("Nobody here.")], pronunciations({}).entries)
    assert line.speech == "Nobody here."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Euler = 'x'", "'Euler' is not known here"),
        ("[pronounce]\nEuler = 3", "'Euler' is said 3"),
        ("[pronounce]\nEuler = ''", "'Euler' is said ''"),
        ("[pronounce]\nEuler = '/ab cd/'", "'Euler': '/ab cd/' are no phonemes of one word"),
        ("[pronounce]\n'L. Euler' = '/ab/'", "no phonemes of one word"),
        ("[pronounce", "is not valid TOML"),
        ("pronounce = 3", "not a table"),
    ],
)
def test_errors_name_the_file_and_the_key(tmp_path, text, says):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(WrongInput) as refused:
        pronunciations({}, environ={USER_VARIABLE: str(file)})
    assert says in refused.value.what
    assert str(file) in refused.value.what
    assert refused.value.remedy


def test_a_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(WrongInput, match="cannot be read") as refused:
        pronunciations({}, environ={USER_VARIABLE: str(tmp_path / "gone.toml")})
    assert USER_VARIABLE in refused.value.remedy
    assert pronunciations({}, environ={USER_VARIABLE: ""}).entries == {}


@pytest.mark.parametrize("said", ["/ab cd/", "//", "/a[b/"])
def test_wrong_phonemes_are_an_error_of_the_film(said):
    board = parse_storyboard(
        f'---\npronounce:\n  Euler: "{said}"\n---\n\n# F\n\n## One\n\nHello.\n', "storyboard.md"
    )
    with pytest.raises(ProjectWrongInput, match="front matter: pronounce 'Euler'"):
        spoken_lines(board)


def test_phonemes_stay_one_word_of_the_line():
    line = speech_text(
        [Run("By Euler, or Euler's "), Run("Weyl", say="/vaɪl/"), Run(".")],
        {"Euler": "/ˈɔɪlɚ/"},
    )
    assert line.speech == "By Euler[/ˈɔɪlɚ/], or Euler's[/ˈɔɪlɚz/] Weyl[/vaɪl/]."
    assert spoken_words(line.speech) == ("By", "Euler,", "or", "Euler's", "Weyl.")
    assert tuple(word.spoken for word in line.words) == spoken_words(line.speech)
    assert line.text[line.words[1].start : line.words[1].end] == "Euler"
    assert without_phonemes(line.speech) == "By Euler, or Euler's Weyl."
    assert phonemes_of("Euler[/ˈɔɪlɚ/],") == ("Euler,", "ˈɔɪlɚ")


def test_words_keep_their_own_s_when_they_are_said_otherwise():
    assert speech_text([Run("Euler's")], {"Euler": "oiler"}).speech == "oiler's"
    assert speech_text([Run("AB")], {"AB": "ay bee"}).speech == "ay bee"


def test_only_voices_that_take_phonemes_have_them_in_their_keys():
    plain, told = "By Euler.", "By Euler[/ˈɔɪlɚ/]."
    tone, kokoro = choose_voice(option="tone"), choose_voice(option="kokoro")
    assert tone.take_key(plain, "en") == tone.take_key(told, "en")
    assert kokoro.take_key(plain, "en") != kokoro.take_key(told, "en")
    assert (tone.asked_to_say(told), kokoro.asked_to_say(told)) == (plain, told)


def test_the_aligner_reads_the_phonemes():
    from flaming_horse_voice.listen.arpabet import pronunciations as phones

    assert phones(["rose"])[0] != phones(["rose[/ˈɔɪlɚ/]"])[0] == "OY L ER"


def test_a_speech_text_that_is_read_again_stays_as_it_is():
    said = "By Euler[/ˈɔɪlɚ/], of course."
    assert speech_text([Run(said)]).speech == said


def test_takes_of_a_line_are_those_of_its_words_as_they_are_said(tmp_path):
    project = Project(tmp_path)
    project.storyboard.write_text("# F\n\n## One\n\n{#first}\nEuler and Weyl.\n")
    (tmp_path / "flaming-horse.toml").write_text('[pronounce]\nEuler = "oiler"\nWeyl = "/ˈvaɪl/"\n')
    assert (
        FilmTakes(project, Options(voice="tone")).line("first").request.speech == "oiler and Weyl."
    )
    assert (
        FilmTakes(project, Options(voice="kokoro")).line("first").request.speech
        == "oiler and Weyl[/ˈvaɪl/]."
    )


def test_phonemes_take_nothing_from_a_persons_own_recording():
    told = SpokenRequest("first", "Weyl[/ˈvaɪl/].")
    own = Pin("first", "Weyl.", "en", "key", PERSON)
    assert _says(own, told)
    assert not _says(replace(own, service="kokoro"), told)
    assert not _says(replace(own, speech="Wile."), told)


@pytest.mark.parametrize(
    ("phonemes", "own"), [("ˈɔɪlɚ", "ˈɔɪlɚz"), ("kˈæt", "kˈæts"), ("ɡˈaʊs", "ɡˈaʊsɪz")]
)
def test_an_s_sounds_as_it_does_after_such_a_word(phonemes, own):
    line = speech_text([Run("X's")], {"X": f"/{phonemes}/"})
    assert line.speech == f"X's[/{own}/]"


def test_phonemes_reach_a_formula_and_code_that_are_written_so():
    said = {"x": "/ɹˈoʊ/"}
    runs = [Run("x", "math"), Run(" or "), Run("x", "code"), Run(".")]
    assert speech_text(runs, said).speech == "x[/ɹˈoʊ/] or x[/ɹˈoʊ/]."
