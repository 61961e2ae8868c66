"""The benchmark of readings tells the same words from others, a refusal, and a name left in."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "reading.py"
NEMO = "NeMo-text-processing/tests/nemo_text_processing"
DATA = "data_text_normalization"
HALF = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
COS = "<math><mi>cos</mi><mo>&#x2061;</mo><mi>&#x3B1;</mi></math>"
SUITES = {
    f"{NEMO}/en/{DATA}/test_cases_cardinal.txt": "27 geese~twenty seven geese\n3 owls~four owls\n",
    f"{NEMO}/en/{DATA}/test_cases_normalize_with_audio.txt": "~Row 12\nrow one two\nrow twelve\n",
    f"{NEMO}/de/{DATA}/test_cases_cardinal.txt": "ein hundert und fünf~105\n",
    f"{NEMO}/es/{DATA}/test_cases_money.txt": "¤ 3~tres unidades\n",
    "WeTextProcessing/itn/english/test/data/en_cardinal.txt": "forty two => 42\n",
    "sre-tests/input/clearspeak/clearspeak_fractions.json": json.dumps(
        {
            "tests": {
                "A": {"input": HALF, "preference": "Fraction_Auto"},
                "B": {"input": HALF, "preference": "Fraction_Over"},
                "C": {"input": COS},
                "D": {"input": "<math><mlongdiv/></math>"},
            }
        }
    ),
    "sre-tests/expected/en/clearspeak/clearspeak_fractions.json": json.dumps(
        {
            "tests": {
                "A": {"expected": "one half"},
                "B": {"expected": "1 over 2"},
                "C": {"expected": "the cosine of alpha"},
                "D": {"expected": "a long division"},
            }
        }
    ),
    "cs228-notes/page.md": "# P\n\nTake $a \\odot b$ and $$\\sqrt{c}$$, or $\\nosuch x$.\n\n"
    "```\n$not$\n```\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suites")
    for name, text in SUITES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *options: str) -> str:
    asked = [sys.executable, str(PROGRAM), str(folder), *options]
    return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=120).stdout


def test_readings_are_the_same_or_other_or_refused(folder: Path) -> None:
    out = folder.parent / "out.tsv"
    answer = json.loads(run(folder, "--json", "--out", str(out)))
    suites = {suite: kinds[""] for suite, kinds in answer["suites"].items()}
    english = {"inputs": 3, "same": 2, "differs": 1, "not judged": 1}
    assert suites["NeMo English"].items() >= english.items()
    assert suites["NeMo German"] == {"inputs": 1, "same": 1}
    assert suites["NeMo Spanish"] == {"inputs": 1, "refused": 1}
    assert suites["WeText ITN, backwards"] == {"inputs": 1, "same": 1}
    clearspeak = {"inputs": 2, "same": 1, "small words": 1}
    assert suites["ClearSpeak"].items() >= clearspeak.items()
    assert answer["not translated from MathML"] == {"ClearSpeak": 1}
    assert suites["cs228, drawn"] == {"inputs": 3, "drawn": 2, "refused by name": 1}
    assert suites["cs228, captioned"]["by a command's name"] == 2
    assert answer["commits"]["MathCAT"] == "missing"
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["written"]: row for row in csv.DictReader(file, delimiter="\t")}
    assert (rows["3 owls"]["expected"], rows["3 owls"]["ours"]) == ("four owls", "three owls")
    assert "27 geese" not in rows


@pytest.mark.slow
def test_a_verdict_holds_while_the_reading_is_the_same(folder: Path) -> None:
    judged = folder.parent / "judged.tsv"
    run(folder, "--only", "English", "--out", str(judged))
    filled = judged.read_text(encoding="utf-8").replace("three owls\t", "three owls\twrong")
    judged.write_text(filled, encoding="utf-8")
    asked = ("--only", "English", "--json", "--judged", str(judged))
    counts = json.loads(run(folder, *asked))["suites"]["NeMo English"][""]
    assert (counts["wrong"], counts.get("not judged", 0)) == (1, 0)
    judged.write_text(filled.replace("three owls", "3 owls"), encoding="utf-8")
    counts = json.loads(run(folder, *asked))["suites"]["NeMo English"][""]
    assert (counts.get("wrong", 0), counts["not judged"]) == (0, 1)
