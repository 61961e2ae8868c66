"""What is known of a picture."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from flaming_horse.visuals.blocks import Data, Fence, Pen, WrittenBlock
from flaming_horse.visuals.kind import GalleryPicture, Kind

_TREFOIL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3.4 -3.2 6.8 6">
<path fill="none" stroke="#6CB6FF" stroke-width="0.42" d="M 0 -1 C 1.9 -1 3 0.4 2.4 1.6
C 1.8 2.8 0 2.2 -0.9 0.5 C -1.8 -1.2 -1.4 -2.9 0 -2.9 C 1.4 -2.9 1.8 -1.2 0.9 0.5
C 0 2.2 -1.8 2.8 -2.4 1.6 C -3 0.4 -1.9 -1 0 -1 Z"/></svg>"""


class ImageKind(Kind):
    name = "image"
    drawn_as = "Image"
    summary = (
        "A picture: a paragraph that is nothing but an image. The file lies beside the storyboard."
    )
    example = "![A knot](knot.png)\n\nThis is a trefoil knot."
    notes = (
        "The words in square brackets describe the picture for those who cannot see it; they "
        "are not spoken."
    )
    construct = "picture"
    picture = GalleryPicture(
        {"file": "trefoil.svg", "alt": "A trefoil knot"}, files={"trefoil.svg": _TREFOIL}
    )

    def accept(self, data: dict[str, Any], fence: Fence) -> dict[str, Any] | None:
        file = unquote(data["file"])
        return {"file": file, "alt": data["alt"]} if fence.has_picture(file, data["file"]) else None

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        del pen
        file = re.sub(r"([\\<>])", r"\\\1", data["file"].replace("%", "%25"))
        return WrittenBlock(f"![{data['alt']}](<{file}>)")

    def files(self, data: Data) -> tuple[str, ...]:
        return (str(data["file"]),) if data else ()


KIND = ImageKind()
