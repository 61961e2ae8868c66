"""The public suites of written text and of the words it is read with, as cases.

`cases(FOLDER)` reads those checkouts that stand in FOLDER under their repositories' names:

- `NeMo-text-processing`: `tests/nemo_text_processing/{en,de,es}/data_text_normalization`, a row is
  `written~spoken`, in German `spoken~written`; the files with several answers are blocks of
  `~written` and one answer a row.
- `WeTextProcessing`: `tn/english/test/data` with `written => spoken`, and
  `itn/english/test/data` with `spoken => written`, read backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

NEMO = {"en": "English", "de": "German", "es": "Spanish"}


@dataclass(frozen=True, slots=True)
class Case:
    """One input of a suite; any of the `answers` is right."""

    suite: str
    kind: str
    language: str
    written: str
    answers: tuple[str, ...]
    maths: bool = False


def cases(folder: Path) -> list[Case]:
    """Those of every suite of prose that is there, in the suites' order, each input once."""
    found = [*_nemo(folder / "NeMo-text-processing"), *_wetext(folder / "WeTextProcessing")]
    return [case for case in found if case.written.strip()]


def _nemo(checkout: Path) -> Iterator[Case]:
    for language, name in NEMO.items():
        data = checkout / "tests" / "nemo_text_processing" / language / "data_text_normalization"
        for path in sorted(data.glob("test_cases_*.txt")):
            kind = path.stem.removeprefix("test_cases_").replace("_", " ")
            rows = path.read_text(encoding="utf-8").splitlines()
            pairs = _blocks(rows) if "audio" in kind else _rows(rows, "~")
            if language == "de" and "audio" not in kind:
                pairs = _backwards(pairs)
            for written, answers in pairs:
                yield Case(f"NeMo {name}", kind, language, written, answers)


def _wetext(checkout: Path) -> Iterator[Case]:
    for task, suite in (("tn", "WeText TN"), ("itn", "WeText ITN, backwards")):
        for path in sorted((checkout / task / "english" / "test" / "data").glob("*.txt")):
            pairs = _rows(path.read_text(encoding="utf-8").splitlines(), "=>")
            if task == "itn":
                pairs = _backwards(pairs)
            for written, answers in pairs:
                yield Case(suite, path.stem.removeprefix("en_"), "en", written, answers)


def _rows(rows: Iterable[str], sign: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in rows:
        left, found, right = row.partition(sign)
        if found:
            yield left.strip(), tuple(answer.strip() for answer in right.split(sign))


def _backwards(
    pairs: Iterable[tuple[str, tuple[str, ...]]],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for spoken, written in pairs:
        yield written[0], (spoken,)


def _blocks(rows: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Answers under what is written; one with figures in it is no reading."""
    written, answers = "", list[str]()
    for row in [*rows, "~"]:
        if not row.startswith("~"):
            answers += [] if re.search(r"\d", row) else [row.strip()]
            continue
        if written and answers:
            yield written, tuple(filter(None, answers))
        written, answers = row[1:].strip(), []
