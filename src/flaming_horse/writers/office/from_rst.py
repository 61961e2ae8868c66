"""A document in reStructuredText as a storyboard, read by docutils."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers import foreign
from flaming_horse.writers.dialects.notes import is_note
from flaming_horse.writers.foreign_boxes import note
from flaming_horse.writers.foreign_front import read_front
from flaming_horse.writers.formulas import displayed
from flaming_horse.writers.from_markdown import film_of, finish, title_of
from flaming_horse.writers.list_steps import behind_their_lists, with_blocks
from flaming_horse.writers.office.package import need_extra
from flaming_horse.writers.office.sphinx_words import parsed
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import Piece, PieceKind, Pieces, clean, readable, tidy
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_NOTHING = {"comment", "target", "substitution_definition", "transition", "pending", "meta",
            "docinfo", "decoration"}  # fmt: skip
_LEFT_OUT = {"footnote": "footnotes", "citation": "references", "raw": "raw HTML or LaTeX",
             "field_list": "a list of fields", "option_list": "a list of options"}  # fmt: skip


def from_rst(text: str, file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard of a text in reStructuredText. Nothing that it names is read or run.

    Raises:
        NotInstalled: the extra `office` is missing.
        WrongInput: it is nested too deeply, or says nothing.
    """
    need_extra(file)
    try:
        blocks = blocks_of(text, str(file))
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(str(file))) from None
    teller = Teller(lambda line: Place(str(file), line + 1, 1), Pictures(file.parent), wishes)
    film = film_of(blocks, read_front(""), title_of(file), teller)
    return finish(film, file, teller, "reStructuredText")


def blocks_of(text: str, name: str) -> list[foreign.Block]:
    """The blocks of a text, their lines from 0. Raises RecursionError, nested too deeply."""
    return _Reader().blocks(parsed(text, name).children)


class _Reader:
    """Reads the nodes of docutils as blocks."""

    def __init__(self) -> None:
        self.line = 0

    def blocks(self, nodes: Sequence[Any], depth: int = 0) -> list[foreign.Block]:
        """The blocks of some nodes; `depth` counts the sections around them."""
        found: list[foreign.Block] = []
        for node in nodes:
            line = getattr(node, "line", None)
            self.line = max(0, line - 1) if isinstance(line, int) else self.line
            found += self._block(node, depth)
        return found

    def _refused(self, message: str) -> list[foreign.Block]:
        """What the reader says in the place of a directive that names a file: none is read."""
        directive = re.search(r'"([\w-]+)" directive', message)
        if directive is None or not re.search("deactivated|disabled", message):
            return []
        what = f"what the directive “{directive[1]}” takes from another file"
        return [foreign.LeftOut(what, self.line, inside=True)]

    def _block(self, node: Any, depth: int) -> list[foreign.Block]:
        name = str(node.tagname)
        if name in _NOTHING:
            return []
        if name == "system_message":
            return self._refused(node.astext())
        if name in _LEFT_OUT:
            return [foreign.LeftOut(_LEFT_OUT[name], self.line, inside=True)]
        if is_note(name) and name not in {"topic", "sidebar"}:
            return self._note(node, name, depth)
        read = self._readers.get(name)
        return read(node, depth) if read else self.blocks(node.children, depth + 1)

    @cached_property
    def _readers(self) -> dict[str, Callable[[Any, int], list[foreign.Block]]]:
        """What reads the nodes of each name; of others what they hold is read."""
        readers: dict[str, Callable[[Any, int], list[foreign.Block]]] = {
            "title": self._heading, "subtitle": self._heading, "rubric": self._heading,
            "image": self._image, "math_block": self._formula, "topic": self._topic,
            "left_out": self._unknown, "bullet_list": self._list, "enumerated_list": self._list,
            "definition_list": self._definitions, "block_quote": self._quote,
            "table": self._table, "literal_block": self._program, "doctest_block": self._program,
        }  # fmt: skip
        words = ("paragraph", "line_block", "attribution", "caption", "legend")
        return readers | dict.fromkeys(words, self._paragraph)

    def _heading(self, node: Any, depth: int) -> list[foreign.Block]:
        level = depth + (1 if node.tagname == "title" else 2)
        return [foreign.Heading(max(1, level), self._inline(node), self.line)]

    def _paragraph(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        words = self._inline(node)
        pictures = [self._picture(n) for n in _named(node, "image")]
        return [*pictures, *([foreign.Words(words, self.line)] if words else [])]

    def _formula(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        latex = displayed(node.astext())
        return [foreign.Formula(latex, self.line)] if latex else []

    def _image(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        return [self._picture(node)]

    def _unknown(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        return [foreign.LeftOut(str(node["what"]), self.line)]

    def _topic(self, node: Any, depth: int) -> list[foreign.Block]:
        if "contents" in node.get("classes", []):
            return [foreign.LeftOut("a table of contents", self.line, inside=True)]
        return self.blocks(node.children, depth + 1)

    def _note(self, node: Any, name: str, depth: int) -> list[foreign.Block]:
        line, title, inside = self.line, (), list(node.children)
        if inside and inside[0].tagname == "title":
            title = self._inline(inside.pop(0))
        return note(name, title, self.blocks(inside, depth + 1), line)

    def _program(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        classes = [each for each in node.get("classes", []) if each != "code"]
        language = "python" if node.tagname == "doctest_block" else "".join(classes[:1])
        language = str(node.get("language", language))
        return [foreign.Program(node.astext(), clean(language), self.line)]

    def _list(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        ordered, line = node.tagname == "enumerated_list", self.line
        start = int(node.get("start", 1)) - 1
        items = [
            with_blocks(foreign.Item(()), self.blocks(child.children)) for child in node.children
        ]
        kept = tuple(item for item in items if item.words or item.inner or item.after)
        return [foreign.Items(kept, ordered, line, start=max(0, start))] if kept else []

    def _item(self, node: Any) -> tuple[Pieces, list[Pieces], list[foreign.Block]]:
        """The words of an item, those of the lists in it, and what else stands in it."""
        words: Pieces = ()
        inner: list[Pieces] = []
        after: list[foreign.Block] = []
        for block in behind_their_lists(self.blocks(node.children)):
            if isinstance(block, foreign.Words):
                words = tidy((*words, Piece(" "), *block.words)) if words else block.words
            elif isinstance(block, foreign.Items):
                for item in block.items:
                    inner += [part for part in (item.words, *item.inner) if part]
            else:
                after.append(block)
        return words, inner, after

    def _definitions(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        line = self.line
        items: list[foreign.Item] = []
        after: list[foreign.Block] = []
        for child in node.children:
            terms = [self._inline(each) for each in child.children if each.tagname == "term"]
            bodies = [each for each in child.children if each.tagname == "definition"]
            term = [Piece(p.text, p.kind, strong=True) for words in terms for p in words]
            words: Pieces = ()
            for body in bodies:
                words, inner, others = self._item(body)
                after += others
                words = tidy((*words, *(p for part in inner for p in (Piece(" "), *part))))
            items.append(foreign.Item(tidy((*term, Piece(": "), *words) if words else term)))
        return [*([foreign.Items(tuple(items), ordered=False, line=line)] if items else []), *after]

    def _quote(self, node: Any, depth: int) -> list[foreign.Block]:
        line = self.line
        blocks = self.blocks(node.children, depth + 1)
        words = [block.words for block in blocks if isinstance(block, foreign.Words)]
        if len(words) == len(blocks) > 0:
            return [foreign.Quote(tuple(words), line)]
        return blocks

    def _table(self, node: Any, depth: int) -> list[foreign.Block]:
        del depth
        found: list[foreign.Block] = [
            foreign.Words(self._inline(each), self.line)
            for each in node.children
            if each.tagname == "title"
        ]
        rows: list[tuple[Pieces, ...]] = []
        for row in _named(node, "row"):
            cells: list[Pieces] = []
            for entry in row.children:
                cells.append(self._inline(entry))
                cells += [()] * int(entry.get("morecols", 0))
            rows.append(tuple(cells))
        if any(any(row) for row in rows):
            has_head = any(each.tagname == "thead" for each in node.findall())
            header = rows[0] if has_head else tuple(() for _ in rows[0])
            rest = rows[1:] if has_head else rows
            found.append(foreign.Table(header, tuple(rest), self.line))
        return found

    def _picture(self, node: Any) -> foreign.Block:
        alt = str(node.get("alt", ""))
        return foreign.Picture(str(node.get("uri", "")), alt, self.line)

    def _inline(self, node: Any) -> Pieces:
        return tidy(_pieces(node))


_UNREAD = {"footnote_reference", "citation_reference", "image", "system_message", "comment"}
_KINDS: dict[str, PieceKind] = {"literal": "code", "math": "math"}


def _pieces(
    node: Any, *, emphasis: bool = False, strong: bool = False, link: bool = False
) -> list[Piece]:
    """The words of a node with their styles; signs of footnotes are gone."""
    name = str(node.tagname)
    if name == "#text":
        text = re.sub(r"\s+", " ", str(node.astext()))
        return [Piece(readable(text), emphasis=emphasis, strong=strong, link=link)]
    if name in _KINDS:
        return [Piece(clean(node.astext()), _KINDS[name])]
    if name in _UNREAD:
        return []
    emphasis = emphasis or name in {"emphasis", "title_reference"}
    strong = strong or name == "strong"
    link = link or name == "reference"
    found: list[Piece] = []
    for child in node.children:
        if child.tagname == "footnote_reference" and found:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip())
        found += _pieces(child, emphasis=emphasis, strong=strong, link=link)
    return [*found, Piece(" ")] if name in {"paragraph", "line", "classifier"} else found


def _named(node: Any, tag: str) -> list[Any]:
    """The nodes of that tag in a node, in reading order."""
    return [each for each in node.findall() if getattr(each, "tagname", "") == tag]
