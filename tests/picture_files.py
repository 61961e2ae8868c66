"""Pictures for tests: small, real, and different from one another."""

import io

from PIL import Image


def png(shade: int, side: int = 1) -> bytes:
    """A grey PNG of `side` by `side` pixels."""
    buffer = io.BytesIO()
    Image.new("L", (side, side), shade).save(buffer, format="PNG")
    return buffer.getvalue()


def noise(size: int) -> bytes:
    """A PNG of about `size` bytes."""
    side = int(size**0.5)
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 200).save(buffer, format="PNG", compress_level=0)
    return buffer.getvalue()
