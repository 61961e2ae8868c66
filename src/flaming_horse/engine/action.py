"""What is to be done, named by the content of everything that it depends on."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.files import digest_file, digest_text, is_safe_relative

Json = Any  # what `json` reads and writes; pyright has no recursive alias on Python 3.11

# Part of every key: raise it when the meaning of an action's parts changes.
KEY_FORMAT = 1


def canonical_json(value: Json) -> str:
    """One text for equal values: sorted keys, no blanks, no NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


@dataclass(frozen=True, slots=True)
class Resources:
    """What an action occupies while it runs.

    `cores` counts against the executor's workers. Actions of the same named `pool` run one at a
    time, in one worker that stays warm: for what loads a large model once.
    """

    cores: int = 1
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A call of `function(inputs: Path, outputs: Path, params: Mapping) -> None`.

    `function` is "package.module:function"; it finds its input files under the folder `inputs` by
    their relative paths, reads only them, and leaves what it makes under the folder `outputs`.
    `code` is the digest of the source that does the work (`source_digest`). `name` is unique in a
    project. `hints` change how it runs, never what comes out: `deadline_s` (seconds without an
    answer or a step done until it is taken for stuck), `memory` (bytes that it may hold),
    `confined` (true: its code is nobody's here, and runs in the sandbox), `outputs` (the files that
    such code may leave), `fails_as` (the class in `flaming_horse.errors` raised when its process
    dies or is stuck).
    """

    name: str
    phase: str
    function: str
    inputs: tuple[tuple[str, str], ...] = ()
    params: Mapping[str, Json] = field(default_factory=dict[str, Json], hash=False)
    code: str = ""
    resources: Resources = Resources()
    label: str = ""
    hints: Mapping[str, Json] = field(default_factory=dict[str, Json], hash=False)

    def __post_init__(self) -> None:
        for path, _ in self.inputs:
            if not is_safe_relative(path):
                raise ValueError(f"input {path!r} of {self.name!r} is not a path inside a folder")
        if len(dict(self.inputs)) != len(self.inputs):
            raise ValueError(f"two inputs of {self.name!r} have the same path")
        if ":" not in self.function:
            raise ValueError(f"{self.function!r} is not package.module:function")

    @property
    def key(self) -> str:
        """SHA-256 over everything that decides what comes out; 64 hexadecimal digits."""
        content = {
            "format": KEY_FORMAT,
            "function": self.function,
            "inputs": dict(self.inputs),
            "params": dict(self.params),
            "code": self.code,
        }
        return digest_text(canonical_json(content))

    def explained_inputs(self) -> dict[str, str]:
        """What the key is made of, by names that a person understands."""
        parts = {"function": self.function, "program code": self.code}
        parts |= {f"file {path}": digest for path, digest in self.inputs}
        parts |= {f"setting {name}": text for name, text in _flat(self.params)}
        return parts

    def as_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "phase": self.phase,
            "function": self.function,
            "inputs": [list(pair) for pair in self.inputs],
            "params": dict(self.params),
            "code": self.code,
            "resources": {"cores": self.resources.cores, "pool": self.resources.pool},
            "label": self.label,
            "hints": dict(self.hints),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Action:
        inputs = tuple((str(path), str(digest)) for path, digest in data["inputs"])
        resources = Resources(**data["resources"])
        return cls(
            name=data["name"],
            phase=data["phase"],
            function=data["function"],
            inputs=inputs,
            params=data["params"],
            code=data["code"],
            resources=resources,
            label=data["label"],
            hints=data["hints"],
        )


def file_name(name: str) -> str:
    """The name of an action's own files: no separator, no leading dot, at most 120 bytes.

    As in URLs, whose own function would bring the address library along at every start.
    """
    safe = re.sub(r"[^\w .-]|^\.", lambda found: f"%{ord(found[0]):02X}", name)
    if len(safe.encode()) <= 120:
        return safe
    short = safe.encode()[:100].decode(errors="ignore")
    return f"{short}-{digest_text(name)[:12]}"


def _flat(value: Mapping[str, Json], above: str = "") -> Iterator[tuple[str, str]]:
    for name, part in value.items():
        if isinstance(part, dict) and part:
            yield from _flat(cast("dict[str, Json]", part), f"{above}{name}.")
        else:
            yield f"{above}{name}", canonical_json(part)


@lru_cache(maxsize=256)
def installed_version(package: str) -> str:
    """The version of a distribution; cached, for every action asks for the same ones."""
    from importlib.metadata import version  # here, because workers have no use for it

    return version(package)


@lru_cache(maxsize=256)
def source_digest(*names: str) -> str:
    """Digest of the source of modules and whole packages ("flaming_horse.stage"), unimported.

    A package counts with all its files, data included. Cached for the life of the process.
    """
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        for relative, path in _source_files(name):
            digest.update(f"{name}\0{relative}\0{digest_file(path)}\n".encode())
    return digest.hexdigest()


def _source_files(name: str) -> list[tuple[str, Path]]:
    """The files of a module or package; only its top-level package is looked up, none imported."""
    top, *rest = name.split(".")
    spec = importlib.util.find_spec(top)
    if spec is None:
        raise ModuleNotFoundError(f"no module {top!r} to take a digest of")
    roots = [Path(folder) for folder in spec.submodule_search_locations or []]
    if not roots and not rest and spec.origin:
        return [(Path(spec.origin).name, Path(spec.origin))]
    for root in roots:
        place = root.joinpath(*rest)
        module = place.with_suffix(".py")
        if place.is_dir():
            return [
                (str(path.relative_to(place)), path)
                for path in sorted(place.rglob("*"))
                if path.is_file() and "__pycache__" not in path.parts
            ]
        if rest and module.is_file():
            return [(module.name, module)]
    raise ModuleNotFoundError(f"no module {name!r} to take a digest of")
