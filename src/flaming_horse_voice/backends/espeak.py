"""espeak-ng through phonemizer: texts in, their American phonemes out, one for one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any


def phonemized(texts: Sequence[str]) -> list[str]:
    """The phonemes of each text, as espeak-ng writes them; "" for one without a letter or digit.

    Raises ImportError where the packages of the embedded voice are missing.
    """
    readable = [text for text in texts if any(sign.isalnum() for sign in text)]
    read = _read(readable)
    if len(read) != len(readable):  # one of them came back as no line, or as several
        read = [" ".join(_read([text])) for text in readable]
    rest = iter(read)
    return [next(rest) if any(sign.isalnum() for sign in text) else "" for text in texts]


def _read(texts: Sequence[str]) -> list[str]:
    return [str(text) for text in _espeak().phonemize(list(texts), strip=True)] if texts else []


@functools.cache
def _espeak() -> Any:
    from kokoro_onnx.tokenizer import Tokenizer

    Tokenizer()  # it points phonemizer at the espeak-ng that comes as a package
    from phonemizer.backend import EspeakBackend

    return EspeakBackend(
        "en-us",
        preserve_punctuation=False,
        with_stress=True,
        language_switch="remove-flags",
    )
