"""The page about reading says the truth: every row of its tables is read so."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from flaming_horse.speaking import voices
from flaming_horse_voice.dictionaries import USER_VARIABLE, entries_of
from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.workers.standalone import splitting

PAGE = (Path(__file__).parents[2] / "docs" / "reading-aloud.md").read_text(encoding="utf-8")
LANGUAGES = {"German": "de", "Spanish": "es"}


def rows():
    """(language, what is written, what is spoken) of each row of each table."""
    kind = ""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) != 2 or cells[0].startswith("---"):
            continue
        if cells[1] == "spoken":
            kind = cells[0]
            continue
        written = cells[0].replace("`", "").replace("\\|", "|")
        run = Run(written, "code" if kind == "code" else "text")
        yield pytest.param(LANGUAGES.get(kind, "en"), run, cells[1], id=f"{kind}: {written}")


def test_the_tables_are_found():
    assert len(list(rows())) > 50


@pytest.mark.parametrize(("language", "run", "spoken"), list(rows()))
def test_every_row_is_read_so(language, run, spoken):
    assert speech_text([run], {}, language).speech == spoken


def test_the_first_example_prints_what_it_says():
    text = re.search(r"voice read '(.*)'\n", PAGE)[1]
    spoken = re.search(r"prints `(.*)` Single", PAGE)[1]
    assert voices.read(text)["spoken"] == spoken


def test_the_dictionary_is_one():
    text = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    known = entries_of(tomllib.loads(text)["pronounce"], "the page")
    said = speech_text([Run("SQL of Euler in vitro.")], known).speech
    assert said == "sequel of Euler[/ˈɔɪlɚ/] in veetro."  # noqa: RUF001


def test_the_figures_are_those_of_the_rule():
    assert f"{splitting.LONGEST} characters" in PAGE
    assert f"{splitting.SENTENCE_PAUSE_S} seconds of silence after a sentence" in PAGE
    assert f"{splitting.CLAUSE_PAUSE_S} after a clause" in PAGE


def test_voice_read_tells_which_entries_applied(tmp_path, monkeypatch):
    mine = tmp_path / "mine.toml"
    mine.write_text('[pronounce]\nGauss = "gowss"\nABBA = "x"\nnobody = "x"\n')
    monkeypatch.setenv(USER_VARIABLE, str(mine))
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "storyboard.md").write_text("# F\n\n## One\n\nWords.\n")
    (tmp_path / "p" / "flaming-horse.toml").write_text('[pronounce]\nAB = "the product"\n')
    done = subprocess.run(
        [sys.executable, "-m", "flaming_horse", "voice", "read", "Gauss and AB and ABBAs",
         "--project", "p", "--projects-dir", str(tmp_path), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["spoken"].startswith("gowss and the product and")
    assert told["pronounced"] == [
        {"written": "Gauss", "said": "gowss", "from": str(mine)},
        {"written": "AB", "said": "the product", "from": "flaming-horse.toml"},
    ]


def test_voice_read_reads_other_languages():
    assert voices.read("5 km", language="de")["spoken"] == "fünf Kilometer"


def test_a_sentence_is_read_and_tried_in_the_language_of_the_film(tmp_path, monkeypatch):
    (tmp_path / "storyboard.md").write_text(
        "---\nlanguage: de\n---\n\n# Zahlen\n\n## Eins\n\nEs sind 3.\n"
    )
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "said.wav"

    def spoken(language=None):
        read = voices.read("Es sind 3.", tmp_path, language)["spoken"]
        tried = voices.tried("Es sind 3.", tmp_path, language, "tone", out, print, allow_code=False)
        assert tried["spoken"] == read
        return read, tried["language"]

    assert spoken() == ("Es sind drei.", "de")
    assert spoken("es") == ("Es sind tres.", "es")
    (tmp_path / "storyboard.md").unlink()
    assert spoken() == ("Es sind three.", "en")
