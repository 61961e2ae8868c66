"""Calls of the kernel that undo walls, and ways around them."""

import ctypes
import os
import stat
import struct
import subprocess
from pathlib import Path

from escapes import escape

libc = ctypes.CDLL(None, use_errno=True)
X86 = os.uname().machine == "x86_64"
NAMESPACES = {"mount": 1 << 17, "user": 1 << 28, "network": 1 << 30, "process": 1 << 29}


def call(x86, generic, *arguments):
    done = libc.syscall(x86 if X86 else generic, *arguments)
    return f"gave {done}" if done >= 0 else None


for kind, flag in NAMESPACES.items():

    @escape(f"a namespace of its own: {kind}")
    def _(t, flag=flag):
        return call(272, 97, flag)


@escape("a namespace by clone")
def _(t):
    done = libc.syscall(56 if X86 else 220, NAMESPACES["user"] | 17, 0, 0, 0, 0)
    if done == 0:
        os._exit(0)
    return f"child {done}" if done > 0 else None


@escape("a namespace by clone3")
def _(t):
    arguments = struct.pack("=8Q", NAMESPACES["user"], 0, 0, 0, 17, 0, 0, 0)
    done = libc.syscall(435, arguments, len(arguments))
    if done == 0:
        os._exit(0)
    return f"child {done}" if done > 0 else None


@escape("a namespace by the program unshare")
def _(t):
    done = subprocess.run(["unshare", "-Ur", "id", "-u"], capture_output=True, check=False)
    return done.stdout.decode().strip() or None


@escape("enter another process's namespace")
def _(t):
    at = os.open(f"/proc/{t.victim}/ns/mnt", os.O_RDONLY)
    return call(308, 268, at, 0)


@escape("enter the namespace of process 1")
def _(t):
    at = os.open("/proc/1/ns/user", os.O_RDONLY)
    return call(308, 268, at, 0)


@escape("another sandbox inside")
def _(t):
    command = ["bwrap", "--bind", "/", "/", "--unshare-user", "--unshare-pid", "true"]
    done = subprocess.run(command, capture_output=True, check=False)
    return "it started" if done.returncode == 0 else None


@escape("mount")
def _(t):
    if not t.real:
        return None
    return call(165, 40, b"none", os.fsencode(t.outputs), b"tmpfs", 0, None)


@escape("mount the parent's folder again, writable")
def _(t):
    return call(165, 40, None, os.fsencode(t.inputs), None, 32, None)  # MS_REMOUNT


@escape("unmount what hides the system")
def _(t):
    return call(166, 39, b"/tmp" if t.real else b"/nonexistent", 2)


@escape("the new calls for mounting")
def _(t):
    return call(430, 430, b"tmpfs", 0) or call(428, 428, -100, b"/", 1)


@escape("chroot and climb out")
def _(t):
    folder = Path(t.outputs, f"cage-{t.number}")
    folder.mkdir()
    os.chroot(folder)
    for _ in range(30):
        os.chdir("..")
    os.chroot(".")
    return "climbed"


@escape("change the root")
def _(t):
    return call(155, 41, os.fsencode(t.outputs), os.fsencode(t.outputs)) if t.real else None


@escape("a handle instead of a path")
def _(t):
    room = ctypes.create_string_buffer(struct.pack("=Ii", 128, 0) + bytes(128), 136)
    mount = ctypes.c_int()
    libc.syscall(303 if X86 else 264, -100, os.fsencode(t.secret), room, ctypes.byref(mount), 0)
    for at in (-100, os.open("/usr", os.O_RDONLY)):
        opened = libc.syscall(304 if X86 else 265, at, room, 0)
        if opened >= 0:
            return os.read(opened, 100).decode()
    return None


@escape("a device of its own")
def _(t):
    node = Path(t.outputs, f"disk-{t.number}")
    os.mknod(node, 0o666 | stat.S_IFBLK, os.makedev(254, 0))
    return "made"


@escape("a memory device of its own")
def _(t):
    node = Path(t.outputs, f"mem-{t.number}")
    os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(1, 1))
    return "made"


@escape("a program out of memory alone")
def _(t):
    made = libc.syscall(319 if X86 else 279, b"x", 0)
    return f"file {made}" if made >= 0 else None


@escape("secret memory")
def _(t):
    return call(447, 447, 0)


@escape("a program in the kernel")
def _(t):
    return call(321, 280, 0, struct.pack("=IIII", 2, 4, 8, 1) + bytes(100), 116)


@escape("performance counters")
def _(t):
    return call(298, 241, struct.pack("=II", 1, 112) + bytes(104), 0, -1, -1, 0)


@escape("faults handled by itself")
def _(t):
    return call(323, 282, 0)


@escape("a ring of calls")
def _(t):
    return call(425, 425, 4, (ctypes.c_char * 120)())


@escape("watching the whole file system")
def _(t):
    return call(300, 262, 0, 0)


@escape("shared memory of System V")
def _(t):
    return call(29, 194, 0x1234, 1 << 20, 0o1666)


@escape("message queues of System V")
def _(t):
    return call(68, 186, 0x1234, 0o1666)


@escape("modules of the kernel")
def _(t):
    done = libc.syscall(175 if X86 else 105, b"x", 1, b"")
    return "asked" if done == 0 or ctypes.get_errno() not in (1, 13, 38) else None


@escape("the name of the machine")
def _(t):
    before = os.uname().nodename
    done = libc.sethostname(before.encode(), len(before))
    return "set" if done == 0 else None


@escape("the clock")
def _(t):
    import time

    time.clock_settime(time.CLOCK_REALTIME, time.time())
    return "set"


@escape("typing into the terminal")
def _(t):
    import fcntl

    for number in (0, 1, 2):
        try:
            fcntl.ioctl(number, 0x5412, b"x")
        except OSError:
            continue
        return "typed"
    return None


@escape("opening the terminal")
def _(t):
    return str(os.open("/dev/tty", os.O_RDWR))


@escape("new rights by a program's set-user-ID bit")
def _(t):
    text = Path("/proc/self/status").read_text()
    return None if "NoNewPrivs:\t1" in text else "privileges can be gained"


@escape("capabilities")
def _(t):
    text = Path("/proc/self/status").read_text()
    row = next(line for line in text.splitlines() if line.startswith("CapEff"))
    if int(row.split()[1], 16) == 0:
        return None
    os.listxattr("/")
    libc.prctl(24, 21, 0, 0, 0)
    # what counts is whether they are of use: to read what its owner alone may
    return Path("/etc/shadow").read_text()


@escape("core patterns and other switches of the kernel")
def _(t):
    place = Path("/proc/sys/kernel/core_pattern")
    before = place.read_text()
    place.write_text(before)
    return "written"


@escape("calls of the 32-bit kind")
def _(t):
    if not X86:
        return None
    done = libc.syscall(0x40000000 + 41, 2, 1, 0)
    return f"gave {done}" if done >= 0 else None


@escape("rules of Landlock made wider")
def _(t):
    from flaming_horse_voice.children import landlock

    landlock.restrict([Path("/")], [Path("/")])
    return Path(t.secret).read_text()


@escape("the filter replaced by one of its own")
def _(t):
    import socket

    program = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000), 8)
    libc.prctl(22, 2, struct.pack("HxxxxxxP", 1, ctypes.addressof(program)), 0, 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as to:
        to.sendto(f"try {t.number}".encode(), ("127.0.0.1", t.udp))
    return "sent"
