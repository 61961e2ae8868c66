"""Kills a build from inside at its N-th rename, in whichever of its processes that happens.

On the path of every Python process of the build. `KILL_AT_RENAME` is N, `KILL_STATE` a folder
that the processes share: the build's own pid, and one byte for each rename so far. Half of the
renames are let through before the kill, half are not.
"""

import os
import signal

_state = os.environ.get("KILL_STATE")
_at = int(os.environ.get("KILL_AT_RENAME", "0"))

if _state and _at:
    _replace = os.replace
    _pid_file = os.path.join(_state, "pid")
    if not os.path.exists(_pid_file):
        with open(_pid_file, "w") as file:
            file.write(str(os.getpid()))

    def _count() -> int:
        handle = os.open(os.path.join(_state, "renames"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, b".")
        size = os.fstat(handle).st_size
        os.close(handle)
        return size

    def _kill() -> None:
        with open(_pid_file) as file:
            os.kill(int(file.read()), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def replace(source, target, **folders):
        reached = "flaming-horse" in os.path.abspath(os.fspath(target)) and _count() == _at
        if reached and _at % 2:
            _kill()
        _replace(source, target, **folders)
        if reached:
            _kill()

    os.replace = replace
