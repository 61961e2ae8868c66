"""A filter of system calls: no sockets, no namespaces, nothing done to other processes.

https://docs.kernel.org/userspace-api/seccomp_filter.html. A list of what is refused, not of what
is allowed: libraries need too many calls, and files are what Landlock and bubblewrap guard. It
closes what these leave open: every kind of network where the kernel's Landlock knows none or only
TCP, keyrings, memory outside of the limits, and (`alone`, without bubblewrap) modes, owners and
times of files.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Mapping

from flaming_horse_voice.children.landlock import no_new_privileges

_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _MASK, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_X32_BIT = 0x40000000

# CLONE_NEW… of namespaces: mount, cgroup, UTS, IPC, user, process numbers, network
_NAMESPACES = sum(1 << bit for bit in (17, 25, 26, 27, 28, 29, 30))
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_SOCK_DGRAM = 2
_SET_OWNER = (8, 15)  # F_SETOWN, F_SETOWN_EX: who gets a descriptor's signals

# The numbers are those of syscall_64.tbl and of asm-generic/unistd.h in the kernel's source.
_SINCE_5 = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430,
    "fsconfig": 431, "fsmount": 432, "fspick": 433, "clone3": 435, "pidfd_getfd": 438,
    "process_madvise": 440, "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447,
    "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "open_tree_attr": 467,
    "file_setattr": 469,
}  # fmt: skip
_X86_64 = {
    "ioctl": 16, "shmget": 29, "socketpair": 53, "fcntl": 72, "rt_sigqueueinfo": 129,
    "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
    "sched_setaffinity": 203, "ioprio_set": 251, "rt_tgsigqueueinfo": 297,
    "sched_setattr": 314, "socket": 41, "clone": 56, "kill": 62, "semget": 64,
    "msgget": 68, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94,
    "ptrace": 101, "syslog": 103, "utime": 132, "modify_ldt": 154, "pivot_root": 155,
    "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165,
    "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170,
    "setdomainname": 171, "iopl": 172, "ioperm": 173, "init_module": 175,
    "delete_module": 176, "quotactl": 179, "setxattr": 188, "lsetxattr": 189,
    "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
    "tkill": 200, "lookup_dcookie": 212, "clock_settime": 227, "tgkill": 234, "utimes": 235,
    "mq_open": 240, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250,
    "fchownat": 260, "futimesat": 261, "fchmodat": 268, "unshare": 272, "utimensat": 280,
    "perf_event_open": 298, "fanotify_init": 300, "prlimit64": 302,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308,
    "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
    "memfd_create": 319, "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323,
}  # fmt: skip
_GENERIC = {
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15,
    "fremovexattr": 16, "lookup_dcookie": 18, "ioctl": 29, "umount2": 39, "mount": 40,
    "pivot_root": 41, "chroot": 51, "fchmod": 52, "fchmodat": 53, "fchownat": 54,
    "fchown": 55, "quotactl": 60, "utimensat": 88, "acct": 89, "unshare": 97,
    "kexec_load": 104, "init_module": 105, "delete_module": 106, "clock_settime": 112,
    "syslog": 116, "ptrace": 117, "kill": 129, "tkill": 130, "tgkill": 131, "reboot": 142,
    "sethostname": 161, "setdomainname": 162, "settimeofday": 170, "adjtimex": 171,
    "mq_open": 180, "msgget": 186, "semget": 190, "shmget": 194,
    "socketpair": 199, "fcntl": 25, "ioprio_set": 30,
    "sched_setparam": 118, "sched_setscheduler": 119, "sched_setaffinity": 122,
    "rt_sigqueueinfo": 138, "setpriority": 140, "rt_tgsigqueueinfo": 240,
    "sched_setattr": 274, "socket": 198,
    "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220, "swapon": 224,
    "swapoff": 225, "perf_event_open": 241, "prlimit64": 261, "fanotify_init": 262,
    "name_to_handle_at": 264, "open_by_handle_at": 265, "clock_adjtime": 266, "setns": 268,
    "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273,
    "memfd_create": 279, "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294,
}  # fmt: skip
_MACHINES: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "x86_64": (0xC000003E, {**_X86_64, **_SINCE_5}),
    "aarch64": (0xC00000B7, {**_GENERIC, **_SINCE_5}),
}

# Callers of these have another way where a kernel does not know them.
_UNKNOWN = ("clone3", "memfd_create", "io_uring_setup", "io_uring_enter", "io_uring_register")
# Calls about a process, and which argument says of which: 0 is the one that calls.
_OF_A_PROCESS = {
    "prlimit64": 0, "setpriority": 1, "ioprio_set": 1, "sched_setparam": 0,
    "sched_setscheduler": 0, "sched_setaffinity": 0, "sched_setattr": 0,
}  # fmt: skip
_SIGNALS = ("kill", "tgkill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
# Allowed for some arguments; see `_filter`.
_SOMETIMES = (*_OF_A_PROCESS, *_SIGNALS, "clone", "ioctl", "socketpair", "fcntl")
# Without bubblewrap these would reach every file of the user: they do nothing, and say so to nobody
_PRETENDED = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"),
    *("utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr"),
    *("removexattr", "lremovexattr", "fremovexattr", "setxattrat", "removexattrat"),
    "file_setattr",
)


def is_there() -> bool:
    """Whether this kernel filters system calls, and we know its numbers on this machine."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - read as a stream
            return any(line.startswith("Seccomp:") for line in status)
    except OSError:
        return False


def restrict(*, alone: bool, own_signals_only: bool) -> None:
    """Filter the calls of this process and all that it starts, for good.

    `alone` says that bubblewrap is not around it; `own_signals_only`, that this process may signal
    nobody but itself, as Landlock does not keep it from others. Raises OSError when the kernel
    refuses.
    """
    _install(_filter(alone=alone, own_signals_only=own_signals_only))


def _install(program: list[bytes]) -> None:
    code = ctypes.create_string_buffer(b"".join(program), len(program) * 8)
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    no_new_privileges()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, _MODE_FILTER, header, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def refuse_sockets() -> None:
    """No socket for the thread that calls this and those that it starts, for good.

    Other threads of the process keep theirs. Raises OSError when the kernel refuses, and where
    nothing filters the calls (`is_there`).
    """
    if not is_there():
        raise OSError(errno.ENOSYS, "no filter of system calls here")
    architecture, numbers = _MACHINES[platform.machine()]
    _install(
        [
            _step(_LOAD, _ARCHITECTURE_AT),
            _step(_EQUAL, architecture, 1, 0),
            _step(_RETURN, _ALLOW),
            _step(_LOAD, _NUMBER_AT),
            _step(_EQUAL, numbers["socket"], 0, 1),
            _refuse(errno.EACCES),
            _step(_RETURN, _ALLOW),
        ]
    )


def _filter(*, alone: bool, own_signals_only: bool) -> list[bytes]:
    architecture, numbers = _MACHINES[platform.machine()]
    load_number = _step(_LOAD, _NUMBER_AT)
    program = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL),
        load_number,
    ]
    if platform.machine() == "x86_64":
        program += [_step(_AT_LEAST, _X32_BIT, 0, 1), _refuse(errno.ENOSYS)]
    if alone:
        # `touch` asks for the time of now, and makes the file where that fails.
        program += _if_call(numbers["utimensat"], 2, [_step(_EQUAL, 0, 0, 1)])
    for name, number in numbers.items():
        if name in _SOMETIMES or (name in _PRETENDED and not alone):
            continue
        answer = errno.EPERM if name not in _UNKNOWN else errno.ENOSYS
        answer = 0 if name in _PRETENDED else errno.EACCES if name == "socket" else answer
        program += [_step(_EQUAL, number, 0, 1), _refuse(answer)]
    program += _if_call(numbers["clone"], 0, [_step(_ANY_BIT, _NAMESPACES, 0, 1)])
    for request in (_TIOCSTI, _TIOCLINUX):
        program += _if_call(numbers["ioctl"], 1, [_step(_EQUAL, request, 0, 1)])
    # one end of such a pair could send to any socket in the file system
    datagram = [_step(_MASK, 0xF), _step(_EQUAL, _SOCK_DGRAM, 0, 1)]
    program += _if_call(numbers["socketpair"], 1, datagram)
    for name, argument in _OF_A_PROCESS.items():
        program += _if_call(numbers[name], argument, [_step(_EQUAL, 0, 1, 0)])
    for name in _SIGNALS if own_signals_only else ():
        program += _if_call(numbers[name], 0, [_step(_EQUAL, os.getpid(), 1, 0)])
    for command in _SET_OWNER if own_signals_only else ():
        program += _if_call(numbers["fcntl"], 1, [_step(_EQUAL, command, 0, 1)])
    return [*program, _step(_RETURN, _ALLOW)]


def _if_call(number: int, argument: int, test: list[bytes]) -> list[bytes]:
    """For this call: load an argument's lower half, and refuse where `test` does not skip that."""
    return [
        _step(_EQUAL, number, 0, 3 + len(test)),
        _step(_LOAD, _ARGUMENTS_AT + 8 * argument),
        *test,
        _refuse(errno.EPERM),
        _step(_LOAD, _NUMBER_AT),
    ]


def _refuse(number: int) -> bytes:
    return _step(_RETURN, _ERRNO | number)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
