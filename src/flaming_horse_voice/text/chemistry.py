"""Chemical formulas: `H2O`, `Ca(OH)₂`, `SO₄²⁻`. Elements are spelled, counts are numbers.

A formula is a row of element symbols, of which two or more tell it from a word or a name: "He",
"In", "NO" and "OK" are none; "NaCl" and "CO2" are.
"""


# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.rules import Rule, one_of, rule
from flaming_horse_voice.text.scripts import LOWERED, RAISED, lowered

_ELEMENTS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se "
    "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb "
    "Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm"
).split()
_COUNT = rf"(?:\d{{1,3}}|[{LOWERED}]+)"
_ATOM = rf"(?:{one_of(_ELEMENTS)}){_COUNT}?"
_GROUP = rf"\((?:{_ATOM})+\){_COUNT}?"
_CHARGE = rf"[{RAISED}]*[⁺⁻]"
_PART = re.compile(rf"(?P<element>{one_of(_ELEMENTS)})|(?P<count>{_COUNT})|(?P<charge>{_CHARGE})")


def _formula(match: re.Match[str]) -> str | None:
    written = match["formula"]
    parts = list(_PART.finditer(written))
    elements = [part["element"] for part in parts if part["element"]]
    numbered = any(part["count"] for part in parts)
    charged = bool(match["charge"])
    several = len(elements) > 1 and any(len(element) > 1 for element in elements)
    if not (numbered or charged or several):
        return None
    said = [_part(part) for part in _PART.finditer(written + (match["charge"] or ""))]
    if match["times"]:
        said.insert(0, numbers.number(match["times"]))
    return " ".join(said) + ("'s" if match["own"] else "")


def _part(part: re.Match[str]) -> str:
    if part["element"]:
        return spelled(part["element"])
    if part["count"]:
        return numbers.cardinal(int(lowered(part["count"])))
    plain = lowered(part["charge"])
    sign = "plus" if plain.endswith("+") else "minus"
    return f"{numbers.cardinal(int(plain[:-1]))} {sign}" if len(plain) > 1 else sign


CHEMISTRY: tuple[Rule, ...] = (
    rule(
        rf"(?<![\w.])(?P<times>\d{{1,2}}\s?)?(?P<formula>(?:{_ATOM}|{_GROUP})+)"
        rf"(?P<charge>{_CHARGE})?(?![\w{LOWERED}{RAISED}]|\.\w)"
        r"(?P<own>['\u2019]s(?!\w))?",
        _formula,
    ),
)
