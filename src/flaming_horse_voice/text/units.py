"""Units, as they are written after a number: `3.5 km`, `9.81 m/s²`."""

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
    "Å": ("angstrom", "angstroms"),
    "mi": ("mile", "miles"),
    "yd": ("yard", "yards"),
    "ft": ("foot", "feet"),
    "ly": ("light year", "light years"),
    "ha": ("hectare", "hectares"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "µg": ("microgram", "micrograms"),
    "μg": ("microgram", "micrograms"),
    "t": ("ton", "tons"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "s": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "µs": ("microsecond", "microseconds"),
    "μs": ("microsecond", "microseconds"),
    "ns": ("nanosecond", "nanoseconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "sec": ("second", "seconds"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "dL": ("deciliter", "deciliters"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "THz": ("terahertz", "terahertz"),
    "N": ("newton", "newtons"),
    "kN": ("kilonewton", "kilonewtons"),
    "cal": ("calorie", "calories"),
    "kcal": ("kilocalorie", "kilocalories"),
    "J": ("joule", "joules"),
    "kJ": ("kilojoule", "kilojoules"),
    "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"),
    "GW": ("gigawatt", "gigawatts"),
    "mW": ("milliwatt", "milliwatts"),
    "Wh": ("watt hour", "watt hours"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "mAh": ("milliampere hour", "milliampere hours"),
    "V": ("volt", "volts"),
    "mV": ("millivolt", "millivolts"),
    "kV": ("kilovolt", "kilovolts"),
    "A": ("ampere", "amperes"),
    "mA": ("milliampere", "milliamperes"),
    "Ω": ("ohm", "ohms"),
    "kΩ": ("kiloohm", "kiloohms"),
    "µF": ("microfarad", "microfarads"),
    "nF": ("nanofarad", "nanofarads"),
    "Pa": ("pascal", "pascals"),
    "hPa": ("hectopascal", "hectopascals"),
    "kPa": ("kilopascal", "kilopascals"),
    "MPa": ("megapascal", "megapascals"),
    "bar": ("bar", "bars"),
    "atm": ("atmosphere", "atmospheres"),
    "K": ("kelvin", "kelvin"),
    "mol": ("mole", "moles"),
    "eV": ("electronvolt", "electronvolts"),
    "keV": ("kiloelectronvolt", "kiloelectronvolts"),
    "MeV": ("megaelectronvolt", "megaelectronvolts"),
    "GeV": ("gigaelectronvolt", "gigaelectronvolts"),
    "dB": ("decibel", "decibels"),
    "rad": ("radian", "radians"),
    "bit": ("bit", "bits"),
    "kB": ("kilobyte", "kilobytes"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "PB": ("petabyte", "petabytes"),
    "KiB": ("kibibyte", "kibibytes"),
    "MiB": ("mebibyte", "mebibytes"),
    "GiB": ("gibibyte", "gibibytes"),
    "Gbps": ("gigabit per second", "gigabits per second"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "fps": ("frame per second", "frames per second"),
    "mmHg": ("millimeter of mercury", "millimeters of mercury"),
    "bpm": ("beat per minute", "beats per minute"),
    "rpm": ("revolution per minute", "revolutions per minute"),
    "mph": ("mile per hour", "miles per hour"),
    "px": ("pixel", "pixels"),
    "dpi": ("dot per inch", "dots per inch"),
    "ppm": ("part per million", "parts per million"),
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
_PRODUCT = rf"{_ONE}(?:[·⋅]{_ONE})*"
UNIT = rf"{_PRODUCT}(?:/{_PRODUCT})?"
"""Pattern of a unit as it is written after a number."""
_PLAIN = "km cm mm nm kg mg kHz MHz GHz Hz kWh kW GW kPa hPa kB MB GB TB Mbps Gbps mph rpm fps"
ALONE = rf"(?:(?:{_PRODUCT})/(?:{_PRODUCT})|(?:{_NAMES})[²³]|(?:{'|'.join(_PLAIN.split())}))"
"""Pattern of a unit that is one without a number before it, too: "in km/h"."""


def unit(written: str, *, one: bool) -> str:
    """`"km/h"` → "kilometers per hour"; the singular where the number is one."""
    above, per, below = written.partition("/")
    said = _product(above, one=one)
    return f"{said} per {_product(below, one=True)}" if per else said


def _product(written: str, *, one: bool) -> str:
    """`"N·m"` → "newton meters": only the last has a plural."""
    *first, last = re.split("[·⋅]", written)
    return " ".join([*(_single(each, one=True) for each in first), _single(last, one=one)])


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
