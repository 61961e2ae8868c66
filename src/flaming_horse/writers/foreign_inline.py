"""The inline content of foreign Markdown: its words, and the pictures among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from flaming_horse.model.raised_text import lowered_form, raised_form
from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.roles import read_role
from flaming_horse.writers.foreign import Picture
from flaming_horse.writers.formulas import (
    can_be_set,
    displayed,
    halved,
    is_displayed,
    looks_like_latex,
    shows_nothing,
)
from flaming_horse.writers.pieces import Piece, PieceKind, Pieces, clean, readable, tidy, without
from flaming_horse.writers.reading import Reading

_TAG = re.compile(r"<(?P<closing>/)?(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^>]*)")
_SCRIPTS = {"sup": raised_form, "sub": lowered_form}
_SMALL_PRINT = 2
"""Words that an index or an exponent has at most."""
_NOTE = re.compile(r"\(.*\)|[^\W\d_]{3,}")
"""What is raised and no exponent: a unit in brackets, a word."""
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_PANDOC = re.compile(r"\{:?\s*(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"{}]*\"|[\w%.-]+))"
                     r"(?:\s+(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"{}]*\"|[\w%.-]+)))*\s*\}")  # fmt: skip
"""Attributes as pandoc, kramdown and others write them: {.class #id width=50%}."""
HOLE = "\ufffc"
"""Among words: what is not known here stood there. Before what is left out: it is that."""
_PAGE = re.compile(r"([\w-]+)\.(?:md|ipynb|rst)(?:#.*)?$")
_NOTE_MARK = re.compile(
    r"\[\^[\w-]+\]|(?<=[.!?])\s*\*\.?(?=\s|$)|(?:(?<=\w\w)|(?<=[%)]))\s*\*(?=\.?\s*$)"
)
"""The mark of a note that the document does not have, and a star for one. “A*” is a name."""
_NOTE_LABEL = re.compile(r"\^[\w-]+")
"""The words of a link that is a note's mark: what the note says is an address alone."""
_NUMBER_OF = re.compile(r"\s*(?:%s|\{number\})")
"""In the words of a link: where a site writes the number of what it leads to."""
_TEX = re.compile(r"\\((?:La|Ka|Xe|XeLa|LuaLa|Bib)?TeX)(?:\{\}|\\ )?")
"""The programs' own names, which stand in formulas for the way they are set."""
_ASIDE_WITH_HOLE = re.compile(rf"\s*\([^()]*{HOLE}[^()]*\)")
_NAMED = re.compile(
    r"\b(?:equations?|eqs?\.|figures?|figs?\.|tables?|tabs?\.|sections?|chapters?|theorems?|lemma"
    r"|definition|listing|example|formulas?|expressions?|representations?|identity|identities"
    r"|inequality|relations?|decompositions?|conditions?)\s*\(?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:^|(?P<ended>[.!?])\s+|\b(?P<by>by|from|in|of|to|with|using|into|see|and|or|that|on|via)\s+)"
    r"(?P<noun>[A-Za-z]+)(?P<end>\s*\(?)$",
    re.IGNORECASE,
)
"""A noun that had a number after it: without it, it has an article."""
_LABELLED = re.compile(r"\[([^\[\]]*)\](?=\{)")


@dataclass(slots=True)
class Inline:
    """What a paragraph holds. `target` is where its only link leads, if it is nothing else."""

    words: Pieces = ()
    pictures: list[Picture] = field(default_factory=list[Picture])
    target: str = ""
    left_out: list[str] = field(default_factory=list[str])


def read_inline(token: Token, reading: Reading) -> Inline:
    """The inline content of an `inline` token, without what only a page can show."""
    return _Reader(token.map[0] if token.map else 0, reading).read(token.children or [])


def split_at_displays(token: Token) -> Iterator[Token | str]:
    """A paragraph in parts: its words, and the formulas in it that stand on lines of their own.

    A formula in two dollars is one of them when it is long, has rows, or is all there is.
    """
    children = token.children or []
    alone = [c for c in children if c.type not in {"softbreak", "hardbreak"}
             and without_attributes(c.content).strip()]  # fmt: skip
    part: list[Token] = []
    for child in children:
        display = child.type == "math_inline_double"
        if display and (len(alone) == 1 or is_displayed(child.content)):
            if not _is_punctuation(part):
                yield replace(token, children=part)
            yield child.content
            part = []
        else:
            part.append(child)
    if not _is_punctuation(part):
        yield replace(token, children=part)


def _is_punctuation(part: list[Token]) -> bool:
    """Whether nothing is left of a paragraph beside its formula: a full stop, attributes."""
    return all(
        child.type in {"text", "softbreak", "hardbreak"}
        and without_attributes(child.content).strip() in {"", ".", ",", ";", ":"}
        for child in part
    )


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of an HTML tag, as written."""
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag)}


def without_attributes(text: str) -> str:
    """A text without `{.class #id}` and the brackets they belong to."""
    if "{" not in text or not _PANDOC.search(text):
        return text
    return _PANDOC.sub("", _LABELLED.sub(r"\1", text))


def without_asides(words: Pieces) -> Pieces:
    """Words without what stands in brackets around a hole: "(any edition, 0.150 or later)"."""
    text = "".join(piece.text for piece in words)
    return without(words, (match.span() for match in _ASIDE_WITH_HOLE.finditer(text)))


def _page_named(target: str) -> str:
    """The words in the name of a page, for a link that a site gives the page's title."""
    page = _PAGE.search(target)
    return re.sub(r"[-_]+", " ", page[1]) if page else ""


def _with_article(text: str, *, begins: bool) -> str:
    """A text with an article before the noun at its end; `begins`: nothing is before the text."""
    bare = _BARE.search(text)
    if bare is None:
        return text
    first = bare["ended"] or (begins and not bare["by"])
    article = "The" if first else "the" if bare["by"] else ""
    if not article:
        return text
    return f"{text[: bare.start('noun')]}{article} {bare['noun'].lower()}{bare['end']}"


class _Reader:
    def __init__(self, line: int, reading: Reading) -> None:
        self.line = line
        self.reading = reading
        self.struck = 0
        self.gap = False
        self.pieces: list[Piece] = []
        self.found = Inline()
        self.emphasis = 0
        self.strong = 0
        self.targets: list[str] = []
        self.in_link = 0
        self.before_link = 0
        self.script = ""

    def read(self, tokens: list[Token]) -> Inline:
        for token in _joined(tokens):
            self._token(token)
        self.found.words = tidy(self.pieces)
        worded = [piece for piece in self.found.words if piece.text.strip()]
        if len(self.targets) == 1 and worded and all(piece.link for piece in worded):
            self.found.target = self.targets[0]
        return self.found

    def _token(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._text(token.content)
            case "softbreak" | "hardbreak":
                self._add(" ")
            case "code_inline":
                self._add(clean(token.content), "code")
            case "math_inline" | "math_inline_double":
                self._math(token)
            case "image":
                file, alt = str(token.attrs.get("src", "")), token.content
                alt, linked = " ".join(alt.split()), self.in_link > 0
                self.found.pictures.append(Picture(file, alt, self.line, linked=linked))
            case "html_inline":
                self._html(token.content)
            case tokens.PIECE | "myst_role" | tokens.VALUE | tokens.LEFT_OUT:
                self._of_dialect(token)
            case _:
                self._styled(token)

    def _of_dialect(self, token: Token) -> None:
        """What the rules of the dialects leave among words."""
        match token.type:
            case tokens.PIECE if token.info == tokens.REFERENCE:
                self._refer(token.content)
            case tokens.PIECE:
                self._add(token.content)
            case tokens.VALUE:
                self._value(token.content)
            case tokens.LEFT_OUT:
                self._leave_out(token.content, hole=token.info == tokens.HOLE)
            case _:
                self._role(token)

    def _leave_out(self, what: str, *, hole: bool = False) -> None:
        """Leave something out; without a `hole`, the sentence says what it says without it."""
        self.found.left_out.append(f"{HOLE}{what}" if hole else what)
        if hole:
            self._add(HOLE)
        self.gap = True

    def _refer(self, words: str) -> None:
        """Name what a number refers to, where the sentence has not just done so."""
        before = "".join(piece.text for piece in self.pieces)
        self.gap = bool(_NAMED.search(before))
        if not self.gap:
            self._add(words)
        elif self.pieces[-1].kind == "text":
            last = self.pieces[-1]
            text = _with_article(last.text, begins=last.text == before)
            self.pieces[-1] = replace(last, text=text)

    def _styled(self, token: Token) -> None:
        match token.type:
            case "em_open" | "em_close":
                self.emphasis += token.nesting
            case "strong_open" | "strong_close":
                self.strong += token.nesting
            case "link_open":
                self.in_link += 1
                self.targets.append(str(token.attrs.get("href", "")))
                self.before_link = len(self.pieces)
            case "link_close":
                if len(self.pieces) == self.before_link:
                    self._add(_page_named(self.targets[-1]))
                self.in_link -= 1
            case "s_open" | "s_close":
                self._strike(token.nesting)
            case _:
                pass

    def _text(self, text: str) -> None:
        if self.in_link:
            text = "" if _NOTE_LABEL.fullmatch(text) else _NUMBER_OF.sub("", text)
        text = _NOTE_MARK.sub("", text)
        # Several words between <sub> and </sub> are small print, not an index.
        small = len(text.split()) > _SMALL_PRINT
        small = small or (self.script == "sup" and bool(_NOTE.fullmatch(text.strip())))
        if not self.script or small:
            text = f" {text}" if self.script else text
            self._add(readable(without_attributes(text)))
        elif not self.in_link:  # a raised link leads to a note
            self._add(_SCRIPTS[self.script](text))

    def _role(self, token: Token) -> None:
        kind, words = read_role(str(token.meta["name"]), token.content)
        if kind == "left_out":
            self._leave_out(words)
        elif kind == "reference":
            self._refer(words)
        elif kind == "math":
            self._math(replace_content(token, words))
        else:
            self._add(clean(words), kind)

    def _value(self, name: str) -> None:
        if (value := self.reading.values.get(name)) is not None:
            self._text(value)
        else:
            self._leave_out(f"a value that the site knows (`{name[:40]}`)", hole=True)

    def _strike(self, step: int) -> None:
        """Struck words are what the author takes back: they are neither said nor shown."""
        self.struck = max(0, self.struck + step)
        if step > 0:
            self._leave_out("struck words")

    def _add(self, text: str, kind: PieceKind = "text") -> None:
        if self.gap and self.pieces and re.match(r"[.,;:!?)\]]", text):
            last = self.pieces[-1]
            self.pieces[-1] = replace(last, text=last.text.rstrip())
        self.gap = self.gap and not text
        if text and not self.struck:
            link = self.in_link > 0
            piece = Piece(text, kind, self.emphasis > 0, self.strong > 0, link)
            self.pieces.append(piece)

    def _math(self, token: Token) -> None:
        among_words = token.type == "math_inline"
        latex = halved(token.content) if among_words else token.content
        latex = self.reading.macros.applied(latex)
        latex = " ".join(displayed(latex).split())
        if not latex:
            return
        if name := _TEX.fullmatch(latex):
            self._add(name[1])
        elif can_be_set(latex):
            self._add(latex, "math")
        elif shows_nothing(latex):
            self._add(" ")
        elif looks_like_latex(latex):
            self._add(latex, "code")
        else:
            self._text(f"{token.markup}{token.content}{token.markup}")

    def _html(self, tag: str) -> None:
        match = _TAG.match(tag)
        if match is None:
            return
        name, step = match["name"].lower(), -1 if match["closing"] else 1
        if name in {"em", "i"}:
            self.emphasis = max(0, self.emphasis + step)
        elif name in {"strong", "b"}:
            self.strong = max(0, self.strong + step)
        elif name == "a":
            self.in_link = max(0, self.in_link + step)
            if step > 0:
                self.targets.append(attributes_of(match["rest"]).get("href", ""))
        elif name in {"s", "del", "strike"}:
            self._strike(step)
        elif name in _SCRIPTS:
            self.script = name if step > 0 else ""
        elif name == "br":
            self._add(" ")
        elif name == "img":
            given = attributes_of(match["rest"])
            picture = Picture(given.get("src", ""), given.get("alt", ""), self.line)
            self.found.pictures.append(picture)


def _joined(tokens: list[Token]) -> list[Token]:
    """Neighbouring texts as one, so that what is searched for is not in two of them."""
    found: list[Token] = []
    for token in tokens:
        kinds = {"text", "text_special"}
        if found and token.type in kinds and found[-1].type in kinds:
            found[-1] = replace_content(found[-1], found[-1].content + token.content)
        else:
            found.append(token)
    return found


def replace_content(token: Token, content: str) -> Token:
    """The token with another content."""
    return replace(token, content=content)
