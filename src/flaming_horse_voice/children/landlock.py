"""Landlock: the kernel lets this process touch only the files that it is given (Linux 5.13).

https://docs.kernel.org/userspace-api/landlock.html. By ctypes, as Python has no call for it. What
it does not cover depends on the kernel: truncating files from version 3 on, TCP from 4, signals
and abstract sockets from 6. Changing modes, owners and times of files it never covers; `seccomp`
does.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522

_EXECUTE, _WRITE, _READ, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_READING = _EXECUTE | _READ | _READ_DIR
# no links, sockets, pipes and devices: nothing that is made here is anything but a file
_WRITING = _WRITE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _REFER | _TRUNCATE
_ALL_SINCE = {1: (1 << 13) - 1, 2: _REFER, 3: _TRUNCATE, 5: _IOCTL}
_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
TCP_SINCE, SIGNALS_SINCE = 4, 6


@lru_cache(maxsize=1)
def version() -> int:
    """The version that this kernel has; 0 when it has none, or does not let us use it."""
    if sys.platform != "linux":
        return 0
    return max(0, _libc().syscall(_CREATE, None, 0, _VERSION))


def restrict(
    readable: Iterable[Path], writable: Iterable[Path], devices: Iterable[Path] = ()
) -> None:
    """Leave this process, and all that it starts, these files and folders with all in them.

    `devices` may be read, written to and controlled. What is not there is passed over. Raises
    OSError when the kernel refuses. There is no way back.
    """
    known = version()
    handled = sum(bits for since, bits in _ALL_SINCE.items() if since <= known)
    parts = [handled, _TCP if known >= TCP_SINCE else 0]
    parts.append(_ABSTRACT_SOCKETS_AND_SIGNALS if known >= SIGNALS_SINCE else 0)
    size = 8 if known < TCP_SINCE else 16 if known < SIGNALS_SINCE else 24
    ruleset = _checked(_libc().syscall(_CREATE, struct.pack("=3Q", *parts), size, 0))
    try:
        rules = [(path, _READING) for path in readable]
        rules += [(path, _READING | _WRITING) for path in writable]
        rules += [(path, _READ | _WRITE | _READ_DIR | _IOCTL) for path in devices]
        for path, rights in rules:
            _allow(ruleset, path, rights & handled)
        no_new_privileges()
        _checked(_libc().syscall(_RESTRICT, ruleset, 0))
    finally:
        os.close(ruleset)


def no_new_privileges() -> None:
    """No program that this process starts gets rights that it has not (set-user-ID)."""
    _checked(_libc().prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def drop_capabilities() -> None:
    """What root may more than others, this process and what it starts may not.

    After `no_new_privileges`: then no program gives them back.
    """
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc().capset(header, bytes(24)))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(at).st_mode):
            rights &= _OF_FILES
        rule = struct.pack("=Qi", rights, at)
        _checked(_libc().syscall(_ADD, ruleset, _PATH_BENEATH, rule, 0))
    finally:
        os.close(at)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno() or errno.EPERM
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
