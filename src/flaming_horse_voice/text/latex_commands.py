"""The tokens of LaTeX formulas, and which commands take arguments or have no sound."""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[a-zA-Z]+\*?)\}|\\end\s*\{(?P<end>[a-zA-Z]+\*?)\}"
    r"|(?P<command>\\(?:[a-zA-Z]+\*?|.))|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)|(?P<sign>:=|\S)",
    re.DOTALL,
)
ONE_ARGUMENT = frozenset(
    "vec hat bar dot ddot tilde overline underline widehat widetilde mathbb mathbf mathcal mathit "
    "mathsf mathfrak mathscr boldsymbol bm boxed overbrace underbrace cancel overrightarrow "
    "pmod phantom xrightarrow".split()
)
TWO_ARGUMENTS = frozenset("frac dfrac tfrac cfrac binom dbinom stackrel overset underset".split())
TEXT = frozenset("text textbf textit textrm mathrm operatorname operatorname* mbox".split())
SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle displaystyle textstyle "
    "limits nolimits , ; : ! > quad nonumber notag hline hfill scriptstyle".split()
) | {" ", "\n"}
OPEN = {"(": ")", "[": "]", "\\{": "\\}", "\\langle": "\\rangle", "\\lfloor": "\\rfloor"} | {
    "\\lceil": "\\rceil"
}
SAME = {
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "Vert": "\\|",
    "lVert": "\\|",
    "rVert": "\\|",
    "colon": ":",
    "lbrace": "\\{",
    "rbrace": "\\}",
    "dotsc": "\\dots",
    "dotsb": "\\dots",
}
"""Commands that are another way to write a sign."""
NEGATED = {"=": "\\ne", "\\in": "\\notin", "\\mid": "\\nmid", "|": "\\nmid"} | {
    f"\\{name}": f"\\n{name}" for name in ("subset", "subseteq", "equiv", "sim", "parallel")
}
SETS = frozenset("RNZQC")
BLACKBOARD = {"E": "\\expectation", "P": "\\Pr"}
"""Blackboard letters that are functions."""
UNSEEN = frozenset("tag label hspace vspace mspace color".split())
"""Commands whose braced argument is neither shown nor said."""
