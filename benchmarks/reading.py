"""Texts and formulas of public suites, read as a film reads them, beside the words they expect.

    .venv/bin/python benchmarks/reading.py FOLDER [--out FILE.tsv] [--judged FILE.tsv] [--kinds]
        [--only WORD] [--json]

FOLDER holds checkouts under their repositories' names; those that are missing are named. Nothing
of them belongs to this repository:

    NeMo-text-processing  WeTextProcessing  sre-tests  MathCAT
    d2l-en  cs231n.github.io  cs228-notes

Each input goes the way of `voice read`: the runs of the text, then the words of its language, no
dictionary. A reading is the same when the words are those of the suite after both are made plain
(`reading_words`); of a formula they may be so but for small words. It is refused when a user would
see an error, and a crash when that is one of ours. A formula of notes is drawn when a script with
it passes: what is checked is its translation to Typst, set. It is read when it has words and a
caption, none of which is a command's name.

`--kinds` has a row for each kind of input, `--only` those suites whose name has the word. `--out`
writes what is not the same, is refused, crashes or keeps a name, to be judged by hand in its last
column: `equal` (other words, as right), `worse` or `wrong`. `--judged` takes such a file again: a
verdict counts while suite, input and our words are the same. Prints Markdown, with the messages
and names by how often they came, or with `--json` the counts.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import reading_formulas
from reading_names import left_in
from reading_suites import Case, cases
from reading_words import plain, plain_formula, without_small_words

from flaming_horse.film.phrases import as_shown
from flaming_horse.storyboard.latex import check_latex
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.runs import Run, written_runs
from flaming_horse_voice.text import speech_text

CHECKOUTS = (
    "NeMo-text-processing", "WeTextProcessing", "sre-tests", "MathCAT", *reading_formulas.NOTES,
)  # fmt: skip
JUDGED = ("equal", "worse", "wrong")
RIGHT = frozenset(("same", "read", "drawn"))
OUTCOMES = (
    "inputs", "same", "small words", "differs", *JUDGED, "not judged", "read", "drawn",
    "by a command's name", "refused by name", "refused", "crash",
)  # fmt: skip
MOST = 12
"""Messages that are printed of one suite and outcome."""
COLUMNS = ("suite", "kind", "outcome", "written", "expected", "ours", "verdict")
Table = dict[str, dict[str, Counter[str]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one input; `ours` are our words, or the message."""

    suite: str
    kind: str
    outcome: str
    written: str
    expected: str
    ours: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.suite, self.written, self.ours


def main() -> None:
    asked = arguments()
    read, lost = reading_formulas.spoken(asked.folder)
    wanted = [case for case in [*cases(asked.folder), *read] if asked.only in case.suite]
    notes = {n: f for n, f in reading_formulas.notes(asked.folder).items() if asked.only in n}
    found = [compared(case) for case in wanted]
    found += [finding for name, latex in notes.items() for finding in of_notes(name, latex)]
    verdicts = judged(asked.judged) if asked.judged else {}
    if asked.out:
        write(asked.out, found, verdicts)
    counts = counted(found, verdicts)
    about = {"commits": commits(asked.folder), "not translated from MathML": lost}
    if asked.json:
        print(json.dumps({**about, "suites": counts}, indent=1, ensure_ascii=False))
    else:
        print(printed(counts, about, kinds=asked.kinds))
        print(messages(found))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def words_of(text: str, language: str, *, maths: bool) -> tuple[str, str]:
    """How it went (read, refused, crash), and the words or the message."""
    try:
        runs = (Run(text, "math"),) if maths else written_runs(text)
        line = speech_text(runs, {}, language, "auto")
    except VoiceError as error:
        return "refused", error.what
    except Exception as error:  # noqa: BLE001  a crash of ours is what is looked for
        return "crash", f"{type(error).__name__}: {error}"
    return "read", " ".join(word.spoken for word in line.words)


def compared(case: Case) -> Finding:
    """One input of a suite beside the words that are expected."""
    outcome, ours = words_of(case.written, case.language, maths=case.maths)
    if outcome == "read":
        outcome = beside(ours, case)
    expected = " | ".join(case.answers)
    return Finding(case.suite, case.kind, outcome, case.written, expected, ours)


def beside(ours: str, case: Case) -> str:
    """Whether these are the words of one of the answers."""
    if not case.maths:
        expected = {plain(answer, case.language) for answer in case.answers}
        return "same" if plain(ours, case.language) in expected else "differs"
    words = plain_formula(ours)
    answers = [plain_formula(answer) for answer in case.answers]
    if words in answers:
        return "same"
    without = [without_small_words(answer) for answer in answers]
    return "small words" if without_small_words(words) in without else "differs"


def of_notes(name: str, formulas: list[str]) -> list[Finding]:
    """Each formula as it is drawn, spoken and captioned: three findings."""
    found: list[Finding] = []
    for latex in formulas:
        outcome, message = drawn(latex)
        found.append(Finding(f"{name}, drawn", "drawn", outcome, latex, "", message))
        said, words = words_of(latex, "en", maths=True)
        if said == "read" and (names := left_in(latex, words, "spoken")):
            said, words = "by a command's name", f"{' '.join(names)}: {words}"
        found.append(Finding(f"{name}, spoken", "spoken", said, latex, "", words))
        shown = as_shown([Run(latex, "math")])
        names = left_in(latex, shown, "captioned")
        outcome = "by a command's name" if names else "read"
        shown = f"{' '.join(names)}: {shown}" if names else shown
        found.append(Finding(f"{name}, captioned", "captioned", outcome, latex, "", shown))
    return found


def drawn(latex: str) -> tuple[str, str]:
    """Whether a script with it passes; a refusal is by name when it quotes what it is about."""
    try:
        problem = check_latex(latex)
    except Exception as error:  # noqa: BLE001  as above
        return "crash", f"{type(error).__name__}: {error}"
    if problem is None:
        return "drawn", ""
    return ("refused by name" if "`" in problem.what else "refused"), problem.what


def counted(found: list[Finding], verdicts: dict[tuple[str, str, str], str]) -> Table:
    """Suite, kind, and how many came out how; judged ones also by their verdict."""
    table: Table = {}
    for finding in found:
        for kind in ("", finding.kind):
            row = table.setdefault(finding.suite, {}).setdefault(kind, Counter())
            row["inputs"] += 1
            row[finding.outcome] += 1
            if finding.outcome in {"small words", "differs"}:
                row[verdicts.get(finding.key) or "not judged"] += 1
    return table


def judged(file: Path) -> dict[tuple[str, str, str], str]:
    """The verdicts of a file that `--out` wrote and a person filled in."""
    with file.open(encoding="utf-8", newline="") as rows:
        read = csv.DictReader(rows, delimiter="\t")
        known = [row for row in read if row["verdict"] in JUDGED]
    return {(row["suite"], row["written"], row["ours"]): row["verdict"] for row in known}


def write(file: Path, found: list[Finding], verdicts: dict[tuple[str, str, str], str]) -> None:
    """What is to be looked at, a row each."""
    with file.open("w", encoding="utf-8", newline="") as rows:
        out = csv.writer(rows, delimiter="\t", lineterminator="\n")
        out.writerow(COLUMNS)
        for one in found:
            if one.outcome not in RIGHT:
                fields = (one.suite, one.kind, one.outcome, one.written, one.expected, one.ours)
                out.writerow((*fields, verdicts.get(one.key, "")))


def commits(folder: Path) -> dict[str, str]:
    """The commit of each checkout; "missing" where there is none, "?" where git knows none."""
    found: dict[str, str] = {}
    for name in CHECKOUTS:
        asked = ["git", "-C", str(folder / name), "rev-parse", "--short", "HEAD"]
        there = (folder / name).is_dir()
        done = subprocess.run(asked, capture_output=True, text=True, check=False) if there else None
        found[name] = (done.stdout.strip() or "?") if done else "missing"
    return found


def printed(counts: Table, about: Mapping[str, Mapping[str, object]], *, kinds: bool) -> str:
    """The tables as Markdown: the suites with expected words, then the formulas of notes."""
    lines = [f"{what}: {json.dumps(value)}" for what, value in about.items() if value]
    with_words = {s: rows for s, rows in counts.items() if rows[""]["same"] or rows[""]["differs"]}
    others = {suite: rows for suite, rows in counts.items() if suite not in with_words}
    for group in (with_words, others):
        rows = [
            (f"{suite}, {kind}" if kind else f"**{suite}**", row)
            for suite, of in group.items()
            for kind, row in of.items()
            if not kind or (kinds and group is with_words)
        ]
        columns = [name for name in OUTCOMES if any(row[name] for _, row in rows)]
        if columns:
            lines += [
                "",
                "| suite | " + " | ".join(columns) + " |",
                "|---" * len(columns) + "|---|",
            ]
            lines += [f"| {n} | " + " | ".join(str(r[c]) for c in columns) + " |" for n, r in rows]
    return "\n".join(lines)


def messages(found: list[Finding]) -> str:
    """What was said of the inputs that were not read, and the names that were left."""
    said: dict[tuple[str, str], Counter[str]] = {}
    for one in found:
        if one.outcome not in {*RIGHT, "small words", "differs"}:
            named = one.outcome == "by a command's name"
            message = one.ours.partition(":")[0] if named else one.ours
            said.setdefault((one.suite, one.outcome), Counter())[message] += 1
    lines: list[str] = []
    for (suite, outcome), counts in said.items():
        lines += ["", f"{suite}, {outcome}:"]
        lines += [f"- {count} x {message}" for message, count in counts.most_common(MOST)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
