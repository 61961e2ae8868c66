"""Every file of a finished project flipped, cut, emptied, replaced by garbage, a folder, a FIFO."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from chaos_suite.bench import BUILD, KNOWN_CODES, NAME, Bench, Ended, Failed, Undisturbed, finish

OURS_TO_ASK = (".flaming-horse/made-here", ".flaming-horse/source.json")
"""What was taken into a project, and who made it: a person is asked, for nothing remakes that."""


def _flip(file: Path, rng: random.Random) -> None:
    content = bytearray(file.read_bytes())
    if content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    _write(file, bytes(content))


def _cut(file: Path, rng: random.Random) -> None:
    content = file.read_bytes()
    _write(file, content[: rng.randrange(len(content) or 1)])


def _empty(file: Path, _rng: random.Random) -> None:
    _write(file, b"")


def _garbage(file: Path, rng: random.Random) -> None:
    _write(file, rng.randbytes(rng.choice([1, 40, 5000])))


def _nested(file: Path, rng: random.Random) -> None:
    _write(file, b"[" * rng.choice([3000, 100_000]))


def _other_type(file: Path, rng: random.Random) -> None:
    _write(file, rng.choice([b"null", b"[]", b"{}", b"5", b'{"format": 1}', b'"x"', b"1e999"]))


def _gone(file: Path, _rng: random.Random) -> None:
    file.unlink()


def _folder(file: Path, rng: random.Random) -> None:
    file.unlink()
    file.mkdir()
    if rng.random() < 0.5:
        (file / "inside").write_text("x", encoding="utf-8")


def _fifo(file: Path, _rng: random.Random) -> None:
    file.unlink()
    os.mkfifo(file)


def _write(file: Path, content: bytes) -> None:
    """Write over a file that may be read-only, or shared with another by a hard link."""
    file.unlink()
    file.write_bytes(content)


DAMAGES: dict[str, Callable[[Path, random.Random], None]] = {
    "flipped": _flip,
    "cut": _cut,
    "emptied": _empty,
    "garbage": _garbage,
    "nested": _nested,
    "other type": _other_type,
    "gone": _gone,
    "a folder": _folder,
    "a FIFO": _fifo,
}
WEIGHTS = (6, 3, 2, 3, 1, 2, 2, 3, 2)


def corrupted(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """One damaged file: told or mended by the next builds, and nothing of a person's lost."""
    expected.put_back(bench, fresh=False)
    files = [path for path in sorted(bench.project.rglob("*")) if path.is_file()]
    file = rng.choice(files)
    name = file.relative_to(bench.project).as_posix()
    whole = file.read_bytes()
    how = rng.choices([*DAMAGES], WEIGHTS)[0]
    DAMAGES[how](file, rng)
    what = f"{name} {how}"
    try:
        _tried(bench, file, name, whole, expected)
    except Failed as failed:
        raise Failed(f"{what}: {failed}") from None
    return how


def _tried(bench: Bench, file: Path, name: str, whole: bytes, expected: Undisturbed) -> None:
    persons = name in expected.persons or name.startswith(("scenes/", "voice/"))
    persons = persons or name in OURS_TO_ASK
    damaged = _look_of(file)
    told = bench.run("status", NAME, "--voice", "tone", "--quality", "draft").refuse_bugs()
    if told.code not in KNOWN_CODES or _look_of(file) != damaged:
        raise Failed(f"status: exit code {told.code}, or it changed the file: {told.said[-400:]}")
    built = bench.run(*BUILD).refuse_bugs()
    if built.code not in KNOWN_CODES:
        raise Failed(f"exit code {built.code}: {built.said[-600:]}")
    if persons:
        changed = name in expected.persons and _look_of(file) != damaged
        if changed and f"{file.name} was cut short" not in built.said:
            raise Failed(f"a person's file was changed: {built.said[-400:]}")
    elif built.code == 2:
        _need_remedy(built, file)
    elif built.code:
        raise Failed(f"exit code {built.code}: {built.said[-600:]}")
    if persons or built.code:
        _put_back(file, whole if persons else None)
    finish(bench, expected)


def _need_remedy(built: Ended, file: Path) -> None:
    """The message names the file, or the folder it lies in, and says what to do."""
    if file.name not in built.said and file.parent.name not in built.said:
        raise Failed(f"the file is not named: {built.said[-400:]}")
    if "\n  " not in built.said:
        raise Failed(f"no remedy: {built.said[-400:]}")


def _put_back(file: Path, whole: bytes | None) -> None:
    """As a person would: move away what is in the way, and put back what was there."""
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)
    if whole is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(whole)


def _look_of(file: Path) -> object:
    if file.is_file():
        return file.read_bytes()
    return "folder" if file.is_dir() else "other" if file.exists() else "nothing"
