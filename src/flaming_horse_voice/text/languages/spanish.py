"""Spanish: numbers, ordinals, dates, units, money, letters. Formulas are not read yet."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant
# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text.languages.plain import CodeTables, Tables, language
from flaming_horse_voice.text.rules import Rule, rule
from flaming_horse_voice.text.sign_names import SignNames

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
).split()
_SCALES = ((10**12, "billón", "billones"), (10**6, "millón", "millones"))
_LARGEST = 10**18
_ORDINALS = (
    "_ primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo"
).split()
_ORDINAL_TENS = (
    "_ décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo "
    "nonagésimo"
).split()
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_LETTERS = {
    **dict(
        zip(
            "abcdefghijklmnñopqrstuvxyz",
            "a be ce de e efe ge hache i jota ka ele eme ene eñe o pe cu erre ese te u uve equis "
            "ye zeta".split(),
            strict=True,
        )
    ),
    "w": "uve doble",
}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alfa beta gamma delta épsilon dseta eta zeta iota kappa lambda mi ni xi ómicron pi ro "
        "sigma tau ípsilon fi ji psi omega".split(),
        strict=True,
    )
)
_UNITS = {
    "km": ("kilómetro", "kilómetros", "m"),
    "m": ("metro", "metros", "m"),
    "cm": ("centímetro", "centímetros", "m"),
    "mm": ("milímetro", "milímetros", "m"),
    "m²": ("metro cuadrado", "metros cuadrados", "m"),
    "km²": ("kilómetro cuadrado", "kilómetros cuadrados", "m"),
    "m³": ("metro cúbico", "metros cúbicos", "m"),
    "kg": ("kilogramo", "kilogramos", "m"),
    "g": ("gramo", "gramos", "m"),
    "t": ("tonelada", "toneladas", "f"),
    "l": ("litro", "litros", "m"),
    "s": ("segundo", "segundos", "m"),
    "min": ("minuto", "minutos", "m"),
    "h": ("hora", "horas", "f"),
    "Hz": ("hercio", "hercios", "m"),
    "GHz": ("gigahercio", "gigahercios", "m"),
    "V": ("voltio", "voltios", "m"),
    "W": ("vatio", "vatios", "m"),
    "kWh": ("kilovatio hora", "kilovatios hora", "m"),
    "MB": ("megabyte", "megabytes", "m"),
    "GB": ("gigabyte", "gigabytes", "m"),
    "°C": ("grado Celsius", "grados Celsius", "m"),
    "°": ("grado", "grados", "m"),
    "%": ("por ciento", "por ciento", ""),
    "‰": ("por mil", "por mil", ""),
}
_MONEY = {
    "€": (("euro", "euros", "m"), ("céntimo", "céntimos", "m")),
    "EUR": (("euro", "euros", "m"), ("céntimo", "céntimos", "m")),
    "$": (("dólar", "dólares", "m"), ("centavo", "centavos", "m")),
    "£": (("libra", "libras", "f"), ("penique", "peniques", "m")),
}
_SHORT = {
    "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "etc.": "etcétera", "Sr.": "señor",
    "Sra.": "señora", "Dr.": "doctor", "Dra.": "doctora", "núm.": "número", "pág.": "página",
    "EE. UU.": "Estados Unidos", "aprox.": "aproximadamente",
    "a": "a", "y": "y", "o": "o", "e": "e", "u": "u",
}  # fmt: skip
_SIGNS = {
    **_GREEK, "&": "y", "+": "más", "=": "igual a", "<": "menor que", ">": "mayor que",
    "≤": "menor o igual que", "≥": "mayor o igual que", "≠": "distinto de",
    "≈": "aproximadamente", "±": "más menos", "×": "por", "·": "por", "÷": "entre",
    "\u2212": "menos", "→": "a", "%": "por ciento", "°": "grados", "²": "al cuadrado",
    "³": "al cubo", "@": "arroba", "√": "raíz cuadrada de", "∞": "infinito", "½": "un medio",
    "¼": "un cuarto", "¾": "tres cuartos", "€": "euro", "$": "dólar", "#": "número",
}  # fmt: skip
_NO_NOUNS = frozenset(
    "a al con de del desde e el en entre es esta este fue hasta la las los más menos o para pero "
    "por que según ser si sin sobre son su tras un una y ya".split()
)

_SIGN_NAMES = {
    "!": "signo de exclamación", '"': "comillas", "#": "almohadilla", "$": "dólar",
    "%": "por ciento", "&": "et", "'": "apóstrofo", "(": "abre paréntesis",
    ")": "cierra paréntesis", "*": "asterisco", "+": "más", ",": "coma", "-": "guion",
    ".": "punto", "/": "barra", ":": "dos puntos", ";": "punto y coma", "<": "menor que",
    "=": "igual", ">": "mayor que", "?": "signo de interrogación", "@": "arroba",
    "[": "abre corchete", "\\": "barra invertida", "]": "cierra corchete", "^": "circunflejo",
    "_": "guion bajo", "`": "acento grave", "{": "abre llave", "|": "barra vertical",
    "}": "cierra llave", "~": "virgulilla", "\u2013": "raya", "—": "raya",
    "…": "puntos suspensivos", "•": "viñeta", "°": "grados", "€": "euro", "✓": "marca",
    "✗": "cruz", "→": "flecha derecha", "←": "flecha izquierda", "¿": "signo de interrogación",
    "¡": "signo de exclamación",
}  # fmt: skip
_SIGN_GROUPS = {
    "{}": "llaves", "()": "paréntesis", "[]": "corchetes", "<>": "ángulos", "->": "flecha",
    "=>": "flecha doble", "!=": "distinto de", "<=": "menor o igual que",
    ">=": "mayor o igual que", "...": "puntos suspensivos",
}  # fmt: skip
_OPERATORS = {
    "==": "igual igual", "!=": "distinto de", "<=": "menor o igual que",
    ">=": "mayor o igual que", "->": "flecha", "=>": "flecha", "&&": "y", "||": "o",
    "++": "más más", "--": "guion guion", "...": "puntos suspensivos", "=": "igual a",
    "<": "menor que", ">": "mayor que", "+": "más", "-": "guion", "*": "asterisco",
    "/": "barra", "\\": "barra invertida", ".": "punto", "|": "barra vertical", "&": "y",
    "!": "no", "$": "dólar", "@": "arroba", "#": "almohadilla", "~": "virgulilla",
    "^": "elevado a", "%": "por ciento", "?": "signo de interrogación",
}  # fmt: skip


def cardinal(value: int, gender: str = "") -> str:
    """`21` → "veintiuno"; before a noun "veintiún" (gender "m") or "veintiuna" ("f")."""
    if value < 0:
        return f"menos {cardinal(-value, gender)}"
    if value >= _LARGEST:
        return " ".join(_ONES[int(digit)] for digit in str(value))
    words: list[str] = []
    for scale, one, many in _SCALES:
        count, value = divmod(value, scale)
        if count:
            words.append(f"un {one}" if count == 1 else f"{_thousands(count, 'm')} {many}")
    if value or not words:
        words.append(_thousands(value, gender))
    return " ".join(words)


def _thousands(value: int, gender: str) -> str:
    """A number below a million."""
    thousands, rest = divmod(value, 1000)
    words: list[str] = []
    if thousands:
        before = _below_thousand(thousands, "f" if gender == "f" else "m")
        words.append("mil" if thousands == 1 else f"{before} mil")
    if rest or not words:
        words.append(_below_thousand(rest, gender))
    return " ".join(words)


def _below_thousand(value: int, gender: str) -> str:
    if value == 100:
        return "cien"
    hundreds, rest = divmod(value, 100)
    words: list[str] = []
    if hundreds:
        named = _HUNDREDS[hundreds]
        words.append(named[:-2] + "as" if gender == "f" and hundreds > 1 else named)
    if rest or not words:
        words.append(_below_hundred(rest, gender))
    return " ".join(words)


def _below_hundred(value: int, gender: str) -> str:
    if value >= 30:
        tens, ones = divmod(value, 10)
        return f"{_TENS[tens]} y {_below_hundred(ones, gender)}" if ones else _TENS[tens]
    said = _ONES[value]
    if not gender or not said.endswith("uno"):
        return said
    if gender == "f":
        return said[:-1] + "a"
    return "un" if said == "uno" else "veintiún"


def ordinal(value: int, gender: str = "m") -> str:
    """`3` → "tercero" or, gender "f", "tercera"; from a hundred on the cardinal is said."""
    if not 0 < value < 100:
        return cardinal(value)
    if value < len(_ORDINALS):
        word = _ORDINALS[value]
    elif value < 20:
        word = "decimo" + _ORDINALS[value - 10]
    else:
        tens, ones = divmod(value, 10)
        word = _ORDINAL_TENS[tens] + (f" {_ORDINALS[ones]}" if ones else "")
    return re.sub(r"o\b", "a", word) if gender == "f" else word


def _ordinal(match: re.Match[str]) -> str:
    if match["mark"] == "er":
        return ordinal(int(match["number"])).removesuffix("o")
    return ordinal(int(match["number"]), "f" if match["mark"] == "ª" else "m")


def _date(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    first = "uno" if day == 1 else cardinal(day)
    return f"{first} de {_MONTHS[month - 1]} de {cardinal(int(match['year']))}"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return None
    said = cardinal(hour, "f")
    return f"{said} y {cardinal(minute)}" if minute else f"{said} en punto"


_FIRST: tuple[Rule, ...] = (
    rule(r"(?<![\w/])(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4})(?![\w/])", _date),
    rule(r"(?<!\w)(?P<number>\d{1,3})\.?(?P<mark>[ºª]|er(?!\w))", _ordinal),
    rule(r"(?<!\w)(?P<hour>\d\d?):(?P<minute>\d\d)(?![\w:])", _clock),
    rule(r"[¿¡]", ""),
)


def _gender_of(following: str) -> str:
    """The noun after a number: feminine where it ends as most of them do."""
    if following in _NO_NOUNS or not following.islower() or len(following) < 3:
        return ""
    return "f" if re.search(r"(?:as?|ción|ciones|dad|dades)$", following) else "m"


SPANISH = language(
    "es",
    "Spanish",
    Tables(
        cardinal=cardinal,
        year=cardinal,
        point="coma",
        minus="menos",
        plus="más",
        to="a",
        per="por",
        over="entre",
        dot="punto",
        code=CodeTables(
            sign_names=SignNames(
                _SIGN_NAMES, _SIGN_GROUPS, lambda count, name: f"{cardinal(count)} veces {name}"
            ),
            operators=_OPERATORS,
            parameters="de",
            closing="fin de",
            times="por",
            power="elevado a",
            bases={"x": "hexadecimal", "b": "binario", "o": "octal"},
        ),
        letters={**_LETTERS, **_GREEK},
        signs=_SIGNS,
        units=_UNITS,
        money=_MONEY,
        short=_SHORT,
        before_years="año|años|en|desde|hasta|de",
        gender_of=_gender_of,
        and_cents=" con ",
        first=_FIRST,
    ),
)
