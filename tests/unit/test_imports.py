"""The house rules about imports: who may import whom, and what `--help` must not load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flaming_horse.build.scene_action import DRAWN_BY

SRC = Path(__file__).parents[2] / "src"
OURS = "flaming_horse"
VOICE = "flaming_horse_voice"

# The rooms of flaming_horse, and the rooms each may import besides itself. What lies beside them
# (errors, config, …) is listed below; a room that is in neither table fails the test.
ROOMS: dict[str, set[str]] = {
    "model": set(),
    "engine": set(),
    "typesetting": set(),
    "score": {"model"},
    "stage": {"model", "typesetting", "score"},
    "visuals": {"model", "stage", "typesetting"},
    "storyboard": {"model", "typesetting", "score", "visuals"},
    "render": {"model", "stage"},
    "film": {"model", "score"},
    "lint": {"model", "score", "storyboard", "visuals"},
    "writers": {"model", "storyboard", "lint", "visuals"},
    "writing": {"model", "engine", "storyboard", "film", "lint", "writers", "visuals"},
    "build": {
        "model",
        "engine",
        "score",
        "storyboard",
        "visuals",
        "render",
        "film",
        "lint",
        "writers",
        "writing",
    },
    "speaking": {"model", "engine", "storyboard", "build", "writing"},
    "commands": {"model", "engine", "build", "speaking", "writers", "writing"},
}
SPEAKS_WITH_THE_VOICE = {"writing", "build", "speaking", "commands", "stage", "film"}
"""The rooms that may import flaming_horse_voice; of the modules above them, all may."""
FOUNDATION = {f"{VOICE}.{module}" for module in
              ("files", "json_files", "toml_files", "own_folders", "trust", "children",
               "machine", "temporary", "runs")}  # fmt: skip
"""What both packages stand on. It lies in the voice's, which imports nothing from ours; every
room but `model`, which is values alone, may import it …"""
VALUES = {f"{VOICE}.runs"}
"""… but for what is values alone itself."""
LOOSE: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"commands"},
    "api": {"model", "engine", "storyboard", "writing", "build"},
    "config": set(),
    "display": set(),
    "doctor": {"build", "writers"},
    "errors": set(),
    "project": {"model", "engine"},
    "scene_helpers": set(),
}
"""What lies beside the rooms, and the rooms it may import: few modules, which many share."""
BESIDE: dict[str, set[str]] = {
    "engine": {"errors", "config"},
    "writing": {"errors", "config", "project", "display"},
    "build": {"errors", "config", "project", "display"},
    "speaking": {"errors", "config", "project"},
    "commands": {*LOOSE},
    "__init__": {"errors", "api"},
    "api": {"errors", "config", "project", "display"},
    "doctor": {"errors", "config"},
}
"""What of it others may import; who is not named here: the errors alone."""
PHASES = {"narration", "precache_voiceovers", "build_scenes", "scene_qc", "finished_film"}
"""The modules of `build` that are a phase: none imports another one, nor what drives them."""
DRIVERS = {"approving", "creation", "graph", "housekeeping", "linting", "look",
           "pipeline", "run"}  # fmt: skip

HEAVY = {"manim", "torch", "mlx", "onnxruntime"}
"""Imported inside functions only, in the processes that need them …"""
IN_THE_SCENE_PROCESS = ("flaming_horse.stage", "flaming_horse.render.writer",
                        "flaming_horse.visuals")  # fmt: skip
"""… except for what only the process that draws a scene loads …"""
KNOWN_EVERYWHERE = {f"flaming_horse.{module}" for module in
                    ("visuals", "visuals.kind", "visuals.kinds", "visuals.fields",
                     "visuals.blocks", "visuals.measures")}  # fmt: skip
"""… of which the table of kinds, and the `kind` of each, are no part: every process asks them."""

NOT_FOR_HELP = {"manim", "numpy", "av", "onnxruntime", "pydantic", "typst", "scipy", "PIL"}


def modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(SRC.rglob("*.py")):
        parts = file.relative_to(SRC).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


def imported(file: Path, *, at_import_time: bool = False) -> Iterator[tuple[str, int]]:
    """The dotted names that a module imports, with their lines."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    for node in _import_time(tree) if at_import_time else ast.walk(tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield alias.name, node.lineno
            case ast.ImportFrom():
                base = _absolute(node, file)
                yield base, node.lineno
                for alias in node.names:
                    yield f"{base}.{alias.name}", node.lineno
            case _:
                pass


def _absolute(node: ast.ImportFrom, file: Path) -> str:
    if not node.level:
        return node.module or ""
    package = file.relative_to(SRC).parent.parts
    base = package[: len(package) - node.level + 1]
    return ".".join((*base, node.module) if node.module else base)


def _import_time(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run when the module is imported: no function bodies, no TYPE_CHECKING blocks."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            yield from (found for other in child.orelse for found in (other, *_import_time(other)))
            continue
        yield child
        yield from _import_time(child)


def room(module: str) -> str:
    """`writing` of `flaming_horse.writing.gates`; empty for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


MODULES = list(modules())


def _breaches(module: str, name: str) -> str | None:
    """What is wrong when `module` imports `name`; None when it may."""
    top = name.split(".", maxsplit=1)[0]
    if top not in {OURS, VOICE}:
        return None
    if module.split(".", maxsplit=1)[0] == VOICE:
        return "the voice package imports nothing from flaming_horse" if top == OURS else None
    here = room(module) or "__init__"
    if top == VOICE:
        if here in LOOSE:
            return None
        basic = ".".join(name.split(".")[:2]) in (VALUES if here == "model" else FOUNDATION)
        known = basic or here in SPEAKS_WITH_THE_VOICE
        return None if known else f"{here} does not know the voice"
    there = room(name)
    if here == there == "build" and module.rpartition(".")[2] in PHASES:
        other = ([*name.split("."), ""])[2]
        if other in PHASES | DRIVERS and not module.endswith(f".{other}"):
            return "phases never import one another, nor what drives them"
    beside = BESIDE.get(here, {"errors"})
    rooms = ROOMS[here] if here in ROOMS else LOOSE[here]
    if _asks_kinds(module):
        rooms = rooms - {"stage", "typesetting"}
    if (here != "visuals" or _asks_kinds(module)) and not _asks_kinds(name):
        rooms, here = rooms - {"visuals"}, "" if here == "visuals" else here
    free = not there or there.startswith("__") or there in rooms | {here} | beside
    return None if free else f"{here} must not import {there}"


def _asks_kinds(name: str) -> bool:
    """Whether a module, or a name in one, is what every process may know of the visuals."""
    parts = name.split(".")
    known = {".".join(parts[: length + 1]) for length in range(2, len(parts))}
    kind = len(parts) > 3 and parts[1] == "visuals" and parts[3] == "kind"
    return kind or bool(known & KNOWN_EVERYWHERE) or name == "flaming_horse.visuals"


@pytest.mark.parametrize(("module", "file"), MODULES, ids=[name for name, _ in MODULES])
def test_imports_go_one_way(module: str, file: Path) -> None:
    found = [
        f"{file.relative_to(SRC)}:{line}: {name}: {breach}"
        for name, line in imported(file)
        if (breach := _breaches(module, name))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("module", "file"), MODULES, ids=[name for name, _ in MODULES])
def test_heavy_libraries_are_imported_late(module: str, file: Path) -> None:
    drawing = module.startswith(IN_THE_SCENE_PROCESS) and not _asks_kinds(module)
    heavy = HEAVY - {"manim"} if drawing else HEAVY | {"numpy"} if _asks_kinds(module) else HEAVY
    found = [
        f"{file.relative_to(SRC)}:{line}: {name}"
        for name, line in imported(file, at_import_time=True)
        if name.split(".", maxsplit=1)[0] in heavy
    ]
    assert not found, "\n".join(found)


def test_only_the_table_of_checks_knows_the_part_that_computes() -> None:
    part = f"{OURS}.lint.arithmetic"
    users = {
        module
        for module, file in MODULES
        for name, _ in imported(file)
        if name.startswith(part) and not module.startswith(part)
    }
    assert users == {f"{OURS}.lint"}


def test_all_that_the_stage_imports_of_other_rooms_draws_a_scene_anew_when_it_changes() -> None:
    used = {
        name
        for module, file in MODULES
        if module.startswith(f"{OURS}.stage")
        for name, _ in imported(file)
        if name in dict(MODULES) and room(name) in ROOMS and name.count(".") > 1
    }
    missed = {name for name in used if not any(f"{name}.".startswith(f"{by}.") for by in DRAWN_BY)}
    assert not missed


def test_every_room_has_its_rule() -> None:
    rooms = {file.parent.name for _, file in MODULES if file.parent.parent == SRC / OURS}
    assert rooms == set(ROOMS)
    assert {file.stem for _, file in MODULES if file.parent == SRC / OURS} == set(LOOSE)


def test_few_files_lie_beside_the_rooms() -> None:
    files = sorted(entry.name for entry in (SRC / OURS).iterdir() if entry.is_file())
    assert len(files) <= 10, files


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("flaming_horse.model.clip", "flaming_horse.film.sound"),
        ("flaming_horse.stage.layout", "flaming_horse.storyboard"),
        ("flaming_horse.stage.layout", "flaming_horse.render"),
        ("flaming_horse.film.mux", "flaming_horse.stage"),
        ("flaming_horse.lint.cues", "flaming_horse.visuals.lamps"),
        ("flaming_horse.lint.cues", "flaming_horse.visuals.plot.drawing"),
        ("flaming_horse.stage.layout", "flaming_horse.visuals"),
        ("flaming_horse.visuals.plot.kind", "flaming_horse.stage.layout"),
        ("flaming_horse.visuals.plot.kind", "flaming_horse.visuals.plot.drawing"),
        ("flaming_horse.visuals.kinds", "flaming_horse.visuals.gallery"),
        ("flaming_horse.score.rules", "flaming_horse.storyboard"),
        ("flaming_horse.score.rules", "flaming_horse.stage"),
        ("flaming_horse.engine.store", "flaming_horse.writing.gates"),
        ("flaming_horse.engine.store", "flaming_horse_voice"),
        ("flaming_horse.engine.store", "flaming_horse_voice.takes"),
        ("flaming_horse.model.clip", "flaming_horse_voice.files"),
        ("flaming_horse.build.narration", "flaming_horse.build.finished_film"),
        ("flaming_horse.writing.gates", "flaming_horse.build.pipeline"),
        ("flaming_horse.writing.gates", "flaming_horse.speaking.voices"),
        ("flaming_horse.writers.script", "flaming_horse.writing.gates"),
        ("flaming_horse.build.pipeline", "flaming_horse.speaking.voices"),
        ("flaming_horse.build.pipeline", "flaming_horse.commands.terminal"),
        ("flaming_horse.speaking.voices", "flaming_horse.commands.cli"),
        ("flaming_horse.project", "flaming_horse.build.housekeeping"),
        ("flaming_horse.errors", "flaming_horse.config"),
        ("flaming_horse_voice.takes", "flaming_horse.errors"),
    ],
)
def test_the_rules_find_a_breach(module: str, name: str) -> None:
    assert _breaches(module, name)


def test_the_process_that_runs_the_phases_loads_no_heavy_library() -> None:
    build = [name for name, _ in MODULES if name.startswith("flaming_horse.build")]
    program = f"import {', '.join(['sys', *build])}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.parametrize("arguments", [["--help"], ["create", "--help"], ["--version"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['flaming-horse', *{arguments!r}]\n"
        "from flaming_horse.commands.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print('loaded:', *sorted(set(name.split('.')[0] for name in sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    loaded = done.stdout.rpartition("loaded: ")[2].split()
    assert "flaming_horse" in loaded
    # Typer itself takes pydantic to read the options of a command, where it is there.
    by_typer = {"pydantic"} if arguments[0] == "create" else set[str]()
    assert not set(loaded) & (NOT_FOR_HELP - by_typer)
