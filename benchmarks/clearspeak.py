"""Compare our readings of formulas with ClearSpeak's, the rules of speech-rule-engine.

    python benchmarks/clearspeak.py FOLDER [--all] [LIST]

FOLDER holds the npm packages `speech-rule-engine` and `temml` (LaTeX to MathML) in its
`node_modules`; `node` must be found. LIST is `tests/data/formulas.tsv` if not given. Prints one
JSON object with the counts; with `--all`, every reading that differs before it, as a table.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.maths import spoken_formula
from flaming_horse_voice.text.numbers import number

LIST = Path(__file__).parents[1] / "tests" / "data" / "formulas.tsv"
PROGRAM = """
import fs from 'node:fs';
import temml from 'temml';
import engine from 'speech-rule-engine';
await engine.setupEngine({locale: 'en', domain: 'clearspeak', modality: 'speech'});
await engine.engineReady();
const spoken = JSON.parse(fs.readFileSync(0, 'utf8')).map(latex => {
  try { return engine.toSpeech(temml.renderToString(latex, {xml: true, throwOnError: true})); }
  catch (error) { return ''; }
});
process.stdout.write(JSON.stringify(spoken));
"""
SMALL_WORDS = frozenset(
    ("the", "a", "an", "of", "is", "are", "to", "and", "with", "times", "which", "power", "raised")
)
KINDS = {
    "brackets: open paren … close paren": r"\b(open|close) (paren|bracket|brace)|angle bracket",
    "fractions: the fraction with numerator …": r"fraction with numerator",
    "powers: to the n-th power, raised to …": r"raised to|\bpower\b|exponent",
    "indexes: sub": r"\bsub\b",
    "numbers below zero: negative": r"\bnegative\b",
    "fourths for quarters": r"\bfourths?\b",
    "arrows by their looks: right arrow": r"arrow",
    "derivatives and del: nabla, partial differential": r"nabla|differential|\bd( \w)* over d\b",
    "limits: lim over": r"\blim\b",
    "functions: l n, determinant A, the sine of": r"\bl n\b|\bthe (co)?sine of|^determinant|^trace",
    "signs by one meaning: divides, tilde, colon, member": r"divides|tilde|vertical|colon|member"
    r"|identical|percent sign|pointing|bar|intersection|metric|almost|divided by",
    "commas are said": r"\bcomma\b",
    "dots: dot dot dot": r"dot dot dot",
    "matrices: the 2 by 2 matrix, Row 1": r"\b\d by \d\b",
    "cases and lines: 2 cases, Case 1": r"\b(Case|Line) \d",
    "units and text by letters": r"\bm/s|k g|\bkg\b",
}
"""How ClearSpeak says what we say otherwise; one reading may be of several kinds."""


def main(arguments: list[str]) -> None:
    named = [argument for argument in arguments if not argument.startswith("--")]
    if not named:
        raise SystemExit(__doc__)
    rows = Path(named[1] if named[1:] else LIST).read_text(encoding="utf-8").splitlines()[1:]
    formulas = [row.split("\t")[:2] for row in rows]
    theirs = clearspeak(Path(named[0]), [latex for _, latex in formulas])
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (_, latex), their in zip(formulas, theirs, strict=True):
        ours = spoken_formula(latex)
        verdict = compared(ours, their)
        counts[verdict] += 1
        if verdict == "other":
            found = [kind for kind, pattern in KINDS.items() if re.search(pattern, their)]
            kinds.update(found or ["another"])
        if "--all" in arguments and verdict != "same words":
            print(f"{verdict}\t{latex}\t{ours}\t{their}")
    print(
        json.dumps(
            {"formulas": len(formulas), **counts, "kinds": dict(kinds.most_common())},
            indent=1,
            ensure_ascii=False,
        )
    )


def clearspeak(folder: Path, formulas: list[str]) -> list[str]:
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM],
        cwd=folder,
        input=json.dumps(formulas),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def compared(ours: str, theirs: str) -> str:
    if not theirs:
        return "not read by ClearSpeak"
    one, other = plain(ours), plain(theirs)
    if one == other:
        return "same words"
    if [w for w in one if w not in SMALL_WORDS] == [w for w in other if w not in SMALL_WORDS]:
        return "same but for small words"
    return "other"


def plain(said: str) -> list[str]:
    """Words without marks, letters and numbers as we spell them."""
    said = re.sub(r"\bcap ", "", said)
    said = re.sub(r"(?<=is )a(?= )", "an", said)
    said = re.sub(r"\d+(?:\.\d+)?", lambda match: number(match[0]), said)
    said = re.sub(r"(?<![\w'-])[a-zA-Z](?![\w'-])", lambda m: LETTERS[m[0].lower()], said)
    return re.sub(r"[^\w' ]+", " ", said.lower()).split()


if __name__ == "__main__":
    main(sys.argv[1:])
