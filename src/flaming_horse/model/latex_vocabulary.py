r"""Which LaTeX a formula may hold: a formula is data, and what is not listed here is refused.

A formula is translated to Typst, which is a programming language. So nothing reaches the
translator but the commands below, the signs of a formula and their arguments; what an argument
says in words (`\text`, `\operatorname`, lengths, colours) is read by us and never handed on.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import chain

from flaming_horse.model.latex_symbols import SYMBOLS

ONE_ARGUMENT = frozenset(
    "acute bar boldsymbol bm bold bra breve cancel check ddot dot dddot ddddot eval evaluated "
    "expval ev grave hat ket mathbb mathbf mathbin mathcal mathclose mathfrak mathit mathopen "
    "mathord mathpunct mathrel mathring mathrm mathscr mathsf mathtt norm abs order overbrace "
    "overbracket overleftarrow overleftrightarrow overline overrightarrow pmb pmod pod set sqrt "
    "substack tilde underbar underbrace underbracket va vb vec vu widecheck widehat widetilde "
    "xLeftarrow xLeftrightarrow xRightarrow xhookleftarrow xhookrightarrow xleftarrow "
    "xleftharpoondown xleftharpoonup xleftrightarrow xleftrightharpoons xlongequal xmapsto "
    "xrightarrow xrightharpoondown xrightharpoonup xrightleftharpoons xtofrom "
    "xtwoheadleftarrow xtwoheadrightarrow overgroup undergroup overleftharpoon "
    "overrightharpoon not ang mathinner mel".split()
)
TWO_ARGUMENTS = frozenset(
    "acomm binom braket cfrac comm dfrac dyad dv frac ip ketbra op overset pb pv "
    "stackrel tfrac underset".split()
)
DOUBLING = frozenset("braket dyad ev expval ip ketbra mel op".split())
"""Commands of the package physics that set an argument twice."""
COSTLY = DOUBLING | frozenset("overbrace underbrace overbracket underbracket".split())
"""Commands that take much longer with each of them that they stand in."""
BARE = frozenset(
    "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm "
    "left right middle begin end limits nolimits displaystyle textstyle scriptstyle "
    "scriptscriptstyle mid cal frak rm bf it sf tt piece qand qin qall qas qassume qelse qeven "
    "qfor qgiven qif qinteger qlet qodd qor qotherwise qsince qthen qunless qusing hfil hfill "
    "allowbreak nobreak break newline normalsize large Large small footnotesize tiny".split()
)
"""Commands that take no braced argument, or that are checked on their own."""
SIGNS = frozenset("{}|,;:!>#$%&_ -/*.<\\()[]\n")
"""What may stand right behind a backslash."""
TEXTS = {
    **dict.fromkeys("text textrm textnormal textup textmd textsf textsc mbox hbox".split(), ""),
    "textbf": "weight: 700, ",
    "textit": 'style: "italic", ',
    "emph": 'style: "italic", ',
    "texttt": "font: fhmono, ",
}
"""Commands whose argument is words, and how Typst's `text` is set for them."""
SPACES = frozenset("hspace hspace* vspace vspace* mspace".split())
OWN = (
    frozenset(TEXTS)
    | SPACES
    | frozenset(
        "piece textcolor colorbox fcolorbox operatorname operatorname* mathop tag tag* label "
        "nonumber notag underline boxed fbox phantom hphantom vphantom qq num si unit SI "
        "qty".split()
    )
)
"""Commands that we set ourselves, because the translator would copy their arguments."""
ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases dcases rcases aligned split "
    "array".split()
)
SAME_ENVIRONMENT = {
    **dict.fromkeys("align align* flalign flalign* eqnarray eqnarray*".split(), "aligned"),
    **dict.fromkeys("gather gather* gathered multline multline*".split(), "aligned"),
    **dict.fromkeys("equation equation* displaymath math".split(), "aligned"),
}
"""Environments of a page of text, and what they are inside of one formula."""
DELIMITERS = frozenset(
    r"( ) [ ] . | / < > \{ \} \| \vert \Vert \lvert \rvert \lVert \rVert \langle \rangle \lfloor "
    r"\rfloor \lceil \rceil \lbrace \rbrace \lbrack \rbrack \backslash \lgroup \rgroup "
    r"\lmoustache \rmoustache \ulcorner \urcorner \llcorner \lrcorner \uparrow \downarrow "
    r"\updownarrow \Uparrow \Downarrow \Updownarrow \llbracket \rrbracket \lAngle \rAngle".split()
)
SAME_COMMAND = {"dbinom": r"\binom", "tbinom": r"\binom", "lnot": r"\neg", "hslash": r"\hbar",
                "impliedby": r"\Longleftarrow", "nsubseteq": r"\not\subseteq",
                "nsupseteq": r"\not\supseteq", "Box": r"\square",
                "Diamond": r"\diamond"}  # fmt: skip
"""Commands that the translator does not know, and what they are to it."""
COMMANDS = frozenset(SAME_COMMAND) | SYMBOLS | ONE_ARGUMENT | TWO_ARGUMENTS | BARE | OWN

_DEFINING = frozenset(
    "def edef gdef xdef let futurelet newcommand renewcommand providecommand csname endcsname "
    "DeclareMathOperator DeclareRobustCommand newenvironment expandafter if ifx iftrue iffalse "
    "else fi loop repeat catcode the".split()
)
_READING = frozenset(
    "input include includegraphics write openin openout read write18 immediate special usepackage "
    "RequirePackage documentclass verb lstinline href url import".split()
)


def is_known(command: str) -> bool:
    """Whether a formula may hold this command, written without its backslash."""
    return command in COMMANDS or command in SIGNS


def why_not(command: str) -> str:
    """What is wrong with a command that is not known."""
    if command in _DEFINING:
        return f"`\\{command}` defines or tests, and a formula here cannot: write it out"
    if command in _READING:
        return f"`\\{command}` reaches outside of the formula, and a formula is only shown here"
    return f"`\\{command}` is no command of formulas that is known here"


def nearest(command: str) -> str:
    """What to do about a command that is not known, with the nearest one that is."""
    if command == "color":
        return r"Write \textcolor{red}{…} around what is to be red."
    if command in _DEFINING | _READING:
        return "Only what is seen stands in a formula."
    known = sorted(c for c in COMMANDS if c.isalpha())
    close = get_close_matches(command, known, n=1, cutoff=0.75)
    words = r"Words in a formula: \text{…}."
    return f"The nearest is `\\{close[0]}`. {words}" if close else words


def nearest_environment(name: str) -> str:
    """What to write for an environment that is not known."""
    known = sorted(chain(ENVIRONMENTS, SAME_ENVIRONMENT))
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return (
        f"The nearest is `{close[0]}`." if close else f"Known: {', '.join(sorted(ENVIRONMENTS))}."
    )


_LENGTH = re.compile(
    r"\s*(-?)\s*(\d{0,4}(?:\.\d{0,6})?)\s*(em|ex|mu|pt|pc|bp|mm|cm|in|sp|dd|px)\s*"
)
_EMS = {"em": 1.0, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "bp": 0.1004, "px": 0.1, "pc": 1.2,
        "mm": 0.2845, "cm": 2.845, "in": 7.227, "sp": 0.1 / 65536, "dd": 0.107}  # fmt: skip
"""Ems of one unit, in LaTeX's own 10 point type (The TeXbook, chapter 10)."""
LONGEST_SPACE = 20.0
"""Ems; a frame is some 30 wide."""


def length(text: str) -> float | None:
    """A length in ems; None when it is none, or beyond what fits a frame."""
    match = _LENGTH.fullmatch(text)
    if match is None or not any(map(str.isdigit, match[2])):
        return None
    ems = float(match[2]) * _EMS[match[3]]
    return (-ems if match[1] else ems) if ems <= LONGEST_SPACE else None


_COLOURS = {
    "black": 0x000000, "gray": 0xAAAAAA, "grey": 0xAAAAAA, "silver": 0xDDDDDD, "white": 0xFFFFFF,
    "navy": 0x001F3F, "blue": 0x0074D9, "aqua": 0x7FDBFF, "teal": 0x39CCCC, "eastern": 0x239DAD,
    "purple": 0xB10DC9, "fuchsia": 0xF012BE, "maroon": 0x85144B, "red": 0xFF4136,
    "orange": 0xFF851B, "yellow": 0xFFDC00, "olive": 0x3D9970, "green": 0x2ECC40,
    "lime": 0x01FF70, "cyan": 0x00AEEF, "magenta": 0xF012BE, "brown": 0xA0522D, "pink": 0xFFAFC8,
    "violet": 0x800080, "darkgray": 0x555555, "lightgray": 0xCCCCCC,
}  # fmt: skip
"""The names of xcolor, in the tones of Typst's own palette where it has them."""
COLOUR_NAMES = tuple(sorted(_COLOURS))


def colour(text: str) -> str | None:
    """`#rrggbb` of a name, a hex number, or a mix as `red!50` and `red!50!blue`; or None."""
    first, *mixed = (part.strip() for part in text.split("!"))
    rgb = _one_colour(first)
    for i in range(0, len(mixed), 2):
        share = mixed[i]
        other = _one_colour(mixed[i + 1]) if i + 1 < len(mixed) else 0xFFFFFF
        if rgb is None or other is None or not re.fullmatch(r"\d{1,3}", share) or int(share) > 100:
            return None
        rgb = sum(
            round(((rgb >> s & 255) * int(share) + (other >> s & 255) * (100 - int(share))) / 100)
            << s
            for s in (0, 8, 16)
        )
    if rgb is None or len(mixed) > 6:
        return None
    # The darkest blues mark pieces: one more step of green is seen by nobody.
    return f"#{rgb | 0x100 if 0 < rgb < 0x100 else rgb:06x}"


ON_BOXES = ("#101112", "#fefdfc")
"""Inks of the words on a coloured box, dark and light; nobody chooses just these."""


def readable_on(ink: str) -> str:
    """Which of ON_BOXES is read better on `#rrggbb` (luma of ITU-R BT.601)."""
    red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    dark, light = ON_BOXES
    return dark if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else light


def _one_colour(text: str) -> int | None:
    if text in _COLOURS:
        return _COLOURS[text]
    match = re.fullmatch(r"\\?#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", text)
    if match is None:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(2 * d for d in match[1])
    return int(digits, 16)
