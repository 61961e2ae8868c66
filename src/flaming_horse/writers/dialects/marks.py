"""Marks among words that several dialects share: `==x==`, `x^2^`, `[[page]]`, `++ctrl+c++`."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from flaming_horse.model.raised_text import lowered_form, raised_form
from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.picture_places import IN_THE_VAULT

_MARKED = re.compile(r"==(?=[^\s=])(?P<words>[^=\n]*?[^\s=])==(?!=)")
_RAISED = re.compile(r"\^(?P<words>[^\s^\[\]]{1,12})\^(?!\^)")
_LOWERED = re.compile(r"~(?P<words>[^\s~]{1,12})~(?!~)")
_STRUCK = re.compile(r"~(?=[^\s~])(?P<words>[^~\n]*?[^\s~])~(?!~)")
_KEYS = re.compile(r"\+\+(?P<words>[a-z0-9]+(?:[+-][a-z0-9]+|\+\"[^\"]+\")*)\+\+")
_WIKI = re.compile(
    r"\[\[(?P<page>[^\[\]|\n]*[^\W\d][^\[\]|\n]*)(?:\\?\|(?P<words>[^\[\]\n]+))?\]\]"
)
_EMBEDDED = re.compile(r"!\[\[(?P<page>[^\[\]|\n]+)(?:\\?\|[^\[\]\n]*)*\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|avif)$", re.IGNORECASE)
_WITH_BLANKS = re.compile(
    r"!\[(?P<words>[^\[\]\n]*)\]\((?P<file>[^()<>\n\"']*[^()<>\s\"'][ ][^()<>\n\"']*\.\w{2,5})\)"
)
"""A picture whose path has blanks, which Markdown wants written as %20 or between < and >."""
_INDEX = re.compile(r"\\index[a-z]?\{[^{}\n]*\}")
"""An entry of a book's index, which pandoc and bookdown leave to LaTeX."""
_CONTENTS = {"toc", "_toc_", "[toc]"}


def marks(md: MarkdownIt) -> None:
    """Marks that nobody but those who mean them writes: they hold in every document."""
    _rule(md, "marked", _MARKED, _marked)
    _rule(md, "raised", _RAISED, _raised, after=re.compile(r"[\w)\]]$"))
    _rule(md, "lowered", _LOWERED, _lowered, after=re.compile(r"[^\W_]$"))
    _rule(md, "embedded", _EMBEDDED, _embedded)
    _rule(md, "wiki_link", _WIKI, _wiki)
    _rule(md, "path_with_blanks", _WITH_BLANKS, _with_blanks)
    _rule(md, "index_entry", _INDEX, _nothing, before="escape")


def struck(md: MarkdownIt) -> None:
    """Words between single tildes, as forges strike them."""
    _rule(md, "struck", _STRUCK, _struck)


def keys(md: MarkdownIt) -> None:
    """Keys to press, as mkdocs writes them."""
    _rule(md, "keys", _KEYS, _keys)


Make = Callable[[StateInline, re.Match[str]], None]


def _rule(
    md: MarkdownIt,
    name: str,
    pattern: re.Pattern[str],
    make: Make,
    after: re.Pattern[str] | None = None,
    before: str = "link",
) -> None:
    """A rule that leaves what `make` makes of a match; `after` is what must stand before it."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None or (after and not after.search(state.src, 0, state.pos)):
            return False
        if not silent:
            make(state, match)
        state.pos = match.end()
        return True

    tokens.inline(md, name, rule, before=before)


def _nothing(state: StateInline, match: re.Match[str]) -> None:
    """What is for a printer alone."""
    del state, match


def _read(state: StateInline, match: re.Match[str], group: str = "words") -> None:
    """What stands between marks is read as the rest is."""
    maximum = state.posMax
    state.pos, state.posMax = match.start(group), match.end(group)
    state.md.inline.tokenize(state)
    state.posMax = maximum


def _marked(state: StateInline, match: re.Match[str]) -> None:
    state.push("strong_open", "strong", 1)
    _read(state, match)
    state.push("strong_close", "strong", -1)


def _raised(state: StateInline, match: re.Match[str]) -> None:
    state.push(tokens.PIECE, "", 0).content = raised_form(match["words"])


def _lowered(state: StateInline, match: re.Match[str]) -> None:
    state.push(tokens.PIECE, "", 0).content = lowered_form(match["words"])


def _struck(state: StateInline, match: re.Match[str]) -> None:
    state.push("s_open", "s", 1)
    _read(state, match)
    state.push("s_close", "s", -1)


def _keys(state: StateInline, match: re.Match[str]) -> None:
    names = re.findall(r"\"[^\"]+\"|[a-z0-9-]+", match["words"])
    words = "-".join(name.strip('"').replace("-", " ").title() for name in names)
    state.push(tokens.PIECE, "", 0).content = words


def _wiki(state: StateInline, match: re.Match[str]) -> None:
    page = match["page"].strip()
    if page.casefold() in _CONTENTS:
        return
    if match["words"]:
        _read(state, match)
        return
    name = re.split(r"[#^]", page, maxsplit=1)
    words = name[0].rsplit("/", 1)[-1] or name[-1]
    state.push(tokens.PIECE, "", 0).content = words.removesuffix(".md").strip()


def _embedded(state: StateInline, match: re.Match[str]) -> None:
    page = match["page"].strip()
    if _PICTURE.search(page):
        token = state.push("image", "img", 0)
        token.attrs, token.content = {"src": page if "/" in page else IN_THE_VAULT + page}, ""
    else:
        state.push(tokens.LEFT_OUT, "", 0).content = "an embedded note"


def _with_blanks(state: StateInline, match: re.Match[str]) -> None:
    token = state.push("image", "img", 0)
    token.attrs, token.content = {"src": match["file"].strip()}, match["words"]
