"""What hostile code may leave as its files, say as its answer, or take of the machine."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path


def link(inputs, outputs, params):
    os.symlink(params["secret"], outputs / "clip.json")


def link_to_a_folder(inputs, outputs, params):
    os.symlink(Path(params["secret"]).parent, outputs / "folder")


def hard_link(inputs, outputs, params):
    os.link(inputs / "given.txt", outputs / "clip.json")


def pipe(inputs, outputs, params):
    os.mkfifo(outputs / "clip.json")


def socket_file(inputs, outputs, params):
    socket.socket(socket.AF_UNIX).bind(str(outputs / "clip.json"))


def device(inputs, outputs, params):
    os.mknod(outputs / "clip.json", 0o600 | 0o020000, os.makedev(1, 5))


def name_upwards(inputs, outputs, params):
    (outputs / ".." / "clip.json").write_text("up")
    (outputs / ".." / ".." / "result").write_text("further up")


def name_with_signs(inputs, outputs, params):
    (outputs / "clip\x1b]0;title\x07.json").write_text("x")


def name_of_no_encoding(inputs, outputs, params):
    open(os.fsencode(outputs) + b"/\xff\xfe.json", "w").close()


def file_nobody_asked_for(inputs, outputs, params):
    (outputs / "clip.json").write_text("{}")
    (outputs / "storyboard.md").write_text("# changed")


def touched(inputs, outputs, params):
    """As harmless code makes a file, where the times of files may not be set."""
    (outputs / "clip.json").touch()
    with (outputs / "clip.json").open("r+") as clip:
        clip.write("{}")


def no_rights(inputs, outputs, params):
    (outputs / "clip.json").write_text("{}")
    (outputs / "clip.json").chmod(0)
    (outputs / "closed").mkdir()
    (outputs / "closed").chmod(0)


def huge_hole(inputs, outputs, params):
    with open(outputs / "clip.json", "wb") as file:
        file.truncate(3_900_000_000)
        file.seek(3_999_999_000)
        file.write(b"x" * 2000)


def many_files(inputs, outputs, params):
    for number in range(1_000_000):
        (outputs / f"{number}").touch()


def deep_folders(inputs, outputs, params):
    for _ in range(1200):
        os.mkdir("d")
        os.chdir("d")
    time.sleep(60)


def forged_answer(inputs, outputs, params):
    """Says in the words of a worker that it is done, with results of its own."""
    forged = {"result": {"key": "0" * 64, "outputs": {"../../x": "0" * 64}, "seconds": 1}}
    for number in range(3, 32):
        try:
            os.write(number, (json.dumps(forged) + "\n").encode())
        except OSError:
            continue
    (outputs / "clip.json").write_text("{}")


def endless_answer(inputs, outputs, params):
    answers = max(int(n) for n in os.listdir("/proc/self/fd") if int(n) < 16)
    while True:
        for number in {3, 4, 5, answers}:
            try:
                os.write(number, b'{"progress": [1, 2]}\n' * 1000)
            except OSError:
                continue


def endless_line(inputs, outputs, params):
    while True:
        for number in (3, 4, 5):
            try:
                os.write(number, b"x" * 65536)
            except OSError:
                continue


def odd_answers(inputs, outputs, params):
    lines = ["[" * 100_000, '{"progress": "x"}', '{"progress": [1e999, {}]}', "null", "7", "\x00"]
    for number in (3, 4, 5):
        for line in lines:
            try:
                os.write(number, line.encode() + b"\n")
            except OSError:
                continue
    (outputs / "clip.json").write_text("{}")


def terminal_signs(inputs, outputs, params):
    raise ValueError("\x1b]0;owned\x07\u202egnp.exe \x9b31m" + "long " * 10_000)


def loud(inputs, outputs, params):
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        os.write(2, b"\x1b[2J" + b"noise " * 10_000)
    (outputs / "clip.json").write_text("{}")


def memory(inputs, outputs, params):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def shared_memory(inputs, outputs, params):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 50_000_000))
        for at in range(0, 50_000_000, 4096):
            kept[-1][at] = 1


def memory_of_many(inputs, outputs, params):
    for _ in range(12):
        if os.fork() == 0:
            kept = bytearray(300_000_000)
            for at in range(0, len(kept), 4096):
                kept[at] = 1
            time.sleep(60)
    time.sleep(60)


def processes(inputs, outputs, params):
    """A fork bomb that stops growing: the machine of whoever runs the tests is not to suffer."""
    for _ in range(8):
        os.fork()
    time.sleep(30)


def programs(inputs, outputs, params):
    kept = []
    while len(kept) < 400:
        try:
            kept.append(subprocess.Popen(["sleep", "30"]))
        except OSError:
            time.sleep(0.01)


def threads(inputs, outputs, params):
    for _ in range(2000):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()


def time_bomb(inputs, outputs, params):
    while True:
        pass


def sleeps(inputs, outputs, params):
    signal_all = ctypes.CDLL(None)
    for number in (1, 2, 3, 13, 14, 15):
        signal_all.signal(number, 1)
    time.sleep(600)


def crash(inputs, outputs, params):
    ctypes.string_at(0)


def exits(inputs, outputs, params):
    sys.exit(0)


def leaves_a_daemon(inputs, outputs, params):
    """Leaves a process that changes the clip as long as it lives."""
    (outputs / "clip.json").write_text("{}")
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 64)
            while True:
                time.sleep(0.01)
                (outputs / "clip.json").write_text("changed")
        os._exit(0)
    os.wait()
