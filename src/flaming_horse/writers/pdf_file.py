"""The words of a PDF file, page by page, read by pypdf."""

from __future__ import annotations

import logging
import re
import unicodedata
from io import BytesIO

from flaming_horse.errors import Place, WrongInput

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zß-ÿ])")
_SPACES = re.compile(r"[ \t\xa0]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def pdf_pages(content: bytes, file: str) -> list[tuple[str, int]]:
    """Each page's words and its number from 1, in the file's order; pages without words too.

    A number is 0 where the file has one page.

    Raises:
        WrongInput: it is no PDF file, is locked, or holds pictures of pages alone.
    """
    pages = _pages(content, file)
    if not any(pages):
        raise WrongInput(
            "this PDF has no text in it: its pages are pictures, as those of a scan",
            place=Place(file),
            remedy="Let a program for text recognition (OCR) add the text, or save it as .txt.",
        )
    return [(page, number if len(pages) > 1 else 0) for number, page in enumerate(pages, 1)]


def _pages(content: bytes, file: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    # What it mends in a file is nothing that a person can act on.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return [_tidy(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]
    except (DependencyError, FileNotDecryptedError):
        remedy = "Save a copy without a password."
        raise WrongInput("this PDF is locked", remedy=remedy, place=Place(file)) from None
    except Exception as error:  # noqa: BLE001 - broken files raise whatever their bytes lead to
        raise WrongInput(
            f"this PDF cannot be read: {str(error) or type(error).__name__}",
            remedy="Save it anew, or save its text as .txt.",
            place=Place(file),
        ) from None


def _tidy(text: str) -> str:
    """Words as they are typed: whole at the ends of lines, letters instead of ligatures."""
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _DIVIDED.sub("", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()
