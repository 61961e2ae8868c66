"""Files of other kinds that open files or addresses by themselves."""

import shutil
import subprocess
from pathlib import Path

from escapes import escape


def typst_text(source, root="/"):
    import typst

    return typst.compile(source.encode(), root=root, format="svg").decode()


@escape("Typst reads a file")
def _(t):
    return typst_text(f'#assert(false, message: read("{t.secret}"))')


@escape("Typst includes a file")
def _(t):
    return typst_text(f'#include "{t.secret}"')


@escape("Typst shows a picture of outside")
def _(t):
    return typst_text(f'#image("{t.picture}")')


@escape("Typst reads data")
def _(t):
    return typst_text(f'#json("{t.secret}")')


@escape("Typst fetches a package")
def _(t):
    return typst_text('#import "@preview/cetz:0.3.0": canvas')


@escape("LaTeX includes a file")
def _(t):
    return latex(t, f"\\input{{{t.secret}}}")


@escape("LaTeX reads line by line")
def _(t):
    read = f"\\newread\\f \\openin\\f={t.secret} \\read\\f to\\l \\typeout{{\\l}}"
    return latex(t, read)


@escape("LaTeX runs a program")
def _(t):
    return latex(t, f"\\immediate\\write18{{touch {t.witness}}}")


def latex(t, body):
    if not shutil.which("latex"):
        return None
    folder = Path(t.outputs, f"tex-{t.number}")
    folder.mkdir()
    text = f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}"
    (folder / "a.tex").write_text(text)
    done = subprocess.run(["latex", "-interaction=batchmode", "--shell-escape", "a.tex"],
                          cwd=folder, capture_output=True, check=False)  # fmt: skip
    log = folder / "a.log"
    said = log.read_text("utf-8", "replace") if log.exists() else done.stdout.decode()
    return said if "TOKEN" in said else None


def opened(address, **options):
    import av

    with av.open(address, **options) as file:
        frame = next(file.decode())
        return f"opened, {type(frame).__name__}"


@escape("FFmpeg joins files")
def _(t):
    return opened(f"concat:{t.sound}|{t.sound}")


@escape("FFmpeg opens a file by its address")
def _(t):
    return opened(f"file:{t.sound}")


@escape("FFmpeg opens a part of a file")
def _(t):
    return opened(f"subfile,,start,0,end,200,,:{t.sound}")


@escape("FFmpeg opens a list of files")
def _(t):
    listed = Path(t.outputs, f"list-{t.number}.txt")
    listed.write_text(f"ffconcat version 1.0\nfile '{t.sound}'\n")
    return opened(str(listed), format="concat", options={"safe": "0"})


@escape("FFmpeg opens a playlist of outside")
def _(t):
    listed = Path(t.outputs, f"list-{t.number}.m3u8")
    listed.write_text(f"#EXTM3U\n#EXTINF:1,\n{t.sound}\n#EXT-X-ENDLIST\n")
    return opened(str(listed), options={"allowed_extensions": "ALL"})


@escape("FFmpeg opens an address")
def _(t):
    return opened(f"http://127.0.0.1:{t.tcp}/try {t.number}", timeout=1)


@escape("FFmpeg sends to an address")
def _(t):
    import av

    with av.open(f"udp://127.0.0.1:{t.udp}", "w", format="mpegts") as file:
        stream = file.add_stream("mp2", rate=48000)
        frame = av.AudioFrame(format="s16", layout="stereo", samples=1152)
        frame.rate = 48000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return "sent"


@escape("FFmpeg writes a file of outside")
def _(t):
    import av

    with av.open(t.witness, "w", format="wav") as file:
        stream = file.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame(format="s16", layout="mono", samples=100)
        frame.rate = 8000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return "written"


@escape("Pillow opens a picture of outside")
def _(t):
    from PIL import Image

    return str(Image.open(t.picture).size)


@escape("Pillow runs Ghostscript")
def _(t):
    from PIL import Image

    file = Path(t.outputs, f"eps-{t.number}.png")
    file.write_text(
        "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"
        f"({t.witness}) (w) file (changed) writestring\nshowpage\n"
    )
    Image.open(file).load()
    return "drawn"


@escape("a font of outside")
def _(t):
    import manimpango

    return "registered" if manimpango.register_font(t.font) else None


@escape("a font's settings of its own")
def _(t):
    settings = Path(t.outputs, f"fonts-{t.number}.conf")
    settings.write_text(
        f"<fontconfig><include>{t.secret}</include><dir>{t.home}</dir></fontconfig>"
    )
    environ = {"FONTCONFIG_FILE": str(settings), "PATH": "/usr/bin:/bin"}
    command = ["fc-list", ":", "file"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    return done.stdout if t.home in done.stdout else None


@escape("a vector picture that shows a picture of outside")
def _(t):
    import manim

    file = Path(t.outputs, f"svg-{t.number}.svg")
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{t.picture}"/></svg>')
    manim.SVGMobject(str(file))
    return str(manim.ImageMobject(t.picture).pixel_array.shape)


@escape("an XML entity of outside")
def _(t):
    from xml.etree import ElementTree as ET

    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{t.secret}">]><x>&e;</x>'
    found = ET.fromstring(text).text or ""
    return found if "TOKEN" in found else None


@escape("numpy maps a file of outside")
def _(t):
    import numpy as np

    return bytes(np.memmap(t.secret, mode="r")).decode()


@escape("a database of outside")
def _(t):
    import sqlite3

    with sqlite3.connect(t.witness) as base:
        base.execute("create table x (y)")
    return "made"


@escape("an archive that unpacks upwards")
def _(t):
    import tarfile

    archive, body = Path(t.outputs, f"up-{t.number}.tar"), Path(t.outputs, f"body-{t.number}")
    body.write_text("changed")
    with tarfile.open(archive, "w") as file:
        file.add(body, arcname="../" * 30 + t.witness.lstrip("/"))
    with tarfile.open(archive) as file:
        file.extractall(t.outputs, filter="fully_trusted")
    return "unpacked"
