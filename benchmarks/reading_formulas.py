r"""The public suites of formulas, and the formulas of public notes.

`spoken(FOLDER)` are formulas with the words that others read them with: of `sre-tests` those of
ClearSpeak whose preferences are the default ones, of `MathCAT` the English ones whose only
preference is how wordy they are. Both are MathML, translated by `mathml_latex`; what that cannot
translate is counted. `notes(FOLDER)` are the different formulas of Markdown pages, as a document
that is brought in has them: without labels, numbers and the outer environment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from mathml_latex import Untranslatable, latex_of
from reading_suites import Case

from flaming_horse.writers.formulas import displayed, halved

NOTES = {"d2l-en": "d2l", "cs231n.github.io": "cs231n", "cs228-notes": "cs228"}
NO_FORMULAS = frozenset(("alphabets", "intent"))
"""Files of MathCAT: rows of letters in every font, and attributes that LaTeX does not have."""
_FENCE = re.compile(r"^[ \t]*(```+|~~~+).*?^[ \t]*\1[^\n]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<wide>.+?)\$\$"
    r"|\\\\\((?P<round>.+?)\\\\\)|\\\\\[(?P<square>.+?)\\\\\]"
    r"|(?<![\\$\w])\$(?P<thin>[^\s$](?:[^$]*?[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_STRING = r'(?:r#"(?P<raw{0}>.*?)"#|"(?P<plain{0}>(?:[^"\\]|\\.)*)")'
_TEST = re.compile(
    r"let expr\s*=\s*" + _STRING.format("e") + r"\s*;"
    r"|\btest\(\s*\"en\",\s*\"(?:Clear|Simple)Speak\",\s*expr,\s*" + _STRING.format("t") + r"\s*\)"
    r"|\btest_prefs\(\s*\"en\",\s*\"(?:Clear|Simple)Speak\",\s*"
    r"vec!\[\(\"Verbosity\",\s*\"\w+\"\)\],\s*expr,\s*" + _STRING.format("p") + r"\s*\)",
    re.DOTALL,
)


def spoken(folder: Path) -> tuple[list[Case], dict[str, int]]:
    """The cases, and how many of each suite have no LaTeX here."""
    found: list[Case] = []
    lost: dict[str, int] = {}
    for suite, kind, mathml, answers in [*_clearspeak(folder), *_mathcat(folder)]:
        try:
            found.append(Case(suite, kind, "en", latex_of(mathml), answers, maths=True))
        except Untranslatable:
            lost[suite] = lost.get(suite, 0) + 1
    return found, lost


def _clearspeak(folder: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    inputs = folder / "sre-tests" / "input" / "clearspeak"
    expected = folder / "sre-tests" / "expected" / "en" / "clearspeak"
    for path in sorted(inputs.glob("*.json")):
        if not (expected / path.name).is_file():
            continue
        said = json.loads((expected / path.name).read_text(encoding="utf-8"))["tests"]
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        kind = path.stem.removeprefix("clearspeak_").replace("_", " ")
        for name, test in tests.items():
            answer = said.get(name)
            if not isinstance(test, dict) or not isinstance(answer, dict):
                continue
            preferences = str(answer.get("preference") or test.get("preference") or "")
            by_default = all(one.endswith("Auto") for one in filter(None, preferences.split(":")))
            if by_default and test.get("input") and answer.get("expected"):
                yield "ClearSpeak", kind, test["input"], (answer["expected"],)


def _mathcat(folder: Path) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    root = folder / "MathCAT" / "tests" / "Languages" / "en"
    answers: dict[tuple[str, str, str], list[str]] = {}
    for path in sorted(root.rglob("*.rs")):
        kind = path.stem.replace("_", " ")
        if kind in NO_FORMULAS:
            continue
        suite = kind if kind in {"chemistry", "units"} else "maths"
        mathml = ""
        for match in _TEST.finditer(path.read_text(encoding="utf-8")):
            found = match.groupdict()
            text = next((_unescaped(k, v) for k, v in found.items() if v is not None), "")
            if match[0].startswith("let"):
                mathml = text
            elif mathml:
                answers.setdefault((f"MathCAT {suite}", kind, mathml), []).append(text)
    for (suite, kind, mathml), words in answers.items():
        yield suite, kind, mathml, tuple(words)


def _unescaped(group: str, text: str) -> str:
    if group.startswith("raw"):
        return text
    text = re.sub(r"\\\n\s*", "", text)
    text = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text)


def notes(folder: Path) -> dict[str, list[str]]:
    """The different formulas of each repository of notes that is there."""
    found: dict[str, list[str]] = {}
    for checkout, name in NOTES.items():
        different: dict[str, None] = {}
        for path in sorted((folder / checkout).rglob("*.md")):
            for latex in _formulas(path.read_text(encoding="utf-8", errors="replace")):
                different[latex] = None
        if different:
            found[name] = list(different)
    return found


def _formulas(page: str) -> Iterator[str]:
    page = _CODE.sub(" ", _FENCE.sub("\n", page))
    for match in _FORMULA.finditer(page):
        within = match["round"] or match["square"]
        latex = match["wide"] or match["thin"] or re.sub(r"\\([_*])", r"\1", within or "")
        latex = displayed(halved(latex.strip()))
        if latex and "\n\n" not in latex:
            yield latex
