"""Other processes, and outliving the one that is asked for."""

import ctypes
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from escapes import escape

libc = ctypes.CDLL(None, use_errno=True)
X86 = os.uname().machine == "x86_64"


@escape("kill another process")
def _(t):
    os.kill(t.victim, signal.SIGKILL)
    return "sent"


@escape("stop another process")
def _(t):
    os.kill(t.victim, signal.SIGSTOP)
    return "sent"


@escape("look whether another process is there")
def _(t):
    os.kill(t.victim, 0)
    return "it is there"


@escape("kill the main process")
def _(t):
    os.kill(t.main, signal.SIGTERM if t.real else 0)
    return "sent"


@escape("kill the group of another process")
def _(t):
    os.killpg(t.victim, signal.SIGTERM)
    return "sent"


@escape("signal by tgkill")
def _(t):
    done = libc.syscall(234 if X86 else 131, t.victim, t.victim, 9)
    return "sent" if done == 0 else None


@escape("signal by sigqueue")
def _(t):
    room = (ctypes.c_char * 128)()
    done = libc.syscall(129 if X86 else 138, t.victim, 9, room)
    return "sent" if done == 0 else None


@escape("signal by a process descriptor")
def _(t):
    at = os.pidfd_open(t.victim)
    signal.pidfd_send_signal(at, signal.SIGKILL)
    return "sent"


@escape("signal by the owner of a descriptor")
def _(t):
    import fcntl
    import socket

    one, two = socket.socketpair()
    fcntl.fcntl(one, fcntl.F_SETOWN, t.victim)
    fcntl.fcntl(one, 10, signal.SIGTERM)  # F_SETSIG
    fcntl.fcntl(one, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    two.send(b"x")
    time.sleep(0.1)
    # whether it arrived is seen outside


@escape("trace another process")
def _(t):
    done = libc.ptrace(16, t.victim, 0, 0)
    return "attached" if done == 0 else None


@escape("seize another process")
def _(t):
    done = libc.ptrace(0x4206, t.victim, 0, 0)
    return "seized" if done == 0 else None


@escape("read another process's memory by a call")
def _(t):
    room = ctypes.create_string_buffer(8)
    local = (ctypes.c_void_p * 2)(ctypes.addressof(room), 8)
    remote = (ctypes.c_void_p * 2)(0x400000, 8)
    done = libc.syscall(310 if X86 else 270, t.victim, local, 1, remote, 1, 0)
    return "read" if done >= 0 or ctypes.get_errno() == 14 else None


@escape("take a descriptor out of another process")
def _(t):
    at = libc.syscall(434, t.victim, 0)
    got = libc.syscall(438, at, 3, 0)
    return os.read(got, 100).decode() if got >= 0 else None


@escape("compare another process")
def _(t):
    done = libc.syscall(312 if X86 else 272, t.victim, os.getpid(), 1, 0, 0)
    return "compared" if done >= 0 else None


@escape("set the limits of another process")
def _(t):
    resource.prlimit(t.victim, resource.RLIMIT_NOFILE, (7, 7))
    return "set"


@escape("read the limits of another process")
def _(t):
    return str(resource.prlimit(t.victim, resource.RLIMIT_NOFILE))


@escape("raise its own limits")
def _(t):
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2)
    return str(resource.getrlimit(resource.RLIMIT_DATA))


@escape("change the priority of another process")
def _(t):
    os.setpriority(os.PRIO_PROCESS, t.victim, 19)
    return "changed"


@escape("bind another process to a processor")
def _(t):
    os.sched_setaffinity(t.victim, {0})
    return "bound"


@escape("put another process into its own group")
def _(t):
    os.setpgid(t.victim, 0)
    return "moved"


@escape("leave a process that writes later")
def _(t):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1.5)
            Path(t.witness).write_text("changed")
        os._exit(0)
    # whether it wrote is seen outside


@escape("leave a process of a shell that writes later")
def _(t):
    line = f"(sleep 1.5; echo changed > {t.witness}) >/dev/null 2>&1 &"
    subprocess.run(["setsid", "sh", "-c", line], check=True)


@escape("leave a process deaf to being ended")
def _(t):
    program = (
        "import signal, time, os\n"
        "[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 13, 15)]\n"
        f"os.setsid(); time.sleep(300)  # {t.marker}-deaf"
    )
    subprocess.Popen([sys.executable, "-c", program], stdin=-3, stdout=-3, stderr=-3)


@escape("work through multiprocessing")
def _(t):
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=lambda: queue.put(Path(t.secret).read_text()))
    child.start()
    child.join(2)
    return queue.get() if not queue.empty() else None


@escape("ask for a job at a later time")
def _(t):
    for command in (["at", "now"], ["crontab", "-"], ["systemd-run", "--user", "true"]):
        try:
            done = subprocess.run(command, input=b"touch /tmp/pwned\n", capture_output=True,
                                  timeout=2, check=False)  # fmt: skip
        except OSError:
            continue
        if done.returncode == 0:
            return " ".join(command)
    return None


@escape("become another user")
def _(t):
    os.setuid(0 if os.getuid() else 12345)
    return f"user {os.getuid()}"


@escape("use programs with the rights of root")
def _(t):
    for program in ("sudo", "su", "pkexec", "doas"):
        try:
            done = subprocess.run([program, "-n", "id"], capture_output=True, timeout=2,
                                  text=True, stdin=subprocess.DEVNULL, check=False)  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            continue
        if "uid=0" in done.stdout:
            return done.stdout
    return None
