"""Reaching anybody: every listener outside writes down what it hears."""

import ctypes
import os
import shutil
import socket
import subprocess
import urllib.request

from escapes import escape


def hello(t):
    return f"try {t.number}".encode()


@escape("TCP")
def _(t):
    with socket.create_connection(("127.0.0.1", t.tcp), 2) as to:
        to.sendall(hello(t))
    return "sent"


@escape("TCP over IPv6")
def _(t):
    if not t.tcp6:
        return None
    with socket.create_connection(("::1", t.tcp6), 2) as to:
        to.sendall(hello(t))
    return "sent"


@escape("TCP without waiting")
def _(t):
    to = socket.socket()
    to.setblocking(False)
    to.connect_ex(("127.0.0.1", t.tcp))
    import time

    time.sleep(0.2)
    to.send(hello(t))
    return "sent"


@escape("TCP fast open")
def _(t):
    to = socket.socket()
    to.sendto(hello(t), 0x20000000, ("127.0.0.1", t.tcp))
    return "sent"


@escape("UDP")
def _(t):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as to:
        to.sendto(hello(t), ("127.0.0.1", t.udp))
    return "sent"


@escape("UDP over IPv6")
def _(t):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as to:
        to.sendto(hello(t), ("::ffff:127.0.0.1", t.udp))
    return "sent"


@escape("broadcast")
def _(t):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as to:
        to.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        to.sendto(hello(t), ("127.255.255.255", t.udp))
    return "sent"


@escape("HTTP")
def _(t):
    address = f"http://127.0.0.1:{t.tcp}/{t.number}"
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=1)
    return "sent"


@escape("curl and wget")
def _(t):
    for program in ("curl", "wget"):
        if shutil.which(program):
            done = subprocess.run([program, f"http://127.0.0.1:{t.tcp}/{t.number}"], timeout=2,
                                  capture_output=True, check=False)  # fmt: skip
            if done.returncode in (0, 4, 8, 28, 52, 56):
                return "sent"
    return None


@escape("bash's own network")
def _(t):
    line = f"echo try {t.number} > /dev/tcp/127.0.0.1/{t.tcp}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    return "sent" if done.returncode == 0 else None


@escape("a name asked for")
def _(t):
    return str(socket.getaddrinfo("example.org", 80))


@escape("a unix socket")
def _(t):
    with socket.socket(socket.AF_UNIX) as to:
        to.connect(t.unix)
        to.sendall(hello(t))
    return "sent"


@escape("a unix datagram")
def _(t):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(hello(t), t.unix_datagram)
    return "sent"


@escape("an abstract socket")
def _(t):
    with socket.socket(socket.AF_UNIX) as to:
        to.connect("\0" + t.abstract)
        to.sendall(hello(t))
    return "sent"


@escape("an abstract socket by one end of a pair")
def _(t):
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(hello(t), "\0" + t.abstract_datagram)
    return "sent"


@escape("a unix datagram by one end of a pair")
def _(t):
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(hello(t), t.unix_datagram)
    return "sent"


@escape("a raw socket")
def _(t):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as to:
        to.sendto(b"\x08\x00\xf7\xff\x00\x00\x00\x00", ("127.0.0.1", 0))
    return "sent"


@escape("a packet socket")
def _(t):
    return str(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3))


@escape("netlink")
def _(t):
    return str(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))


@escape("a socket to the host of a virtual machine")
def _(t):
    return str(socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))


@escape("bluetooth")
def _(t):
    return str(socket.socket(31, socket.SOCK_RAW, 1))


@escape("a socket of the kernel's cipher")
def _(t):
    return str(socket.socket(38, socket.SOCK_SEQPACKET, 0))


@escape("listening")
def _(t):
    with socket.socket() as at:
        at.bind(("0.0.0.0", 0))
        at.listen()
        return str(at.getsockname())


@escape("a socket by a raw call")
def _(t):
    made = ctypes.CDLL(None, use_errno=True).syscall(41 if os.uname().machine == "x86_64" else 198,
                                                     2, 2, 0)  # fmt: skip
    return f"socket {made}" if made >= 0 else None


@escape("a socket by io_uring")
def _(t):
    room = (ctypes.c_char * 120)()
    made = ctypes.CDLL(None, use_errno=True).syscall(425, 4, room)
    return f"ring {made}" if made >= 0 else None


@escape("a socket that it inherited")
def _(t):
    for number in range(3, 256):
        try:
            with socket.socket(fileno=os.dup(number)) as to:
                to.send(hello(t))
                return "sent"
        except OSError:
            continue
    return None
