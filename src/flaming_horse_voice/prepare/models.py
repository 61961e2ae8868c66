"""Where a model lies and which revision it is, told without loading it or asking the network."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.files import digest_file, digest_text, write_atomically

_DIGESTED = {".json", ".txt", ".safetensors"}
"""What is loaded from a model's folder; a README makes no other voice."""
_REQUIRED = (
    "config.json",
    "vocab.json",
    "merges.txt",
    "tokenizer_config.json",
    "speech_tokenizer/config.json",
    "speech_tokenizer/model.safetensors",
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)*")
BASE, CUSTOM_VOICE, VOICE_DESIGN = "base", "custom_voice", "voice_design"
SMALL = "0b6"
"""The size of a model of 0.6 thousand million weights, as its config.json writes it."""
_MODEL_TYPE = "qwen3_tts"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as take keys name it. `folder` is None where only its name and revision are known.

    `kind` is "base" (clones), "custom_voice" (preset speakers) or "voice_design" (described),
    `size` "0b6" or "1b7", "" where nobody knows it; `lacking` says why there is no folder.
    """

    name: str
    revision: str
    kind: str
    folder: Path | None
    size: str = ""
    lacking: str = ""


def find_model(name: str, revision: str = "", *, origin: str = "") -> Model:
    """The model of a folder or of a hub id, from the disk alone.

    A hub id is looked up in the Hugging Face cache; `revision` is a branch, a tag or a commit
    there, "" the main branch. A folder is known by what is in it, never by its path. Raises
    NotInstalled when it is not there or not whole, WrongInput for a folder with a revision and
    for a model that is no Qwen3-TTS.
    """
    if is_folder(name):
        if revision:
            raise WrongInput(
                f"revision {revision!r} is given for the folder {name} ({origin})",
                remedy="remove it: a folder's revision is the digest of its content",
            )
        return _of_folder(Path(name).expanduser(), origin)
    _refuse_odd_names(name, revision, origin)
    snapshot = _snapshot(name, revision)
    lacking = missing_file(snapshot)
    if lacking:
        raise _missing(f"the model {name} lacks {lacking} in {snapshot}")
    config = _config(snapshot)
    _assert_usable(name, snapshot, config, origin)
    return Model(name, snapshot.name, _kind(config), snapshot, _size(config))


def _refuse_odd_names(model: str, revision: str, origin: str) -> None:
    """Names become paths in the cache: raise WrongInput for one that could leave it."""
    for what, name in (("model", model), ("revision", revision)):
        if name and (not _NAME.fullmatch(name) or ".." in name):
            raise WrongInput(
                f"{what} is {name!r} ({origin})",
                remedy="give a name of the hub, such as Qwen/Qwen3-TTS-12Hz-0.6B-Base; a folder"
                " is written /models/mine, ./mine or ~/mine",
            )


def is_folder(name: str) -> bool:
    """Whether a model's name is written as a folder's: /models/mine, ./mine, ~/mine.

    What lies in the working folder does not count: a project could bring a folder of a hub id's
    name, and stand in for that model.
    """
    return name.startswith(("/", ".", "~"))


def hub_cache(environ: Mapping[str, str] | None = None) -> Path:
    """The folder in which every program keeps what it fetched from the hub."""
    environ = os.environ if environ is None else environ
    if environ.get("HF_HUB_CACHE"):
        return Path(environ["HF_HUB_CACHE"]).expanduser()
    home = environ.get("HF_HOME")
    if not home:
        home = str(Path(environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    return Path(home).expanduser() / "hub"


def repository(name: str) -> Path:
    """A hub model's folder in that cache."""
    return hub_cache() / ("models--" + name.replace("/", "--"))


def kind_of_name(name: str) -> str:
    """What a model can do, by its usual name: all that is known before it is fetched."""
    if "CustomVoice" in name:
        return CUSTOM_VOICE
    return VOICE_DESIGN if "VoiceDesign" in name else BASE


def size_of_name(name: str) -> str:
    """A model's size by its usual name; "" where that does not tell it."""
    return SMALL if "0.6B" in name else "1b7" if "1.7B" in name else ""


def missing_file(folder: Path) -> str | None:
    """The first file that a model lacks, every shard of its index included; None when whole."""
    index = folder / "model.safetensors.index.json"
    wanted: list[str] = list(_REQUIRED)
    if index.is_file():
        wanted += sorted(set(_json(index)["weight_map"].values()))
    else:
        wanted.append("model.safetensors")
    return next((name for name in wanted if not (folder / name).is_file()), None)


def damage(folder: Path) -> str:
    """What is wrong with a model's weights, told from sizes and headers alone; "" when nothing is.

    A safetensors file says in its header where its last weight ends, and is exactly so long.
    """
    for file in sorted(folder.rglob("*.safetensors")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        size = file.stat().st_size
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            try:
                header: Any = json.loads(stream.read(length) if length <= size else b"")
                ends = [row["data_offsets"][1] for row in header.values() if "data_offsets" in row]
                wanted = 8 + length + max(ends, default=0)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError):
                return f"{file.relative_to(folder)} is no file of weights"
        if size != wanted:
            return f"{file.relative_to(folder)} holds {size} bytes of {wanted}"
    return ""


def _assert_usable(name: str, folder: Path, config: Mapping[str, Any], origin: str) -> None:
    """Raise for a model of another kind (WrongInput) and for damaged weights (NotInstalled)."""
    model_type = str(config.get("model_type", ""))
    if model_type and model_type != _MODEL_TYPE:
        raise WrongInput(
            f"the model {name}{f' ({origin})' if origin else ''} is no Qwen3-TTS model: its"
            f" config.json says {model_type!r}",
            remedy="choose one that is, with --model or under [voice]; without any the usual one"
            " is taken",
        )
    wrong = damage(folder)
    if wrong:
        raise _missing(f"the model {name} is damaged: {wrong}, in {folder}")


def _snapshot(name: str, revision: str) -> Path:
    folder = repository(name)
    wanted = revision or "main"
    known = folder / "refs" / wanted
    commit = known.read_text("utf-8").strip() if known.is_file() else wanted
    snapshot = folder / "snapshots" / commit
    if not snapshot.is_dir():
        of = f" at revision {revision!r}" if revision else ""
        written = f"; the folder here is written ./{name}" if Path(name).is_dir() else ""
        raise _missing(f"the model {name}{of} is not on this machine (looked in {folder}{written})")
    return snapshot


def _of_folder(folder: Path, origin: str) -> Model:
    if not folder.is_dir():
        raise _missing(f"there is no model {folder}")
    lacking = missing_file(folder)
    if lacking:
        raise _missing(f"the model {folder} lacks {lacking}")
    config = _config(folder)
    _assert_usable(str(folder), folder, config, origin)
    repository = folder.resolve().parent.parent
    if folder.resolve().parent.name == "snapshots" and repository.name.startswith("models--"):
        hub_name = repository.name.removeprefix("models--").replace("--", "/")
        return Model(hub_name, folder.resolve().name, _kind(config), folder, _size(config))
    size = _size(config) or "unknown"
    bits = (config.get("quantization") or {}).get("bits")
    name = f"qwen3-tts-{size}-{_kind(config).replace('_', '-')}" + (f"-{bits}bit" if bits else "")
    return Model(name, content_digest(folder), _kind(config), folder, _size(config))


def content_digest(folder: Path) -> str:
    """16 hexadecimal digits of everything that is loaded from a model's folder.

    Kept in our cache for files of the same sizes and times: a full-size model is read once.
    """
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _DIGESTED
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    stats = [(str(f.relative_to(folder)), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    seen = digest_text(json.dumps([str(folder.resolve()), stats]))
    return _digest_once(seen, folder, tuple(files))


@functools.lru_cache(maxsize=8)
def _digest_once(seen: str, folder: Path, files: tuple[Path, ...]) -> str:
    kept = our_cache() / "models" / f"{seen}.txt"
    if kept.is_file():
        return kept.read_text("utf-8").strip()
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(folder).as_posix()} {digest_file(file)}\n".encode())
    digest = whole.hexdigest()[:16]
    with contextlib.suppress(OSError):  # without a cache it is read again next time
        write_atomically(kept, digest.encode())
    return digest


def our_cache() -> Path:
    """This program's folder for what can be made again."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("FLAMING_HORSE_CACHE") or user_cache_path("flaming-horse"))


def _config(folder: Path) -> dict[str, Any]:
    return _json(folder / "config.json")


def _kind(config: Mapping[str, Any]) -> str:
    return str(config.get("tts_model_type", BASE))


def _size(config: Mapping[str, Any]) -> str:
    return str(config.get("tts_model_size", ""))


def _json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as bad:
        raise _missing(f"{file} cannot be read: {bad}") from bad
    if not isinstance(content, dict):
        raise _missing(f"{file} is no JSON object")
    return content


def _missing(what: str) -> NotInstalled:
    return NotInstalled(what, remedy="fetch it: flaming-horse voice setup")
