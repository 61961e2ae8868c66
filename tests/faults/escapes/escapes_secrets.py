"""Keys, tokens, and what says who the user is."""

import ctypes
import os
import subprocess
from pathlib import Path

from escapes import escape


@escape("keys in the environment")
def _(t):
    words = ("KEY", "TOKEN", "SECRET", "PASSWORD", "AUTH", "AWS_", "GITHUB_", "SSH_", "DBUS")
    found = {n: v for n, v in os.environ.items() if any(word in n for word in words)}
    return str(found) if found else None


@escape("keys in the environment of what it starts")
def _(t):
    done = subprocess.run(["env"], capture_output=True, text=True, check=True)
    return done.stdout if "TOKEN" in done.stdout else None


@escape("its own environment as it was at first")
def _(t):
    text = Path("/proc/self/environ").read_text()
    return text if "TOKEN" in text else None


@escape("the environment of its parents")
def _(t):
    number, found = os.getppid(), ""
    for _ in range(6):
        try:
            found += Path(f"/proc/{number}/environ").read_text()
            number = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
    return found if "TOKEN" in found else None


@escape("the environment of another process")
def _(t):
    return Path(f"/proc/{t.victim}/environ").read_text()


@escape("the environment of every process")
def _(t):
    found = ""
    for entry in os.listdir("/proc"):
        try:
            found += Path(f"/proc/{entry}/environ").read_text()
        except OSError:
            continue
    return found if "TOKEN" in found else None


@escape("the command line of every process")
def _(t):
    found = ""
    for entry in os.listdir("/proc"):
        try:
            found += Path(f"/proc/{entry}/cmdline").read_text()
        except OSError:
            continue
    return found if t.marker in found else None


@escape("the command line of a known process")
def _(t):
    return Path(f"/proc/{t.victim}/cmdline").read_text()


@escape("the memory of another process")
def _(t):
    maps = Path(f"/proc/{t.victim}/maps").read_text().splitlines()
    with open(f"/proc/{t.victim}/mem", "rb") as memory:
        start, end = (int(n, 16) for n in maps[0].split()[0].split("-"))
        memory.seek(start)
        return memory.read(min(64, end - start)).hex()


@escape("the memory of its parent")
def _(t):
    maps = Path(f"/proc/{t.main}/maps").read_text().splitlines()
    return maps[0]


@escape("the keyring")
def _(t):
    listed = Path("/proc/keys").read_text()
    return listed or None


@escape("a key of the session's keyring")
def _(t):
    call = {"x86_64": (250, 248), "aarch64": (219, 217)}[os.uname().machine]
    libc = ctypes.CDLL(None, use_errno=True)
    made = libc.syscall(call[1], b"user", b"escape", b"x", 1, -3)
    joined = libc.syscall(call[0], 0, -3, 1)
    return f"key {made}, ring {joined}" if made > 0 or joined > 0 else None


@escape("the agent of SSH")
def _(t):
    return os.environ.get("SSH_AUTH_SOCK")


@escape("the name of the user")
def _(t):
    return os.environ.get("USER") or os.environ.get("LOGNAME")


@escape("the home of the user")
def _(t):
    home = os.path.expanduser("~")
    return home if home == t.home or os.listdir(home) not in ([], [".cache"]) else None


@escape("the secret of the store")
def _(t):
    found = []
    for base in (Path(t.home), Path(t.data)):
        found += [str(file) for file in base.rglob("*") if file.is_file()]
    return str(found) if found else None


@escape("the lifeline and the pipes of the parent")
def _(t):
    for process in (t.main, t.main + 1, t.main + 2, t.victim, 1):
        for number in range(64):
            try:
                place = f"/proc/{process}/fd/{number}"
                os.close(os.open(place, os.O_WRONLY | os.O_NONBLOCK))
                return os.readlink(place)
            except OSError:
                continue
    return None


@escape("the kernel's log")
def _(t):
    with open("/dev/kmsg") as file:
        return file.readline()


@escape("disks")
def _(t):
    for name in ("vda", "sda", "nvme0n1", "mem", "port", "kcore"):
        for folder in ("/dev", "/proc"):
            try:
                with open(f"{folder}/{name}", "rb") as file:
                    return file.read(16).hex()
            except OSError:
                continue
    return None
