"""A text's language: by its small words and its script, without its code and its names."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from flaming_horse.build.precache_voiceovers import chosen_voice
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import ExitCode, WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.found_language import found_language
from flaming_horse.writers.from_file import from_script
from flaming_horse.writers.wishes import Wishes
from flaming_horse.writing.bringing import bring_script
from flaming_horse.writing.film_language import asked_language, language_of_film

SAMPLES = Path(__file__).parents[1] / "data" / "languages.tsv"
SURE = [row.split("\t") for row in SAMPLES.read_text(encoding="utf-8").splitlines()]
"""A language's code and a text in it, a row each; many hold English names."""
UNSURE = (
    "Install with pip. Run boats. Configure PostgreSQL, Redis, Kubernetes.",
    "Fast JSON parser for Rust",
    "Anna Berta Carla Dora Emma Frieda Greta Hanna",
    "Two cranes stand on the quay and wait. Zwei Kräne stehen auf dem Kai und warten.",
    "",
)
GERMAN = """# Der Hafen <b>heute</b>

## Der Kai

Der Kai ist neunzig Meter lang, und zwei Kräne stehen darauf. Die Lastwagen fahren links.

```python
for the in range(of): it = that.is_not(to, you) and this.has(a)  # of the and to is that it
```
"""


@pytest.mark.parametrize(("code", "text"), SURE)
def test_a_language_is_found(code, text):
    found = found_language(text)
    assert (found.code, found.sure) == (code, True)


@pytest.mark.parametrize("text", UNSURE)
def test_what_tells_too_little_is_not_sure(text):
    assert not found_language(text).sure


def test_code_formulas_and_addresses_are_no_words():
    code = "`der die das und ist` $der die das$ https://der-die-das.de/und/ist \\ist der_die.das "
    assert (
        found_language(f"{code * 9} Count the boats at the quay, and tell it to me.").code == "en"
    )


def given(tmp_path, text, name="hafen.md"):
    script = tmp_path / name
    script.write_text(text, encoding="utf-8")
    return script


def made(tmp_path, script, voice, language=None):
    project = Project(tmp_path / "projects" / "film")
    chosen = partial(chosen_voice, settings_of(project.folder, Options()), voice)
    bring_script(project, script, Wishes(language), chosen)
    return read_storyboard(project.storyboard)


OWN = GERMAN.replace(" <b>heute</b>", "").replace("# Der", "---\nlook: chalk\n---\n\n# Der", 1)


@pytest.mark.parametrize("text", [GERMAN, OWN])
def test_a_voice_that_does_not_speak_it_refuses_at_once(tmp_path, text):
    script = given(tmp_path, text)
    with pytest.raises(WrongInput) as refused:
        made(tmp_path, script, "kokoro")
    assert refused.value.exit_code == ExitCode.WRONG_INPUT
    told = str(refused.value)
    assert told.startswith(f"{script}: this is in German, by its words")
    for way_out in ("--voice qwen", "translation", "--language en", "`language: en`"):
        assert way_out in told
    assert not (tmp_path / "projects" / "film" / "storyboard.md").exists()


@pytest.mark.parametrize("text", [GERMAN, OWN])
def test_a_voice_that_speaks_it_is_told_so_by_the_storyboard(tmp_path, text):
    storyboard = made(tmp_path, given(tmp_path, text), "tone")
    assert (storyboard.settings.language, storyboard.settings.language_told) == ("de", True)


@pytest.mark.parametrize("text", [GERMAN, OWN])
def test_a_person_may_know_better(tmp_path, text):
    storyboard = made(tmp_path, given(tmp_path, text), "kokoro", "en")
    assert storyboard.settings.language == language_of_film(storyboard).code == "en"


def test_no_voice_speaks_a_language_without_reading_rules(tmp_path):
    french = "# Le port\n\nLe quai est long, et les bateaux qui sont au port sont à nous."
    for voice in ("kokoro", "tone"):
        with pytest.raises(WrongInput, match=r"in French.*\n.*English, German and Spanish as yet"):
            made(tmp_path, given(tmp_path, french), voice)


def test_a_told_language_wins(tmp_path):
    converted = from_script(given(tmp_path, f"---\nlang: en-GB\n---\n{GERMAN}"))
    assert converted.language.code == "en-GB"
    assert str(converted.language) == "English, as it says itself"
    converted = from_script(given(tmp_path, f"---\nlang: en\n---\n{GERMAN}"), Wishes("de"))
    assert str(converted.language) == "German, as asked for"


def test_a_build_speaks_no_german_as_english():
    text = OWN.replace("---\n\n", "language: en\n---\n\n", 1)
    assert language_of_film(parse_storyboard(text, "s.md")).code == "en"
    with pytest.raises(WrongInput, match=r"in German, by its words.*\n.*Write `language: de`"):
        language_of_film(parse_storyboard(OWN, "s.md"))


def test_english_with_german_names_stays_english(tmp_path):
    text = "# Gauß in Göttingen <b>a</b>\n\n" + SURE[1][1] + "\n\n- Die Sternwarte\n- Das Rathaus\n"
    assert from_script(given(tmp_path, text)).language.origin == "found"
    assert made(tmp_path, given(tmp_path, text), "kokoro").settings.language == "en"


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("language: German", "de"),
        ("lang: deutsch", "de"),
        ("lang: italian", "it"),
        ("lang: Português (Brasil)", "pt"),
        ("language: Español", "es"),
        ("lang: en-GB", "en-GB"),
    ],
)
def test_a_language_may_be_given_by_its_name(tmp_path, setting, code):
    file = tmp_path / "kilns.md"
    file.write_text(f"---\ntheme: night\n{setting}\n---\n\n# Kilns\n\nKilns. Clay.\n", "utf-8")
    made = from_script(file)
    assert made is not None
    assert made.language.code == code
    own = parse_storyboard(f"---\nlanguage: {code}\n---\n\n# Kilns\n\nClay.\n", "own.md")
    assert own.settings.language == code


def test_a_storyboard_may_name_its_language():
    own = parse_storyboard("---\nlanguage: Spanish\n---\n\n# Kilns\n\nClay.\n", "own.md")
    assert own.settings.language == "es"


LINKS = "\n".join(
    f"- [{n} of the best kilns that you can use and how to have them](https://example.org/{n})"
    for n in range(60)
)
ITALIAN = """Questo è un forno che non si usa più da anni, ma nella nostra città ce ne sono
ancora tre. Il primo è quello della piazza, e la sera si può vedere come lavora chi lo conosce."""
ENGLISH = "This is the part that nobody has yet put into another language, and it is as it was. "


@pytest.mark.parametrize("rest", [LINKS, f"{ENGLISH}\n\n{LINKS}"])
def test_paragraphs_tell_before_lists_of_links(tmp_path, rest):
    file = tmp_path / "forni.md"
    file.write_text(f"# Forni\n\n{ITALIAN}\n\n{ITALIAN}\n\n{rest}\n", "utf-8")
    made = from_script(file)
    assert made is not None
    assert (made.language.code, made.language.origin) == ("it", "found")


def test_the_first_paragraphs_tell_where_a_translation_ends_half_way(tmp_path):
    file = tmp_path / "forni.md"
    begun = "\n\n".join([ITALIAN] * 6)
    file.write_text(f"# Forni\n\n{begun}\n\n{(ENGLISH * 9).strip()}\n\n{LINKS}\n", "utf-8")
    made = from_script(file)
    assert made is not None
    assert (made.language.code, made.language.origin) == ("it", "found")


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("german", "de"),
        ("Deutsch", "de"),
        ("SPA", "es"),
        ("english", "en"),
        ("de_at.UTF-8", "de-AT"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("Brazilian Portuguese", "pt-BR"),
    ],
)
def test_a_language_is_asked_for_by_its_tag_or_its_name(name, tag):
    assert asked_language(name) == tag


@pytest.mark.parametrize("name", ["klingon", "the one of my village", "de-x/../up", ""])
def test_what_is_no_language_is_refused_with_those_that_are(name):
    with pytest.raises(WrongInput) as refused:
        asked_language(name)
    assert refused.value.exit_code == ExitCode.WRONG_INPUT
    assert "English (en), German (de) and Spanish (es)" in str(refused.value)


def test_a_misspelt_language_is_told_the_nearest():
    with pytest.raises(WrongInput, match="Is it German"):
        asked_language("germen")


def test_a_language_of_programs_in_the_front_matter_is_not_that_of_the_text(tmp_path):
    converted = from_script(given(tmp_path, f"---\nlanguage: python\n---\n{GERMAN}"))
    assert (converted.language.code, converted.language.origin) == ("de", "found")
