"""Units after a number, and currencies before one: `3.5 km`, `9.81 m/s²`, `$2.5 million`."""

from __future__ import annotations

import re

_UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometer", "kilometers"),
    "m": ("meter", "meters"),
    "dm": ("decimeter", "decimeters"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "µm": ("micrometer", "micrometers"),
    "μm": ("micrometer", "micrometers"),
    "nm": ("nanometer", "nanometers"),
    "mi": ("mile", "miles"),
    "ft": ("foot", "feet"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "t": ("ton", "tons"),
    "lb": ("pound", "pounds"),
    "s": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "µs": ("microsecond", "microseconds"),
    "μs": ("microsecond", "microseconds"),
    "ns": ("nanosecond", "nanoseconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "N": ("newton", "newtons"),
    "J": ("joule", "joules"),
    "kJ": ("kilojoule", "kilojoules"),
    "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"),
    "GW": ("gigawatt", "gigawatts"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "V": ("volt", "volts"),
    "mV": ("millivolt", "millivolts"),
    "kV": ("kilovolt", "kilovolts"),
    "A": ("ampere", "amperes"),
    "mA": ("milliampere", "milliamperes"),
    "Ω": ("ohm", "ohms"),
    "Pa": ("pascal", "pascals"),
    "hPa": ("hectopascal", "hectopascals"),
    "kPa": ("kilopascal", "kilopascals"),
    "K": ("kelvin", "kelvin"),
    "mol": ("mole", "moles"),
    "eV": ("electronvolt", "electronvolts"),
    "dB": ("decibel", "decibels"),
    "rad": ("radian", "radians"),
    "bit": ("bit", "bits"),
    "kB": ("kilobyte", "kilobytes"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "fps": ("frame per second", "frames per second"),
    "rpm": ("revolution per minute", "revolutions per minute"),
    "mph": ("mile per hour", "miles per hour"),
    "px": ("pixel", "pixels"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
}
_CAPITALS = {
    "C": ("coulomb", "coulombs"),
    "F": ("farad", "farads"),
    "T": ("tesla", "teslas"),
    "H": ("henry", "henries"),
}
"""Units that are one capital and are only taken for units in formulas, where they are upright."""
_POWERS = {"²": "square", "^2": "square", "³": "cubic", "^3": "cubic"}
_TIMES = {"s": "second", "min": "minute", "h": "hour"}
_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_ONE = rf"(?:{_NAMES})(?:\^[23]|[²³])?"
UNIT = rf"{_ONE}(?:/{_ONE}|[·⋅]{_ONE})?"
"""Pattern of a unit as it is written after a number."""

CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
}
MAGNITUDES = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion", "T": "trillion"}


def unit(written: str, *, one: bool) -> str:
    """`"km/h"` → "kilometers per hour"; the singular where the number is one."""
    for sign, joined in (("/", " per "), ("·", " "), ("⋅", " ")):
        head, found, tail = written.partition(sign)
        if found:
            return f"{_single(head, one=one)}{joined}{_single(tail, one=True)}"
    return _single(written, one=one)


def _single(written: str, *, one: bool) -> str:
    for mark, power in _POWERS.items():
        if written.endswith(mark):
            base = written.removesuffix(mark)
            name = _UNITS[base][0 if one else 1]
            if base in _TIMES:  # an acceleration is "per second squared"
                return f"{name} {'squared' if power == 'square' else 'cubed'}"
            return f"{power} {name}"
    return _UNITS[written][0 if one else 1]


def is_unit(written: str) -> bool:
    return bool(re.fullmatch(UNIT, written))


def in_formula(written: str, power: str = "", *, one: bool = False) -> str | None:
    """Upright letters after a number: `"m/s"` with the power "2"; None where they are no unit.

    Units side by side are products: `"N m"` is "newton meters".
    """
    pieces = written.replace("\\cdot", " ").split()
    if written in _CAPITALS:
        return _CAPITALS[written][0 if one else 1]
    if not pieces or not all(map(is_unit, pieces)):
        return None
    if power.startswith("-"):
        return f"per {unit(pieces[-1] + _power_sign(power[1:]), one=True)}"
    pieces[-1] += _power_sign(power)
    return " ".join([*(unit(p, one=True) for p in pieces[:-1]), unit(pieces[-1], one=one)])


def _power_sign(power: str) -> str:
    return f"^{power}" if power in {"2", "3"} else ""
