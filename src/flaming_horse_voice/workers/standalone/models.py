"""A model before and after it is loaded: its files, its packages, its speakers."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .engine import Refused

SAMPLING = ("temperature", "top_p", "top_k", "repetition_penalty")
"""The settings of how Qwen3-TTS is sampled."""
SAMPLES_PER_FRAME = 1920
"""Of its 12.5 frames a second, at 24 kHz."""


def versions_of(packages: Sequence[str]) -> dict[str, str]:
    """The versions of installed packages, and the interpreter's as `python`."""
    from importlib.metadata import PackageNotFoundError, version

    versions = {"python": f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}"}
    for name in packages:
        with contextlib.suppress(PackageNotFoundError):
            versions[name] = version(name)
    return versions


def missing_file(model: Path, names: Sequence[str]) -> str | None:
    """The first file that a model's folder lacks, shards of its index included."""
    index = model / "model.safetensors.index.json"
    wanted = list(names)
    if index.is_file():
        wanted += sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
    elif not any(model.glob("*.safetensors")):
        wanted.append("model.safetensors")
    return next((name for name in wanted if not (model / name).is_file()), None)


def model_folder(named: str, files: Sequence[str], service: str) -> Path | None:
    """The folder that a model's name means; None for a name of the hub.

    Raises Refused for a folder that is not there, or that lacks one of `files`.
    """
    folder = Path(named).expanduser()
    if folder.is_dir():
        lacking = missing_file(folder, files)
        if lacking:
            raise Refused(
                "not_installed",
                f"the model {folder} lacks {lacking}",
                f"fetch it again: flaming-horse voice setup --engine {service}",
            )
        return folder
    if named.startswith(("/", ".", "~")):
        raise Refused("not_installed", f"there is no model {folder}", "name a folder that is there")
    return None


def lacks_package(missing: ImportError, service: str) -> Refused:
    """The error for an environment in which an import fails."""
    return Refused(
        "not_installed",
        f"the environment {sys.prefix} lacks a package ({missing})",
        f"make the environment again: flaming-horse voice setup --engine {service}",
    )


def need_methods(model: type, names: Sequence[str], package: str, service: str) -> None:
    """Raise Refused for a package whose model class cannot do what is asked of it."""
    lacking = [name for name in names if not hasattr(model, name)]
    if lacking:
        present = versions_of([package]).get(package, "?")
        raise Refused(
            "not_installed",
            f"{package} {present} has no {' and no '.join(lacking)}",
            f"make the environment again: flaming-horse voice setup --engine {service}",
        )


def need_whole(parts: Mapping[str, Any], service: str) -> None:
    """Raise Refused for a part that is None: libraries only print that one failed to load."""
    for name, part in parts.items():
        if part is None:
            raise Refused(
                "not_installed",
                f"the model was loaded without {name}",
                "its files are damaged or of another version, fetch it again:"
                f" flaming-horse voice setup --engine {service}",
            )


def check_speaker(kind: str, speaker: str, instructions: str, known: Sequence[str]) -> None:
    """Raise Refused for a speaker or instructions that are missing or not known.

    `kind` is the model's, `known` the speakers that a custom_voice model has.
    """
    if kind == "custom_voice" and speaker.lower() not in [name.lower() for name in known]:
        raise Refused(
            "wrong_input",
            f"this model has no speaker {speaker!r}",
            f"set speaker to one of: {', '.join(known)}",
        )
    if kind == "voice_design" and not instructions:
        raise Refused(
            "wrong_input",
            "this model designs a voice from a description, and there is none",
            'set instructions, for example "a calm low voice"',
        )


def need_base(kind: str) -> None:
    """Raise Refused for a model that cannot clone."""
    if kind != "base":
        raise Refused(
            "wrong_input",
            f"a {kind} model cannot clone a recording",
            "choose a Base model, or remove the reference",
        )
