"""Which language model writes: its server, its name, its key and its limits, with their origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from flaming_horse.errors import WrongInput

FILE = "flaming-horse.toml"
USER_FILE = "your settings.toml"
VARIABLE = "FLAMING_HORSE_LLM_"


@dataclass(frozen=True, slots=True)
class Preset:
    """A server that many people have. `key` is whether it wants one."""

    base_url: str
    key: bool
    model: str = ""


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "ollama": Preset("http://localhost:11434/v1", key=False),
        "lm-studio": Preset("http://localhost:1234/v1", key=False),
        "vllm": Preset("http://localhost:8000/v1", key=False),
        "mlx-lm": Preset("http://localhost:8080/v1", key=False, model="default_model"),
        # It serves the one model that it was started with, whatever name it is asked for.
        "llama.cpp": Preset("http://localhost:8080/v1", key=False, model="default"),
        "xai": Preset("https://api.x.ai/v1", key=True),
        "openai": Preset("https://api.openai.com/v1", key=True),
        "anthropic": Preset("https://api.anthropic.com/v1", key=True),
        "gemini": Preset("https://generativelanguage.googleapis.com/v1beta/openai", key=True),
        "minimax": Preset("https://api.minimax.io/v1", key=True),
    }
)
"""No hosted model is named here: their names change every few months."""

KEYS = ("preset", "base_url", "model", "timeout", "budget", "price_in", "price_out")
"""What `[llm]` may hold. A key is never among it: settings files are shared and committed."""


@dataclass(frozen=True, slots=True)
class Server:
    """A language model and how it is reached.

    `timeout_s` is how long it may be silent; `budget` how many tokens one run may use, those of
    the questions included; prices are for a million tokens, None where nobody named them.
    `origins` tells where each value came from.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 120.0
    budget: int = 200_000
    price_in: float | None = None
    price_out: float | None = None
    origins: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)

    def __str__(self) -> str:
        return f"{self.model} at {self.base_url}"

    def without_key(self) -> Server:
        """The same, asked without a key."""
        origins = {**self.origins, "key": "sent to no address of a project that is not yours"}
        return replace(self, key="", origins=origins)

    def rows(self) -> tuple[str, ...]:
        """Each value with its origin, for people; of a key only that there is one."""
        values: dict[str, Any] = {
            "base_url": self.base_url,
            "model": self.model,
            "timeout": f"{self.timeout_s:g} s",
            "budget": f"{self.budget} tokens",
            "key": "set" if self.key else "none",
        }
        return tuple(f"{name} {v} ({self.origins[name]})" for name, v in values.items())


def server_of(
    table: Mapping[str, Any],
    environ: Mapping[str, str],
    own: Mapping[str, Any] = MappingProxyType({}),
) -> Server | None:
    """The model that `[llm]` of the settings files and the environment name; None for no model.

    `table` is of the project's file, `own` of the user's; the project's wins, but one that names a
    server of its own takes nothing of the user's.

    Raises:
        WrongInput: a value that cannot be used, with its origin. A key is never repeated in it.
    """
    for each, file in ((own, USER_FILE), (table, FILE)):
        _refuse_keys(each, file)
        _refuse_unknown(each, file)
    values: dict[str, tuple[Any, str]] = {}
    if not {"preset", "base_url"} & set(table):
        values |= {name: (own[name], USER_FILE) for name in KEYS if name in own}
    for name in KEYS:
        if name in table:
            values[name] = (table[name], FILE)
        variable = VARIABLE + name.upper()
        if environ.get(variable):
            values[name] = (environ[variable], variable)
    if not {"preset", "base_url"} & set(values):
        if "model" in values:
            raise _wrong("model", values["model"], "has no server to be asked of", _HOW)
        return None
    preset, origin = _preset(values)
    base_url, base_origin = values.get("base_url", (preset.base_url, origin))
    model, model_origin = values.get("model", (preset.model, origin))
    if not model:
        raise WrongInput(
            "no model is named for the language model's server",
            remedy=f"Set {VARIABLE}MODEL, or model = … under [llm] in {FILE}.",
        )
    key = environ.get(f"{VARIABLE}API_KEY", "").strip()
    _refuse_unsendable(key)
    if preset.key and not key:
        raise WrongInput(
            f"{base_url} wants a key, and none is set",
            remedy=f"Set {VARIABLE}API_KEY in the environment; it is never read from a file.",
        )
    numbers = {
        "timeout": _number(values, "timeout", 120.0),
        "budget": _number(values, "budget", 200_000.0),
    }
    origins = {name: values.get(name, (None, "built in"))[1] for name in numbers}
    origins |= {"base_url": base_origin, "model": model_origin}
    origins["key"] = f"{VARIABLE}API_KEY" if key else "not set"
    return Server(
        _url(base_url, base_origin),
        str(model),
        key,
        numbers["timeout"],
        int(numbers["budget"]),
        _number(values, "price_in", 0.0) if "price_in" in values else None,
        _number(values, "price_out", 0.0) if "price_out" in values else None,
        origins,
    )


_HOW = f"Set {VARIABLE}BASE_URL, or {VARIABLE}PRESET to one of: {', '.join(PRESETS)}."


def _preset(values: Mapping[str, tuple[Any, str]]) -> tuple[Preset, str]:
    """The preset that was asked for; an empty one where a base_url alone was."""
    if "preset" not in values:
        return Preset("", key=False), ""
    name, origin = values["preset"]
    found = PRESETS.get(str(name))
    if found is None:
        near = get_close_matches(str(name), PRESETS, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise _wrong("preset", (name, origin), "is not known", f"{hint}{_HOW}")
    if "base_url" in values:
        # The key's place is then the user's own business.
        return Preset(found.base_url, key=False, model=found.model), f"preset {name}, {origin}"
    return found, f"preset {name}, {origin}"


def _refuse_keys(table: Mapping[str, Any], file: str) -> None:
    for name in table:
        if "key" in name.lower() or "token" in name.lower():
            raise WrongInput(
                f"[llm] of {file} has {name!r}: a key does not belong in a file that is shared",
                remedy=f"Take it out, and set {VARIABLE}API_KEY in the environment. If the file "
                "was ever shared, have the key replaced.",
            )


def _refuse_unknown(table: Mapping[str, Any], file: str) -> None:
    for name in table:
        if name not in KEYS:
            near = get_close_matches(name, KEYS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise WrongInput(
                f"{name!r} is not a setting of [llm] in {file}",
                remedy=f"Known: {', '.join(KEYS)}.{hint}",
            )


def _refuse_unsendable(key: str) -> None:
    if not key.isascii() or not key.isprintable() or " " in key:
        raise WrongInput(
            f"{VARIABLE}API_KEY holds signs that no key has",
            remedy="Copy it again, without blanks, quotes or line breaks.",
        )


def _url(value: Any, origin: str) -> str:
    """The server's address without a closing slash; what may hide a key is not repeated."""
    try:
        parts = urlsplit(str(value))
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.username is not None or parts.query or parts.fragment:
        raise WrongInput(
            f"base_url ({origin}) holds more than an address: a name, a password or a query",
            remedy=f"Give the address alone, and the key in {VARIABLE}API_KEY.",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise _wrong("base_url", (value, origin), "is no address of a server",
                     "Such as http://localhost:11434/v1.")  # fmt: skip
    return str(value).rstrip("/").removesuffix("/chat/completions")


def _number(values: Mapping[str, tuple[Any, str]], name: str, default: float) -> float:
    value, origin = values.get(name, (default, ""))
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    free = name.startswith("price")
    if not (0 <= number < 1e9 if free else 0 < number < 1e9):
        raise _wrong(name, (value, origin), "is not a number above 0", "Such as 120.")
    return number


def _wrong(name: str, value: tuple[Any, str], what: str, remedy: str) -> WrongInput:
    return WrongInput(f"{name} = {value[0]!r} ({value[1]}) {what}", remedy=remedy)
