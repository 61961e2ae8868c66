"""Pictures are data: which kinds are shown, how large they may be, and how they are opened.

A file is opened as what its name says and as nothing else: by its content, a `.png` may be a
PostScript program. An SVG is counted before it is drawn, since a few lines of it can stand for
millions of shapes.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse.errors import WrongInput
from flaming_horse.model.svg_limits import check_svg

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
MOST_BYTES = 50_000_000
MOST_PIXELS = 64_000_000
"""Of a picture in a file, as of a good camera; decoded, a quarter of a gigabyte."""
SHOWN_PIXELS = 2160
"""A picture's longer side at most, as it is drawn; it is scaled again for every frame."""
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_SUFFIX_OF = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_FOREIGN = (*_SUFFIX_OF, "GIF", "BMP")
"""What is opened in a document of others, whatever its name says: formats that hold pixels alone,
read by Pillow itself."""
_PALETTES = ("1", "P", "PA", "I", "I;16", "F")
"""Modes in which Pillow cannot make a picture smaller smoothly."""


def check_picture(content: bytes, name: str) -> None:
    """Whether a picture can be shown, without decoding its pixels.

    `name` is how its author calls it. Raises WrongInput with what is wrong and what to do.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        what = f"`{name}` is not a picture that can be shown"
        raise WrongInput(what, remedy=f"Save it as one of: {', '.join(SUFFIXES)}.")
    if len(content) > MOST_BYTES:
        what = f"the picture `{name}` has {len(content):,} bytes, and {MOST_BYTES:,} is the most"
        raise WrongInput(what, remedy="Save it smaller: 2160 pixels are shown.")
    if suffix == ".svg":
        check_svg(content, name)
    else:
        _opened(content, name).close()


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture as a film shows it: its content, and the suffix that says what it is.

    `moved` tells that it is the first frame of one that moves.
    """

    content: bytes
    suffix: str
    moved: bool = False


def as_shown(content: bytes, name: str) -> ShownPicture:
    """A picture of a foreign document as one that can be shown.

    It may have another's suffix, and may move: what is made of it then has its own. Raises
    WrongInput, as `check_picture`, for what is no picture at all.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".svg" or len(content) > MOST_BYTES:
        check_picture(content, name)
        return ShownPicture(content, suffix)
    with _opened_as(content, name, _FOREIGN) as opened:
        kind = opened.format or ""
        moved = getattr(opened, "n_frames", 1) > 1
        if not moved and kind in _SUFFIX_OF:
            own = _FORMATS.get(suffix) == kind
            return ShownPicture(content, suffix if own else _SUFFIX_OF[kind])
        try:
            still = io.BytesIO()
            frame = opened.convert("RGBA")
            frame.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
            frame.save(still, format="PNG")
        except (OSError, SyntaxError, ValueError) as error:
            raise _unreadable(name, error, kind) from error
    return ShownPicture(still.getvalue(), ".png", moved)


def read_picture(file: Path) -> bytes:
    """The content of a picture's file, of up to MOST_BYTES and one. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def pixels_of(content: bytes, name: str) -> Any:
    """The picture's pixels as it is drawn, h by w by 4 (RGBA), 8 bits each.

    At most SHOWN_PIXELS wide and high. Raises WrongInput as `check_picture`.
    """
    import numpy as np

    check_picture(content, name)
    try:
        with _opened(content, name) as opened:
            # JPEG is decoded at a half, a quarter or an eighth where that is still enough.
            opened.draft("RGB", (SHOWN_PIXELS, SHOWN_PIXELS))
            picture = opened.convert("RGBA") if opened.mode in _PALETTES else opened
            picture.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
            return np.array(picture.convert("RGBA"))
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(name, error, _FORMATS[Path(name).suffix.lower()]) from error


def _opened(content: bytes, name: str) -> Image:
    return _opened_as(content, name, (_FORMATS[Path(name).suffix.lower()],))


def _opened_as(content: bytes, name: str, formats: tuple[str, ...]) -> Image:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow's own limits are above ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=formats)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable(name, error, " or ".join(formats)) from error
    width, height = opened.size
    if width * height > MOST_PIXELS:
        what = (
            f"the picture `{name}` has {width} by {height} pixels,"
            f" and {MOST_PIXELS // 10**6} million is the most"
        )
        raise WrongInput(what, remedy=f"Save it smaller: {SHOWN_PIXELS} pixels are shown.")
    return opened


def _unreadable(name: str, error: BaseException, kind: str) -> WrongInput:
    said = str(error)
    why = f": {said}" if said and "BytesIO" not in said else ""
    says = ", which its name says it is" if kind == _FORMATS.get(Path(name).suffix.lower()) else ""
    return WrongInput(
        f"the picture `{name}` cannot be read as {kind}{says}{why}",
        remedy=f"Save it anew as {kind}.",
    )
