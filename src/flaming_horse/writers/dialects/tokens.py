"""The tokens that the rules of dialects leave, whatever it is written in."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LEFT_OUT = "left_out"
"""Something that no film shows; its content says what. A block, or among words."""
NOTE, DIVISION, TABS, TAB = "note", "division", "tabs", "tab"
"""Blocks that hold blocks: tokens of these names with `_open` and `_close`. A note has its kind in
`info` and its title in `content`; a tab its label in `content`; a division is what it holds."""
HOLE = "hole"
"""The `info` of something left out without which its sentence says nothing."""
REFERENCE = "reference"
"""The `info` of a piece that names what a number on the page refers to: "the figure"."""
PICTURE = "picture"
"""A picture as a block: its file in `content`, what it shows in `info`."""
PIECE = "piece"
"""Words among words that are written otherwise than they are read: what is read is its content."""
VALUE = "value"
"""A name among words that stands for what the settings say; its content is the name."""
INTERRUPTS = {"alt": ["paragraph", "reference", "blockquote", "list"]}
"""What a block may stand directly under, without an empty line."""

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]


def line_of(state: StateBlock, line: int) -> str:
    """A line without what it is indented by; "" for one that is indented as a program is."""
    if state.is_code_block(line):
        return ""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def block(md: MarkdownIt, name: str, rule: BlockRule) -> None:
    """Try a rule before all that Markdown knows; it may interrupt a paragraph."""
    md.block.ruler.before("fence", name, rule, INTERRUPTS)  # pyright: ignore[reportArgumentType]


def inline(md: MarkdownIt, name: str, rule: InlineRule, before: str = "escape") -> None:
    """Try a rule among words before another one."""
    md.inline.ruler.before(before, name, rule)


def leave_out(state: StateBlock, what: str, first: int, end: int) -> bool:
    """The lines from `first` to `end` are something that is left out."""
    token = state.push(LEFT_OUT, "", 0)
    token.content, token.map = what, [first, end]
    state.line = end
    return True


def hold(state: StateBlock, name: str, lines: tuple[int, int], inside: tuple[int, int]) -> Token:
    """A block that holds the blocks of the lines `inside`; its opening token."""
    opening = state.push(f"{name}_open", "div", 1)
    opening.map = list(lines)
    parent, maximum = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", inside[1]
    state.md.block.tokenize(state, inside[0], inside[1])
    state.parentType, state.lineMax = parent, maximum
    state.push(f"{name}_close", "div", -1)
    state.line = lines[1]
    return opening


def hold_at_margin(
    state: StateBlock, name: str, lines: tuple[int, int], inside: tuple[int, int]
) -> Token:
    """`hold`, where what is held may stand further in, by as much as its first line does."""
    held = [state.sCount[n] for n in range(*inside) if not state.isEmpty(n)]
    indent = max(0, min(held, default=state.blkIndent) - state.blkIndent)
    return hold_indented(state, name, lines, inside, indent)


def hold_indented(
    state: StateBlock, name: str, lines: tuple[int, int], inside: tuple[int, int], indent: int
) -> Token:
    """`hold`, where what is held stands further in by `indent` columns."""
    before, state.blkIndent = state.blkIndent, state.blkIndent + indent
    try:
        return hold(state, name, lines, inside)
    finally:
        state.blkIndent = before


def end_of_indented(state: StateBlock, first: int, end: int, indent: int) -> int:
    """The line after those that stand further in than a block's first line by `indent`."""
    wanted, last = state.blkIndent + indent, first
    for line in range(first + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < wanted:
            break
        last = line
    return last + 1


def program(
    state: StateBlock, language: str, first: int, end: int, inside: tuple[int, int]
) -> bool:
    """The lines `inside` are a program."""
    token = state.push("fence", "code", 0)
    token.info, token.map = language, [first, end]
    token.content = state.getLines(inside[0], inside[1], state.sCount[first], False) + "\n"
    token.markup = "```"
    state.line = end
    return True
