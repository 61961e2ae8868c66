"""Errors as the protocol has them."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any, TypeAlias

from .engine import Refused

_OF_THE_MACHINE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOLCK),
}
OUT_OF_MEMORY = ("out of memory", "insufficient memory", "can't allocate", "cannot allocate")
"""How PyTorch, CUDA, Metal ("[METAL] Command buffer execution failed: Insufficient Memory"), MLX
and the system say it."""


Explained: TypeAlias = Callable[[BaseException], "Refused | None"]
"""What an error means that the engine's own package has words for; None for all others."""


def memory_ran_out(words_of_library: str) -> bool:
    """Whether a library's words mean that memory ran out."""
    return any(words in words_of_library.lower() for words in OUT_OF_MEMORY)


def not_loaded(error: Exception, folder: str, service: str) -> Refused | None:
    """What a failure while loading a model's files means; None for what has words of its own."""
    own = isinstance(error, (Refused, MemoryError, ImportError))
    if own or memory_ran_out(str(error)):
        return None
    last = (str(error).strip().splitlines() or [""])[0][:200]
    return Refused(
        "not_installed",
        f"the model {folder} cannot be loaded: {type(error).__name__}: {last}",
        "its files are damaged, or not those of a Qwen3-TTS model; fetch them again:"
        f" flaming-horse voice setup --engine {service}",
    )


def as_answer(error: BaseException, explained: Explained = lambda _: None) -> dict[str, Any]:
    """An error as the protocol has it; a library's own with its kind."""
    if not isinstance(error, Refused):
        error = explained(error) or error
    if isinstance(error, Refused):
        answer = {"ok": False, "code": error.code, "what": error.what, "remedy": error.remedy}
        return {**answer, "again": True} if error.again else answer
    import traceback

    traceback.print_exception(type(error), error, error.__traceback__)
    code = "voice_failed"
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        code, what = "machine_failed", f"{error.strerror}: {error.filename or 'no file was named'}"
        remedy = "make room, or mend that place, and run again"
    elif isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        what, remedy = f"{error.filename}: {error.strerror}", "make room, or mend that place"
    elif isinstance(error, MemoryError) or memory_ran_out(str(error)):
        code = "machine_failed" if isinstance(error, MemoryError) else code  # else a GPU's
        what = f"memory ran out: {str(error).splitlines()[0] if str(error) else 'MemoryError'}"
        remedy = "close other programs, set batch = 1, or choose the 0.6B model"
    else:
        what, remedy = f"{type(error).__name__}: {error}", ""
    return {"ok": False, "code": code, "what": what, "remedy": remedy}
