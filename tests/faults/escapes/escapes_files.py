"""Reading and changing what lies outside."""

import ctypes
import glob
import mmap
import os
import shutil
import subprocess
from pathlib import Path

from escapes import escape


def changed(path, before=""):
    """Evidence that a witness is not as it was; looked at from inside where that is possible."""
    return "changed"


@escape("read a key in the home")
def _(t):
    return Path(t.secret).read_text()


@escape("list the home")
def _(t):
    return str(os.listdir(t.home))


@escape("list the folder of all homes")
def _(t):
    return str(list(os.listdir("/home")))


@escape("find the home by its name and read")
def _(t):
    import pwd

    home = pwd.getpwuid(os.getuid()).pw_dir
    found = glob.glob(f"{home}/.ssh/*") + glob.glob(f"{home}/.bash*") + glob.glob(f"{home}/.pro*")
    return "".join(Path(file).read_text() for file in found) or None


@escape("read /etc/shadow")
def _(t):
    return Path("/etc/shadow").read_text()


@escape("read /etc/passwd")
def _(t):
    return Path("/etc/passwd").read_text()


@escape("read the machine's identity")
def _(t):
    return Path("/etc/machine-id").read_text() + Path("/etc/hostname").read_text()


@escape("read a neighbouring project")
def _(t):
    return Path(t.neighbour).read_text()


@escape("read the project's own settings")
def _(t):
    return Path(t.project, "flaming-horse.toml").read_text()


@escape("read a blob of the store")
def _(t):
    return Path(t.blob).read_text()


@escape("list the store")
def _(t):
    return str(os.listdir(t.store))


@escape("climb from the inputs to the store")
def _(t):
    return str(os.listdir(Path(t.inputs, "..", "..", "..", "..")))


@escape("read by a relative path out of the inputs")
def _(t):
    return Path(os.path.relpath(t.secret, t.inputs)).read_text()


@escape("read after changing into the folder")
def _(t):
    os.chdir(t.home)
    return Path(".ssh/id_key").read_text()


@escape("read through a link that it makes")
def _(t):
    link = Path(t.outputs, f"link-{t.number}")
    link.symlink_to(t.secret)
    return link.read_text()


@escape("read through a link to the folder")
def _(t):
    link = Path(t.outputs, f"link-{t.number}")
    link.symlink_to(t.home)
    return (link / ".ssh" / "id_key").read_text()


@escape("read through a hard link")
def _(t):
    link = Path(t.outputs, f"link-{t.number}")
    os.link(t.secret, link)
    return link.read_text()


@escape("read through /proc/self/root")
def _(t):
    return Path(f"/proc/self/root{t.secret}").read_text()


@escape("read through /proc/self/cwd")
def _(t):
    os.chdir("/")
    return Path(f"/proc/self/cwd{t.secret}").read_text()


@escape("read through /proc/1/root")
def _(t):
    return Path(f"/proc/1/root{t.secret}").read_text()


@escape("read through the parent's root")
def _(t):
    return Path(f"/proc/{os.getppid()}/root{t.secret}").read_text()


@escape("read through another process's root")
def _(t):
    return Path(f"/proc/{t.victim}/root{t.secret}").read_text()


@escape("read through another process's folder")
def _(t):
    return Path(f"/proc/{t.victim}/cwd/.ssh/id_key").read_text()


@escape("read through another process's open file")
def _(t):
    for number in range(3, 64):
        try:
            return Path(f"/proc/{t.victim}/fd/{number}").read_text()
        except OSError:
            continue
    return None


@escape("read an open file that it inherited")
def _(t):
    found = ""
    for number in range(3, 256):
        try:
            os.lseek(number, 0, os.SEEK_SET)
            found += os.read(number, 4096).decode("utf-8", "replace")
        except OSError:
            continue
    return found or None


@escape("leave by an open folder that it inherited")
def _(t):
    for number in range(3, 256):
        try:
            return str(os.listdir(os.open("..", os.O_RDONLY, dir_fd=number)))
        except OSError:
            continue
    return None


@escape("read through /dev/fd and its neighbours")
def _(t):
    return Path(f"/dev/fd/../../..{t.secret}").read_text()


@escape("read with cat")
def _(t):
    done = subprocess.run(["cat", t.secret], capture_output=True, text=True, check=True)
    return done.stdout


@escape("read with a shell's redirection")
def _(t):
    done = subprocess.run(f"read x < {t.secret}; echo $x", shell=True, capture_output=True,
                          text=True, check=False)  # fmt: skip
    return done.stdout.strip() or None


@escape("read by a raw call of openat")
def _(t):
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.open(os.fsencode(t.secret), 0)
    return os.read(handle, 4096).decode() if handle >= 0 else None


@escape("read by openat2")
def _(t):
    libc = ctypes.CDLL(None, use_errno=True)
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    handle = libc.syscall(437, -100, os.fsencode(t.secret), how, 24)
    return os.read(handle, 4096).decode() if handle >= 0 else None


@escape("map the file into memory")
def _(t):
    with open(t.secret, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:].decode()


@escape("copy by copy_file_range from a path descriptor")
def _(t):
    at = os.open(t.secret, os.O_PATH)
    return os.read(os.open(f"/proc/self/fd/{at}", os.O_RDONLY), 4096).decode()


@escape("write over a witness")
def _(t):
    Path(t.witness).write_text("changed")
    return "written"


@escape("append to a witness")
def _(t):
    with open(t.witness, "a") as file:
        file.write("more")
    return "appended"


@escape("empty a witness")
def _(t):
    os.truncate(t.witness, 0)
    return "emptied"


@escape("remove a witness")
def _(t):
    os.unlink(t.witness)
    return "removed"


@escape("rename a witness")
def _(t):
    os.rename(t.witness, f"{t.witness}.gone")
    return "renamed"


@escape("take a witness into the outputs")
def _(t):
    os.rename(t.witness, Path(t.outputs, "taken"))
    return "taken"


@escape("put a file of its own over a witness")
def _(t):
    own = Path(t.outputs, f"own-{t.number}")
    own.write_text("changed")
    os.replace(own, t.witness)
    return "replaced"


@escape("change a witness's mode")
def _(t):
    os.chmod(t.witness, 0o777)
    return "changed" if os.stat(t.witness).st_mode & 0o777 == 0o777 else None


@escape("change a witness's mode by an open folder")
def _(t):
    at = os.open(t.witnesses, os.O_PATH | os.O_DIRECTORY)
    os.chmod(os.path.basename(t.witness), 0o777, dir_fd=at)
    return "changed" if os.stat(t.witness).st_mode & 0o777 == 0o777 else None


@escape("change a witness's times")
def _(t):
    os.utime(t.witness, (1, 1))
    return "changed" if os.stat(t.witness).st_mtime == 1 else None


@escape("change a witness's owner")
def _(t):
    before = os.stat(t.witness).st_uid
    os.chown(t.witness, 12345, 12345)
    return "changed" if os.stat(t.witness).st_uid != before else None


@escape("give a witness an attribute")
def _(t):
    os.setxattr(t.witness, "user.note", b"changed")
    return "changed" if "user.note" in os.listxattr(t.witness) else None


@escape("write into the home's start-up file")
def _(t):
    with open(Path(t.home, ".bashrc"), "a") as file:
        file.write("touch pwned\n")
    return "written"


@escape("write a user's start-up module for Python")
def _(t):
    folder = Path(t.home, ".local/lib/python3/site-packages")
    folder.mkdir(parents=True)
    (folder / "usercustomize.py").write_text("pwned = True")
    return "written"


@escape("write beside the project")
def _(t):
    Path(t.project, "storyboard.md").write_text("changed")
    return "written"


@escape("write into its inputs")
def _(t):
    Path(t.inputs, "given.txt").write_text("changed")
    return "written"


@escape("replace one of its inputs")
def _(t):
    os.unlink(Path(t.inputs, "given.txt"))
    return "removed"


@escape("make its inputs writable first")
def _(t):
    os.chmod(t.inputs, 0o777)
    os.chmod(Path(t.inputs, "given.txt"), 0o666)
    Path(t.inputs, "given.txt").write_text("changed")
    return "written"


@escape("write a blob of the store")
def _(t):
    os.chmod(t.blob, 0o666)
    Path(t.blob).write_text("changed")
    return "written"


@escape("forge a result in the store")
def _(t):
    Path(t.store, "results", "ab").mkdir(parents=True, exist_ok=True)
    Path(t.store, "results", "ab", "ab" + "0" * 62).write_text("{}")
    return "written"


@escape("write the register of trusted projects")
def _(t):
    Path(t.home, ".local/share/flaming-horse/made-here").mkdir(parents=True)
    return "written"


@escape("change its own interpreter")
def _(t):
    import sys

    target = Path(sys.prefix, "lib", f"escape-{os.getpid()}.pth")
    target.write_text("import os")
    target.unlink()
    return "written"


@escape("change our own modules")
def _(t):
    import flaming_horse

    file = Path(flaming_horse.__file__).with_name(f"escape-{os.getpid()}.py")
    file.write_text("")
    file.unlink()
    return "written"


@escape("change a package that is installed")
def _(t):
    import numpy as np

    file = Path(np.__file__).with_name(f"escape-{os.getpid()}.py")
    file.write_text("")
    file.unlink()
    return "written"


@escape("lock a package's file away")
def _(t):
    import numpy as np

    file = os.open(np.__file__, os.O_RDONLY)
    before = os.fstat(file).st_mode
    os.fchmod(file, 0)
    after = os.fstat(file).st_mode
    os.fchmod(file, before & 0o7777)
    return "changed" if after != before else None


@escape("write into /usr, /etc, /var and /opt")
def _(t):
    for place in ("/usr/lib", "/etc", "/var/tmp", "/opt", "/usr/local/bin"):
        try:
            file = Path(place, f"escape-{os.getpid()}")
            file.write_text("")
            file.unlink()
        except OSError:
            continue
        return place
    return None


@escape("leave something in the real /tmp")
def _(t):
    Path(t.real_tmp, "left-behind").write_text("here")
    return "written"


@escape("bring a whole folder home")
def _(t):
    shutil.copytree(Path(t.home, ".ssh"), Path(t.outputs, "stolen"))
    return str(os.listdir(Path(t.outputs, "stolen")))


@escape("see whether a file of a known name exists")
def _(t):
    return f"size {os.stat(t.secret).st_size}"
