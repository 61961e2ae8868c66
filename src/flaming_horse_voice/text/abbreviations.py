"""Short forms, symbols and months, and the words they stand for."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant
# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

MONTHS = (
    "January February March April May June July August September October November December"
).split()
ABBREVIATIONS = {
    "e.g.": "for example,",
    "i.e.": "that is,",
    "etc.": "and so on.",
    "vs.": "versus",
    "vs": "versus",
    "cf.": "compare",
    "approx.": "approximately",
    "Dr.": "Doctor",
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Prof.": "Professor",
    "St.": "Saint",
    "Fig.": "Figure",
    "Figs.": "Figures",
    "Eq.": "Equation",
    "Eqs.": "Equations",
    "Sec.": "Section",
    "Ch.": "Chapter",
    "No.": "Number",
    "resp.": "respectively",
    "et al.": "and others",
    "w.r.t.": "with respect to",
    "a.m.": "ay em",
    "p.m.": "pee em",
    "U.S.": "you ess",
    "Ph.D.": "pee aitch dee",
}
SYMBOLS = {
    "&": "and",
    "@": "at",
    "+": "plus",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is less than or equal to",
    "≥": "is greater than or equal to",
    "≠": "is not equal to",
    "≈": "is approximately",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "·": "times",
    "→": "to",
    "⇒": "implies",
    "←": "from",
    "∞": "infinity",
    "√": "the square root of",
    "∑": "the sum of",
    "∈": "in",
    "%": "percent",
    "°": "degrees",
    "#": "number",
    "²": "squared",
    "³": "cubed",
    "½": "one half",
    "¼": "one quarter",
    "¾": "three quarters",
    "\u2212": "minus",
    "§": "section",
    "$": "dollar",
    "€": "euro",
    "£": "pound",
}
