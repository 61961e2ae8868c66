"""Storyboards that are as large as they may be: how long, and with how much memory, each is read.

    .venv/bin/python benchmarks/storyboard_limits.py            # all shapes
    .venv/bin/python benchmarks/storyboard_limits.py formulas   # those whose name holds a word

Every limit of `storyboard/limits.py` is reached by at least one shape, and a million signs by most.
A shape may be read or refused: both have to come within 10 s of one processor and 1 GB. Each is
read in a process of its own, which the system ends beyond four times that. It prints processor
seconds, the largest resident memory, and what came out; exit code 1 where one took more.
"""

# ruff: noqa: E501 - one shape in a row is easier to read, and to add to

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator

from flaming_horse.storyboard import limits

MOST_SECONDS = 10.0
MOST_BYTES = 1_000_000_000
TOP = "# T\n\n## S\n\n"
SAID = "\n\nIt is said.\n\n"
MILLION = 990_000
PARAGRAPH = 9_990


def paragraphs(unit: str, *, length: int = PARAGRAPH) -> str:
    """A million signs in paragraphs of one unit repeated, or as many as may hold its marks."""
    one = unit * (length // len(unit))
    marks = sum(one.count(mark) for mark in limits.MARKS)
    count = min(MILLION // (len(one) + 2), limits.MOST_MARKS // max(1, marks))
    return TOP + "\n\n".join([one] * count) + "\n"


def bracketed(unit: str, count: int = 495) -> str:
    """Paragraphs with as many opening brackets as they may have, in front of much else."""
    return paragraphs(unit * count + "a " * ((PARAGRAPH - count * len(unit)) // 2))


def fences(kind: str, body: str, count: int = 9) -> str:
    return TOP + f"```{kind}\n{body}\n```{SAID}" * count


def filled(unit: str, length: int = 98_000) -> str:
    return unit * (length // len(unit))


def numbered(pattern: str, count: int) -> str:
    return "".join(pattern.replace("%", str(number)) for number in range(count))


PARAGRAPHS = {
    "words": "some words ", "entities": "&amp;", "entities cut": "&amp", "emphasis": "*a* ",
    "emphasis open": "*a ", "emphasis closing": "a* ", "strong in strong": "**a", "underscores": "_a ",
    "stars and underscores": "*_a ", "backticks": "`a` ", "backticks growing": "` `` ``` ```` ",
    "less than": "<", "tags": "<b>", "tags cut": "<a href='", "comments": "<!--", "escapes": "\\*",
    "backslashes": "\\", "quotes": "\"'", "tildes": "~~a ", "carets": "^a ", "braces": "{", "pipes": "|",
    "attributes": "} {#a ", "parens": "](", "closing brackets": "]", "dollars": "$ ", "prices": "$5 ",
    "addresses": "https://a.b/c ", "mail": "<a@b.c> ", "colons": "a:// ", "dots": "... ", "capitals": "ABC ",
    "digits": "7", "numbers": "1,234,567.89 ", "dashes": "--", "breaks": "a  \n", "tabs": "a\t",
    "signs of scripts": "می‌\u200f", "emoji": "👩\u200d🔬", "accents": "e\u0301", "fractions": "½⅞ ",
}  # fmt: skip
FENCES = {
    "code": ("code", filled("x = 1\n")), "code of one line": ("code", filled("x", 19_900)),
    "code of brackets": ("code", filled("([{<\n")), "yaml in yaml": ("plot", filled("[" * 19 + "]" * 19 + ",")),
    "plot of points": ("plot", "x: [0, 1]\ny: [0, 1]\npoints:\n  p: {at: [" + filled("[0.1, 0.2], ") + "]}"),
    "plot of curves": ("plot", "x: [0, 1]\ny: [0, 1]\ncurves:\n" + numbered("  a%: {formula: 'sin(x) + x^2'}\n", 2_400)),
    "plot of one formula": ("plot", "x: [0, 1]\ny: [0, 1]\ncurves:\n  a: " + filled("sin(x) + ", 19_000) + "x"),
    "formula in formula": ("plot", "x: [0, 1]\ny: [0, 1]\ncurves:\n  a: " + "(" * 9_000 + "x" + ")" * 9_000),
    "matrix": ("matrix", "rows:\n" + filled("  - [1, 2, 3, 4, 5, 6, 7, 8]\n")),
    "matrix of letters": ("matrix", "rows: [[" + filled("a, ", 19_000) + "a]]"),
    "keys": ("compare", numbered("k%: v\n", 9_000)), "quoted": ("compare", 'left: "' + filled("\\u0041", 19_000) + '"'),
    "anchors": ("compare", "a: &a [1]\nb: [" + filled("*a, ", 19_000) + "]"),
    "flow": ("flow", numbered("a% -> b%: c\n", 200)), "flow in a circle": ("flow", filled("a -> b\nb -> a\n", 2_700)),
    "derivation": ("derivation", filled("- a = b\n", 800)), "no such kind": ("plott", filled("x: [0, 1]\n")),
}  # fmt: skip


def formulas(unit: str, end: str = "", *, length: int = 1_990) -> str:
    """Formulas of that length, each another one, nearly as many signs as all may have."""
    body = unit * ((length - len(end)) // len(unit)) + end
    one = "".join(
        f"```equation\n{body} {number}\n```{SAID}"
        for number in range(limits.LONGEST_FORMULAS * 98 // 100 // length)
    )
    return TOP + one


def small_formulas(count: int = limits.MOST_FORMULAS) -> str:
    """As many different formulas as there may be, forty in a paragraph."""
    rows = range(count // 40)
    said = ("".join(f"So $a_{{{row * 40 + i}}}$ is. " for i in range(40)) for row in rows)
    return TOP + "\n\n".join(said) + "\n"


def opened(unit: str, end: str, depth: int = 38) -> str:
    return unit * depth + "x" + end * depth


def full_plots(count: int, points: int) -> str:
    """Plots with as many curves as they may have, of as long formulas, and as many groups."""
    curves = numbered("  c%: {formula: 'sin(% * x) + " + "x^2 + " * 70 + "1'}\n", 50)
    groups = numbered("  p%: {at: [" + "[0,1]," * points + "[1,1]]}\n", 50)
    return fences("plot", f"x: [0, 1]\ny: [0, 1]\ncurves:\n{curves}points:\n{groups}", count)


def all_at_once() -> str:
    """Every limit that is spread over a script, nearly reached in one that is accepted."""
    pictures = ("![" * 495 + "a " * 4_490 + "\n\n") * 36
    return formulas(opened(r"\boxed{", "}"), length=320) + pictures + full_plots(13, 3)[len(TOP) :]


SHAPES: dict[str, Callable[[], str]] = {
    **{f"paragraphs: {name}": lambda unit=unit: paragraphs(unit) for name, unit in PARAGRAPHS.items()},
    **{f"fences: {name}": lambda fence=fence: fences(*fence) for name, fence in FENCES.items()},
    "full: plots of curves": lambda: full_plots(32, 6), "full: plots of points": lambda: full_plots(2, 150),
    "full: all at once": all_at_once,
    "full: matrices": lambda: fences("matrix", "rows:\n" + ("  - [" + "1, " * 11 + "2]\n") * 12, 280),
    "full: matrices of letters": lambda: fences("matrix", "rows:\n" + ("  - [" + "x_1, " * 11 + "y]\n") * 12, 280),
    "full: flows": lambda: fences("flow", numbered("a% -> b%: c%\n", 200).rstrip(), 96),
    "full: flows of one node": lambda: fences("flow", filled("a -> b\nb -> a\n", 1_400).rstrip(), 96),
    "full: derivations": lambda: fences("derivation", "- a = b\n" * 98 + "- c", 180),
    "full: code": lambda: fences("code", "x = [1, (2, 3)]  # a comment\n" * 1_990, 9),
    "full: code of long lines": lambda: fences("code", ("x = 1; " * 200 + "\n") * 69, 9),
    "full: tables": lambda: TOP + ("| a | b |\n|---|---|\n" + "| c | d |\n" * 498 + SAID) * 38,
    "paragraphs: longest words": lambda: paragraphs("a", length=PARAGRAPH),
    "brackets: open": lambda: bracketed("["), "brackets: pictures": lambda: bracketed("!["),
    "brackets: links": lambda: bracketed("[a](b) "), "brackets: cues": lambda: bracketed("[a]{show=b} "),
    "brackets: nested": lambda: paragraphs("[" * 499 + "a" + "]" * 499 + " a" * 4_400),
    "brackets: references": lambda: bracketed("[a][b] ") + numbered("[b%]: http://c.d\n", 500),
    "brackets: attributes open": lambda: bracketed("[a]{b='"),
    "lines: twenty thousand": lambda: TOP + "a.\n\n" * 4_990 + "<!--\n" + "b\n" * 9_990 + "-->\n\nSaid.\n",
    "lines: longest": lambda: TOP + ("<!-- " + "-" * 19_980 + " -->\n\nSaid.\n\n") * 48,
    "lines: references": lambda: TOP + numbered("[r%]: http://a.b 'c'\n", 19_900) + SAID,
    "lines: references cut": lambda: TOP + numbered("[r%]:\n", 1_900) + SAID,
    "lines: hard breaks": lambda: TOP + ("a\\\n" * 3_000 + "\n") * 6,
    "scenes: five hundred": lambda: "# T\n\n" + numbered("## Scene %\n\n" + "Words are said here.\n\n" * 9, 500),
    "scenes: of one name": lambda: "# T\n\n" + f"## {'same ' * 30}\n\nIt is said.\n\n" * 500,
    "blocks: paragraphs": lambda: TOP + "It is said, and said again.\n\n" * 4_990,
    "blocks: headings": lambda: TOP + "### A\n\nSaid.\n\n" * 2_490,
    "blocks: quotes": lambda: TOP + "> A.\n\nSaid.\n\n" * 2_490,
    "blocks: quotes in quotes": lambda: TOP + ("> " * 200 + "a\n\n") * 2_000,
    "blocks: lists": lambda: TOP + "- a\n- b\n\nSaid.\n\n" * 2_490,
    "blocks: lists in lists": lambda: TOP + "".join("  " * depth + "- a\n" for depth in range(700)) + SAID,
    "blocks: items": lambda: TOP + ("- " + "a " * 30 + "\n") * 450 + SAID,
    "blocks: tables": lambda: TOP + ("| a | b |\n|---|---|\n" + "| c | d |\n" * 20 + SAID) * 700,
    "blocks: wide tables": lambda: TOP + ("|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n|" + "a|" * 3_000 + SAID) * 40,
    "blocks: pictures": lambda: TOP + "![A](a.svg)\n\nSaid.\n\n" * 2_490,
    "blocks: raw": lambda: TOP + "<div>\n\n" * 4_900,
    "blocks: ids": lambda: TOP + numbered("{#" + "a" * 54 + "%}\n> A.\n\n[B]{highlight=" + "a" * 54 + "%}.\n\n", 2_400),
    "blocks: one id": lambda: TOP + "{#a}\n> A.\n\n[B]{highlight=a}.\n\n" * 2_400,
    "mistakes: many": lambda: TOP + numbered("[a]{shwo=x%}\n\n", 4_900),
    "mistakes: targets": lambda: TOP + numbered("{#a%}\n> A.\n\n[b]{show=b%}\n\n", 2_400),
    "mistakes: keys": lambda: "---\n" + numbered("k%: v\n", 9_000) + "---\n" + TOP + "Said.\n",
    "front matter: pronunciations": lambda: "---\npronounce:\n" + numbered("  word%: said%\n", 4_900) + "---\n" + TOP + "word1 " * 1_600 + "\n",
    "front matter: deep": lambda: "---\ntitle: " + "[" * 19 + "]" * 19 + "\n---\n" + TOP + "Said.\n",
    "numbers: of 300 digits": lambda: paragraphs("7" * 299 + " "),
    "formulas: sum": lambda: formulas("a+"), "formulas: small ones": small_formulas,
    "formulas: bars": lambda: formulas("|"), "formulas: bars of letters": lambda: formulas("|a"),
    "formulas: fractions": lambda: formulas(opened(r"\frac{1}{", "}") + "+"),
    "formulas: roots": lambda: formulas(opened(r"\sqrt[2]{", "}") + "+"),
    "formulas: brackets": lambda: formulas(opened(r"\left(", r"\right)") + "+"),
    "formulas: scripts": lambda: formulas(opened("x^{", "}") + "+"),
    "formulas: words": lambda: formulas(r"\text{a $b$ c}"), "formulas: colours": lambda: formulas(r"\textcolor{red}{x}"),
    "formulas: pieces": lambda: formulas("+".join(rf"\piece{{p{i}}}{{x}}" for i in range(100)), length=1_700),
    "formulas: boxes alone": lambda: formulas(opened(r"\boxed{", "}"), length=320),
    "formulas: boxes": lambda: formulas(opened(r"\boxed{", "}") + "+"),
    "formulas: doubled": lambda: formulas((opened(r"\expval{", "}", 3) + "+") * 4, length=120),
    "formulas: braces": lambda: formulas(opened(r"\underbrace{", "}_a", 3) + "+"),
    "formulas: rows": lambda: formulas(r"\begin{aligned}" + r"a&=b\\" * 270 + r"\end{aligned}"),
    "formulas: matrices": lambda: formulas(r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"),
    "formulas: cases": lambda: formulas(opened(r"\begin{cases}a&b\\", r"\end{cases}", 19)),
    "formulas: accents": lambda: formulas(r"\hat{x}\vec{y}"), "formulas: sums": lambda: formulas(r"\sum_{i=1}^{n}"),
    "formulas: mistakes": lambda: formulas(r"\nosuch "), "formulas: unclosed": lambda: formulas("{x"),
}  # fmt: skip


def read(name: str) -> None:
    """Read one shape in this process, within limits, and print what it took."""
    from flaming_horse.errors import FlamingHorseError
    from flaming_horse.storyboard.reader import parse

    text = SHAPES[name]()
    resource.setrlimit(resource.RLIMIT_DATA, (4 * MOST_BYTES, 4 * MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(4 * MOST_SECONDS), int(4 * MOST_SECONDS)))
    began = _seconds()
    try:
        storyboard = parse(text, "storyboard.md")
        result = f"read: {len(storyboard.scenes)} scenes"
    except FlamingHorseError as error:
        findings = getattr(error, "findings", ())
        result = f"refused: {len(findings)}: {str(findings[0] if findings else error).splitlines()[0][:70]}"
    taken = {
        "signs": len(text),
        "seconds": _seconds() - began,
        "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "result": result,
    }
    print(json.dumps(taken))


def _seconds() -> float:
    """Processor seconds of this process and of the children that it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def rows(words: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    for name in SHAPES:
        if words and not any(word in name for word in words):
            continue
        command = [sys.executable, __file__, "--one", name]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or [""])[-1][:90]
            yield name, {"result": f"ended with {done.returncode}: {why}"}
        else:
            yield name, json.loads(done.stdout)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        read(sys.argv[2])
        return
    beyond = 0
    print("| shape | signs | s | MB | |\n|---|---|---|---|---|")
    for name, taken in rows(sys.argv[1:]):
        seconds, size = float(str(taken.get("seconds", "inf"))), int(str(taken.get("bytes", 0)))
        wrong = seconds > MOST_SECONDS or size > MOST_BYTES
        beyond += wrong
        mark = "TOO MUCH " if wrong else ""
        shown = f"{seconds:.2f} | {size / 1e6:.0f}"
        print(
            f"| {name} | {taken.get('signs', '')} | {shown} | {mark}{taken['result']} |", flush=True
        )
    sys.exit(int(beyond > 0))


if __name__ == "__main__":
    main()
