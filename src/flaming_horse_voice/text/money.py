"""Money: `$2.5M`, `€3.50`, `5 USD`, `$5/month`."""

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.quantities import NUMBER
from flaming_horse_voice.text.rules import Rule, one_of, rule

_SIGNS = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₽": ("ruble", "rubles", "kopeck", "kopecks"),
}
_CODES = {
    "USD": ("you ess dollar", "you ess dollars"),
    "EUR": ("euro", "euros"),
    "GBP": ("pound", "pounds"),
    "CHF": ("Swiss franc", "Swiss francs"),
    "JPY": ("yen", "yen"),
    "CAD": ("Canadian dollar", "Canadian dollars"),
    "AUD": ("Australian dollar", "Australian dollars"),
    "¢": ("cent", "cents"),
    **{sign: names[:2] for sign, names in _SIGNS.items()},
}
_WHOSE = {"US": "you ess", "C": "Canadian", "A": "Australian", "NZ": "New Zealand"}
_SCALES = {
    "k": "thousand", "K": "thousand", "M": "million", "m": "million", "mn": "million",
    "B": "billion", "b": "billion", "bn": "billion", "T": "trillion", "tn": "trillion",
}  # fmt: skip
_SIGN = f"[{''.join(_SIGNS)}]"
_SCALE = rf"(?:(?P<scale>{one_of(_SCALES)})(?!\w)|\s(?P<word>(?:thou|m|b|tr)(?:sand|illion))(?!\w))"


def _money(match: re.Match[str]) -> str:
    one, many, *_ = _SIGNS[match["sign"]]
    sign = "minus " if match["minus"] else ""
    whose = f"{_WHOSE[match['whose']]} " if match["whose"] else ""
    scale = _SCALES.get(match["scale"] or "", match["word"] or "")
    value, last = match["number"], match["last"]
    per = _per(match["each"]) if match["each"] else ""
    if last:
        amount = f"{numbers.number(value)} to {numbers.number(last)}"
        return f"{sign}{amount} {scale} {whose}{many}{per}"
    if scale:
        return f"{sign}{numbers.number(value)} {scale} {whose}{many}{per}"
    whole, _, part = value.replace(",", "").partition(".")
    if len(part) != 2:
        return f"{sign}{numbers.number(value)} {whose}{one if value == '1' else many}{per}"
    return f"{sign}{_with_cents(whole, part, match['sign'], whose)}{per}"


def _per(each: str) -> str:
    """`$2/kg`: a unit by its name, any other word as it is."""
    known = re.fullmatch(units.UNIT, each)
    return f" per {units.unit(each, one=True) if known else each}"


def _with_cents(whole: str, part: str, sign: str, whose: str) -> str:
    one, many, cent, cents = _SIGNS[sign]
    small = f"{numbers.cardinal(int(part))} {cent if part == '01' else cents}"
    if not int(whole or "0") and int(part):
        return small
    large = f"{numbers.number(whole)} {whose}{one if whole == '1' else many}"
    return f"{large} and {small}" if int(part) else large


def _after(match: re.Match[str]) -> str:
    one, many = _CODES[match["code"]]
    value = match["number"]
    return f"{numbers.number(value)} {one if value == '1' else many}"


MONEY: tuple[Rule, ...] = (
    rule(
        rf"(?P<minus>(?<![\w.)])[-\u2212])?(?:(?<!\w)(?P<whose>{one_of(_WHOSE)}))?(?P<sign>{_SIGN})"
        rf"\s?(?P<number>{NUMBER})(?:\s?[\u2013-]\s?{_SIGN}?(?P<last>{NUMBER}))?"
        rf"{_SCALE}?(?:/(?P<each>[a-z]+))?",
        _money,
    ),
    rule(rf"(?P<number>{NUMBER})\s?(?P<code>{one_of(_CODES)})(?![\w\d])", _after),
)
