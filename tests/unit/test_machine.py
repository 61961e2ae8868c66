"""What the machine cannot give is told in one way, whatever its face."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from flaming_horse.engine import failures
from flaming_horse.errors import ExitCode, MachineFailed
from flaming_horse_voice import machine
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import Unreadable, read_bytes
from flaming_horse_voice.workers.protocol import error_of, refusal_of


def numbered(number: int, *files: str) -> OSError:
    return OSError(number, os.strerror(number), *files)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (numbered(errno.ENOSPC, "/media/a"), "The disk is full: /media/a"),
        (numbered(errno.EDQUOT, "/media/a"), "share of the disk is used up: /media/a"),
        (numbered(errno.EIO, "/media/a"), "input/output error"),
        (numbered(errno.EROFS, "/media/a"), "read-only: /media/a"),
        (numbered(errno.ENOLCK, "/media/a"), "no locks"),
        (numbered(errno.EMFILE, "/media/a"), "Too many files are open at once."),
        (numbered(errno.EAGAIN), "No more processes or threads"),
        (MemoryError(), "Memory ran out."),
        (RuntimeError("can't start new thread"), "No more processes or threads"),
        (ImportError("a.so: failed to map segment from shared object"), "Memory ran out."),
        (RuntimeError("System error: No space left on device"), "The disk is full"),
        (FileNotFoundError(2, "No usable temporary directory found in ['/t']"), "disk is full"),
    ],
)
def test_every_face_of_a_shortage_is_told(error: Exception, said: str) -> None:
    failed = machine.trouble(error)
    assert failed is not None
    assert said in str(failed)
    assert failed.remedy


def test_what_led_to_an_error_is_looked_through() -> None:
    error = ValueError("no film")
    error.__cause__ = numbered(errno.ENOSPC, "/media/a")
    assert "/media/a" in str(machine.trouble(error))


def test_a_users_words_are_no_shortage() -> None:
    assert machine.trouble(WrongInput("the line 'out of memory' cannot be read")) is None
    assert machine.trouble(ValueError("out of memory")) is None
    assert machine.trouble(FileNotFoundError(2, "No such file or directory", "/x")) is None


def test_last_words_of_a_process_tell_a_shortage() -> None:
    said = "OpenBLAS error: Memory allocation still failed after 10 retries, giving up."
    assert "Memory ran out." in str(machine.trouble_in(said))
    assert machine.trouble_in("Segmentation fault") is None


def test_it_crosses_to_other_processes_with_its_exit_code(tmp_path: Path) -> None:
    plain = failures.plain(numbered(errno.ENOSPC), str(tmp_path))
    assert plain is not None
    rebuilt = failures.rebuilt(plain)
    assert isinstance(rebuilt, MachineFailed)
    assert rebuilt.exit_code == ExitCode.MACHINE_FAILED == 8
    told = refusal_of(MemoryError())
    assert told is not None
    assert error_of({"code": told.code, "what": told.what}).exit_code == 8


def test_what_may_not_be_written_in_our_folder_is_no_bug(tmp_path: Path) -> None:
    told = failures.plain(numbered(errno.EACCES, f"{tmp_path}/unfinished"), str(tmp_path))
    assert told is not None
    assert told["exit_code"] == ExitCode.WRONG_INPUT
    assert "Permission denied" in told["what"]
    assert failures.plain(numbered(errno.EACCES, "/elsewhere/x"), str(tmp_path)) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (numbered(errno.EISDIR, "/p/.film.unfinished", None, "/p/film.mp4"), "/p/film.mp4: Is a"),  # type: ignore[arg-type]
        (numbered(errno.ENOTDIR, "/p/media"), "move the file away"),
        (numbered(errno.ENOENT, "/p/x"), "Make the folder"),
        (numbered(errno.EACCES, "/nowhere/x"), "right to write"),
    ],
)
def test_refusals_name_the_target_and_what_to_do(error: OSError, said: str) -> None:
    assert said in str(machine.refusal(error))


def test_an_unreadable_file_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x"
    file.touch()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.R_OK)  # root may read all
    assert "right to read" in str(machine.refusal(numbered(errno.EACCES, str(file))))


def test_a_worker_that_had_no_room_to_say_so_is_told_as_a_full_disk(tmp_path: Path) -> None:
    said = f"it ended with status 120: no space left on device: {tmp_path}. "
    assert f"The disk is full: {tmp_path}" in str(machine.trouble_in(said, tmp_path))


def test_a_folder_in_place_of_a_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=str(tmp_path)):
        read_bytes(tmp_path, 10)
