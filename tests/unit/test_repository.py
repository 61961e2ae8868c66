"""What must hold for the repository as a whole: what is in it, and what is not."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
MODULES = sorted((ROOT / "src").rglob("*.py"))
LINES = 300
"""More than about this many is a sign that a module is two."""

# Parts of these words stand apart so that this file does not find itself.
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "/sim" + "ple/")
MACHINE_PATHS = tuple("/" + path for path in ("work/main", "work/shared", "opt/pypi", "opt/wheels"))

_NOT_OURS = {".git", ".venv", ".home", "log", "projects", "dist", "media", "uv.lock"}
_CACHES = re.compile(r"__pycache__|\.(pytest|ruff)_cache|\.hypothesis|\.egg-info|\.DS_Store")


def tracked() -> list[Path]:
    """The repository's files: as git knows them, or all of a plain copy of it."""
    if (ROOT / ".git").exists():
        try:
            listed = subprocess.run(
                ["git", "-C", str(ROOT), "ls-files", "-z"],
                capture_output=True,
                text=True,
                check=True,
            )
            files = [ROOT / name for name in listed.stdout.split("\0") if name]
            return [file for file in files if file.is_file()]
        except (OSError, subprocess.CalledProcessError):
            pass  # no git here, or a checkout of somebody else: the folder tells as well
    return [
        file
        for top in ROOT.iterdir()
        if top.name not in _NOT_OURS
        for file in ([top] if top.is_file() else top.rglob("*"))
        if file.is_file() and not _CACHES.search(str(file.relative_to(ROOT)))
    ]


def lines_of(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


@pytest.mark.parametrize("words", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_no_file_holds_an_address_of_this_machine(words: tuple[str, ...]) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for file in tracked()
        for number, line in enumerate(lines_of(file), 1)
        if any(word in line for word in words)
    ]
    assert not found, "\n".join(found)


def test_nothing_generated_is_kept() -> None:
    names = [str(file.relative_to(ROOT)) for file in tracked()]
    generated = re.compile(r"(^|/)(uv\.lock|project_state\.json|takes\.json)$|\.(mp4|onnx|pyc)$")
    assert not [name for name in names if generated.search(name)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_is_pinned_and_has_hashes(lock: Path) -> None:
    entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
        assert "://" not in entry, entry[:80]


def test_the_locks_hold_what_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "base": project["project"]["dependencies"],
        "dev": project["dependency-groups"]["dev"],
        "build": project["dependency-groups"]["build"] + project["build-system"]["requires"],
    }
    for name, requirements in asked.items():
        lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        locked = {line.split("==")[0].split("[")[0] for line in lock.splitlines() if "==" in line}
        wanted = {re.split(r"[\[=<>~! ]", requirement)[0] for requirement in requirements}
        assert wanted <= locked, f"{name}.txt: run scripts/lock.sh"


def test_a_long_module_is_pointed_out() -> None:
    """A warning list, not a limit: the reviewer decides whether a room is missing."""
    long = {str(file.relative_to(ROOT)): len(lines_of(file)) for file in MODULES}
    for name, count in sorted(long.items()):
        if count > LINES:
            warnings.warn(f"{name} has {count} lines; {LINES} is where to split", stacklevel=1)


TWICE = {
    *("MachineFailed", "NotInstalled", "VoiceFailed", "WrongInput"),  # the voice's and ours
    *("Cell", "Drawing", "Film", "Formula", "Frame", "Heading", "Outline", "Part", "Piece"),
    *("Plan", "Quote", "Recording", "Scene", "Source", "Table", "Wishes", "Words"),  # of writers
    *("Check", "Findings", "Passage", "Settings", "Target", "Token"),
}
"""Names of several public classes today. It may become shorter, not longer."""


def test_a_class_has_its_name_for_itself() -> None:
    classes: dict[str, list[str]] = {}
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    several = {name: files for name, files in classes.items() if len(files) > 1}
    assert not {name: files for name, files in several.items() if name not in TWICE}


PAGES = [file for file in tracked() if file.suffix == ".md" and "examples" not in file.parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(
        r"^(`{3,})[^\n]*\n.*?^\1", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
            slugs = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
            assert anchor in slugs, target


SCRIPTS = ["scripts/create_video.sh", "scripts/test.sh", "scripts/setup.sh", "scripts/lock.sh"]


@pytest.mark.parametrize("script", [*SCRIPTS, "scripts/voice_environments.sh", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_create_video_without_arguments_says_how() -> None:
    script = ROOT / "scripts" / "create_video.sh"
    done = subprocess.run([str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--script FILE" in done.stderr
    done = subprocess.run([str(script), "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "--script FILE" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="a folder without programs needs coreutils")
def test_set_up_without_rights_names_the_one_command(tmp_path: Path) -> None:
    """No compiler, no sudo, not root: exit 3 and a line to type, and nothing is left half-done."""
    checkout = tmp_path / "with a space"
    (checkout / "scripts").mkdir(parents=True)
    (checkout / "requirements").mkdir()
    for name in (
        "scripts/setup.sh",
        "scripts/environment.sh",
        "pyproject.toml",
        *(f"requirements/{p.name}" for p in LOCKS),
    ):
        target = checkout / name
        target.write_bytes((ROOT / name).read_bytes())
        target.chmod((ROOT / name).stat().st_mode)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "env", "dirname", "readlink", "mkdir", "date", "df", "awk", "uname",
                 "sha256sum", "cut", "cat", "tr", "flock"):  # fmt: skip
        found = next(p for d in ("/usr/bin", "/bin") if (p := Path(d) / name).exists())
        (programs / name).symlink_to(found)
    for name, does in {"apt-get": "exit 9", "id": "echo 1000"}.items():
        (programs / name).write_text(f"#!/bin/bash\n{does}\n")
        (programs / name).chmod(0o755)
    (programs / "python3").symlink_to(sys.executable)

    done = subprocess.run(
        ["bash", "-c", 'exec "$0"', str(checkout / "scripts" / "setup.sh")],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 3, done.stderr
    assert "sudo apt-get update && sudo apt-get install --no-install-recommends" in done.stderr
    assert "libcairo2-dev libpango1.0-dev" in done.stderr
    assert not (checkout / ".venv").exists()


def test_the_errors_that_are_explained_are_those_that_are_printed() -> None:
    code = [file for top in ("src", "scripts") for file in (ROOT / top).rglob("*.*")]
    text = "".join(
        file.read_text(encoding="utf-8") for file in code if file.suffix in (".py", ".sh")
    )
    text = re.sub(r'"\n\s*f?"', "", text)  # messages of several strings
    explained = re.findall(r"\*\*`(.+?)`\*\*", (ROOT / "docs" / "errors.md").read_text("utf-8"))
    assert len(explained) > 30
    lost = [words for words in explained if any(w not in text for w in words.split("…"))]
    assert not lost


def test_the_page_about_the_house_names_files_and_rooms_that_are_there():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:py|md))`", page))
    there = [f"/{file.relative_to(ROOT).as_posix()}" for file in tracked()]
    gone = {name for name in named if "NAME" not in name
            and not any(path.endswith(f"/{name}") for path in there)}  # fmt: skip
    assert not gone
    inside = (file.relative_to(ROOT / "src" / "flaming_horse").parts for file in tracked()
              if file.is_relative_to(ROOT / "src" / "flaming_horse"))  # fmt: skip
    rooms = {parts[0] for parts in inside if len(parts) > 1}
    assert rooms <= set(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE))
