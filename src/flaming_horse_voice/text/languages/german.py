"""German: numbers, ordinals, dates, units, money, letters. Formulas are not read yet."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant
# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text.languages.plain import CodeTables, Tables, language
from flaming_horse_voice.text.rules import Rule, rule
from flaming_horse_voice.text.sign_names import SignNames

_ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_SCALES = (
    (10**12, "Billion", "Billionen"),
    (10**9, "Milliarde", "Milliarden"),
    (10**6, "Million", "Millionen"),
)
_LARGEST = 10**15
_ORDINALS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
).split()
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzäöüß",
        "a be ze de e ef ge ha i jot ka el em en o pe ku er es te u vau we ix ypsilon zett ä ö ü "
        "eszett".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta jota kappa lambda mü nü xi omikron pi rho "
        "sigma tau üpsilon phi chi psi omega".split(),
        strict=True,
    )
)
_UNITS = {
    "km": ("Kilometer", "Kilometer", "m"),
    "m": ("Meter", "Meter", "m"),
    "cm": ("Zentimeter", "Zentimeter", "m"),
    "mm": ("Millimeter", "Millimeter", "m"),
    "m²": ("Quadratmeter", "Quadratmeter", "m"),
    "km²": ("Quadratkilometer", "Quadratkilometer", "m"),
    "m³": ("Kubikmeter", "Kubikmeter", "m"),
    "kg": ("Kilogramm", "Kilogramm", "n"),
    "g": ("Gramm", "Gramm", "n"),
    "t": ("Tonne", "Tonnen", "f"),
    "l": ("Liter", "Liter", "m"),
    "s": ("Sekunde", "Sekunden", "f"),
    "min": ("Minute", "Minuten", "f"),
    "h": ("Stunde", "Stunden", "f"),
    "Hz": ("Hertz", "Hertz", "n"),
    "GHz": ("Gigahertz", "Gigahertz", "n"),
    "V": ("Volt", "Volt", "n"),
    "W": ("Watt", "Watt", "n"),
    "kWh": ("Kilowattstunde", "Kilowattstunden", "f"),
    "MB": ("Megabyte", "Megabyte", "n"),
    "GB": ("Gigabyte", "Gigabyte", "n"),
    "°C": ("Grad Celsius", "Grad Celsius", "n"),
    "°": ("Grad", "Grad", "n"),
    "%": ("Prozent", "Prozent", "n"),
    "‰": ("Promille", "Promille", "n"),
}
_CENT = ("Cent", "Cent", "m")
_MONEY = {
    "€": (("Euro", "Euro", "m"), _CENT),
    "EUR": (("Euro", "Euro", "m"), _CENT),
    "$": (("Dollar", "Dollar", "m"), _CENT),
    "£": (("Pfund", "Pfund", "n"), ("Penny", "Pence", "m")),
    "CHF": (("Schweizer Franken", "Schweizer Franken", "m"), ("Rappen", "Rappen", "m")),
}
_SHORT = {
    "z. B.": "zum Beispiel", "z.B.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt",
    "u. a.": "unter anderem", "usw.": "und so weiter", "bzw.": "beziehungsweise", "ca.": "circa",
    "Dr.": "Doktor", "Nr.": "Nummer", "S.": "Seite", "Abb.": "Abbildung", "vgl.": "vergleiche",
}  # fmt: skip
_SIGNS = {
    **_GREEK, "&": "und", "+": "plus", "=": "gleich", "<": "kleiner als", ">": "größer als",
    "≤": "kleiner oder gleich", "≥": "größer oder gleich", "≠": "ungleich", "≈": "ungefähr",
    "±": "plus minus", "×": "mal", "·": "mal", "÷": "geteilt durch", "\u2212": "minus",
    "→": "nach", "%": "Prozent", "°": "Grad", "²": "hoch zwei", "³": "hoch drei", "@": "at",
    "√": "Wurzel aus", "∞": "unendlich", "½": "ein halb", "¼": "ein Viertel", "¾": "drei Viertel",
    "€": "Euro", "$": "Dollar", "§": "Paragraf", "#": "Nummer",
}  # fmt: skip
_SIGN_NAMES = {
    "!": "Ausrufezeichen", '"': "Anführungszeichen", "#": "Raute", "$": "Dollar", "%": "Prozent",
    "&": "Und-Zeichen", "'": "Apostroph", "(": "Klammer auf", ")": "Klammer zu", "*": "Stern",
    "+": "Plus", ",": "Komma", "-": "Strich", ".": "Punkt", "/": "Schrägstrich",
    ":": "Doppelpunkt", ";": "Strichpunkt", "<": "Kleiner-Zeichen", "=": "Gleichheitszeichen",
    ">": "Größer-Zeichen", "?": "Fragezeichen", "@": "Klammeraffe", "[": "eckige Klammer auf",
    "\\": "umgekehrter Schrägstrich", "]": "eckige Klammer zu", "^": "Zirkumflex",
    "_": "Unterstrich", "`": "Gravis", "{": "geschweifte Klammer auf", "|": "senkrechter Strich",
    "}": "geschweifte Klammer zu", "~": "Tilde", "\u2013": "Gedankenstrich",
    "—": "Gedankenstrich", "…": "drei Punkte", "•": "Aufzählungspunkt", "§": "Paragraf",
    "°": "Grad", "€": "Euro", "✓": "Haken", "✗": "Kreuz", "→": "Pfeil nach rechts",
    "←": "Pfeil nach links",
}  # fmt: skip
_SIGN_GROUPS = {
    "{}": "geschweifte Klammern", "()": "runde Klammern", "[]": "eckige Klammern",
    "<>": "spitze Klammern", "->": "Pfeil", "=>": "Doppelpfeil", "!=": "ungleich",
    "<=": "kleiner oder gleich", ">=": "größer oder gleich", "...": "drei Punkte",
}  # fmt: skip
_OPERATORS = {
    "==": "gleich gleich", "!=": "ungleich", "<=": "kleiner oder gleich",
    ">=": "größer oder gleich", "->": "Pfeil", "=>": "Pfeil", "&&": "und", "||": "oder",
    "++": "plus plus", "--": "Strich Strich", "...": "Punkt Punkt Punkt", "=": "gleich",
    "<": "kleiner als", ">": "größer als", "+": "plus", "-": "Strich", "*": "Stern",
    "/": "Schrägstrich", "\\": "Rückstrich", ".": "Punkt", "|": "senkrechter Strich", "&": "und",
    "!": "nicht", "$": "Dollar", "@": "at", "#": "Raute", "~": "Tilde", "^": "hoch",
    "%": "Prozent", "?": "Fragezeichen",
}  # fmt: skip
_WITH_N = r"(?:am|dem|den|zum|im|vom|beim|des|ab|seit|bis)"


def cardinal(value: int, gender: str = "") -> str:
    """`21` → "einundzwanzig"; before a noun 1 is "ein" or, gender "f", "eine"."""
    if value < 0:
        return f"minus {cardinal(-value, gender)}"
    if value >= _LARGEST:
        return " ".join(_ONES[int(digit)] for digit in str(value))
    words: list[str] = []
    for scale, one, many in _SCALES:
        count, value = divmod(value, scale)
        if count:
            words.append(f"eine {one}" if count == 1 else f"{_joined(count, 'f')} {many}")
    if value or not words:
        words.append(_joined(value, gender))
    return " ".join(words)


def _joined(value: int, gender: str) -> str:
    """A number below a million, in one word."""
    thousands, rest = divmod(value, 1000)
    head = f"{_below_thousand(thousands, 'n')}tausend" if thousands else ""
    return head + (_below_thousand(rest, gender) if rest or not head else "")


def _below_thousand(value: int, gender: str) -> str:
    hundreds, rest = divmod(value, 100)
    head = f"{'ein' if hundreds == 1 else _ONES[hundreds]}hundert" if hundreds else ""
    if not rest and head:
        return head
    if rest == 1:
        return head + ("eins" if not gender else "eine" if gender == "f" and not head else "ein")
    if rest < 20:
        return head + _ONES[rest]
    tens, ones = divmod(rest, 10)
    first = "ein" if ones == 1 else _ONES[ones]
    return head + (f"{first}und{_TENS[tens]}" if ones else _TENS[tens])


def ordinal(value: int) -> str:
    """`3` → "dritte", `21` → "einundzwanzigste"; cases are formed by adding n, r or s."""
    rest = value % 100
    if rest in _ORDINALS:
        head = cardinal(value - rest) if value > rest else ""
        return head + _ORDINALS[rest]
    return cardinal(value) + ("te" if 0 < rest < 20 else "ste")


def year(value: int) -> str:
    """`1914` → "neunzehnhundertvierzehn", `2005` → "zweitausendfünf"."""
    hundreds, rest = divmod(value, 100)
    if not 11 <= hundreds <= 19:
        return cardinal(value)
    return f"{_ONES[hundreds]}hundert{_joined(rest, '') if rest else ''}"


def _with_case(match: re.Match[str]) -> str:
    """The ending goes by the word before: "am dritten", "der dritte", "dritter"."""
    before = match.string[: match.start()]
    said = ordinal(int(match["day"]))
    if re.search(rf"\b{_WITH_N}\s$", before, re.IGNORECASE):
        return f"{said}n"
    return said if re.search(r"\b(?:der|die|das)\s$", before, re.IGNORECASE) else f"{said}r"


def _day(match: re.Match[str]) -> str | None:
    month = int(match["month"]) if match["month"].isdecimal() else 0
    if not 1 <= int(match["day"]) <= 31 or month > 12:
        return None
    named = _MONTHS[month - 1] if month else match["month"]
    said = f"{_with_case(match)} {named}"
    return f"{said} {year(int(match['year']))}" if match["year"] else said


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return None
    said = f"{cardinal(hour, 'n')} Uhr"
    return f"{said} {cardinal(minute)}" if minute else said


_FIRST: tuple[Rule, ...] = (
    rule(r"(?<![\w.])(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})(?!\w)", _day),
    rule(
        rf"(?<![\w.])(?P<day>\d\d?)\.\s(?P<month>{'|'.join(_MONTHS)})(?:\s(?P<year>\d{{4}}))?(?!\w)",
        _day,
    ),
    rule(r"(?<![\w.,])(?P<day>\d{1,3})\.(?=\s[a-zäöü])", _with_case),
    rule(
        r"(?<=\b(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|vom|zum) )"
        r"(?P<day>\d{1,3})\.(?=\s[A-ZÄÖÜ])",
        _with_case,
    ),
    rule(r"(?<!\w)(?P<hour>\d\d?):(?P<minute>\d\d)(?:\sUhr)?(?![\w:])", _clock),
)


def _gender_of(following: str) -> str:
    """Nouns are capitalised; those with the endings of most feminine ones count as such."""
    if not following[:1].isupper():
        return ""
    return "f" if re.search(r"(?:e|ung|heit|keit|ion|schaft|tät)$", following) else "n"


GERMAN = language(
    "de",
    "German",
    Tables(
        cardinal=cardinal,
        year=year,
        point="Komma",
        minus="minus",
        plus="plus",
        to="bis",
        per="pro",
        over="durch",
        dot="Punkt",
        code=CodeTables(
            sign_names=SignNames(
                _SIGN_NAMES, _SIGN_GROUPS, lambda count, name: f"{cardinal(count)} mal {name}"
            ),
            operators=_OPERATORS,
            parameters="von",
            closing="Ende von",
            times="mal",
            power="hoch",
            bases={"x": "hex", "b": "binär", "o": "oktal"},
        ),
        letters={**_LETTERS, **_GREEK},
        signs=_SIGNS,
        units=_UNITS,
        money=_MONEY,
        short=_SHORT,
        before_years=r"Jahr|Jahre|Jahren|Jahres|seit|von|bis|um|vor|nach|anno|ab|"
        + "|".join(_MONTHS),
        gender_of=_gender_of,
        first=_FIRST,
    ),
)
