"""What a Python program does, read from its syntax tree: nothing is run and nothing is guessed."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Sequence

from flaming_horse.writers.programs.facts import Fact, as_sentence, comment_words, first_sentence
from flaming_horse.writers.programs.python_calls import call_facts, dotted, short

_VERB = re.compile(
    r"(?P<verb>add|apply|build|calculate|check|compute|convert|copy|count|create|draw|estimate"
    r"|evaluate|extract|fetch|find|fit|generate|get|give|load|make|merge|normalize|parse|plot"
    r"|predict|print|read|remove|replace|return|run|sample|save|select|send|set|show|simulate"
    r"|solve|sort|split|sum|take|test|train|transform|update|write)(?P<s>e?s)?\b",
    re.IGNORECASE,
)
"""Verbs that docstrings begin with: with one, the function is the sentence's subject."""


_NAMINGS = {"is", "empty", "made", "from", "for", "length"}
_MOST_VALUES = 3
"""Values that are looked at together."""


def parsed(code: str) -> ast.Module | None:
    """The syntax tree; None for what is no Python of today, or is nested too deeply."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def python_facts(code: str, language: str) -> list[Fact] | None:
    """The facts in the order of the program; None where it cannot be parsed.

    `language` is the document's: comments and docstrings are told in it alone.
    """
    tree = parsed(code)
    if tree is None:
        return None
    tokens = _comment_tokens(code)
    facts = [*_comments(code, tree, tokens, language)]
    try:
        for node in tree.body:
            facts += _of_statement(node, language)
    except RecursionError:
        return facts
    made = {name for fact in facts for name in fact.names.get("name", ())}
    facts = [f for f in facts if f.kind != "looks" or not made.issuperset(f.names["value"])]
    facts = [_explained(fact, tokens, language) for fact in facts]
    return sorted(facts, key=lambda fact: fact.first)


def _comment_tokens(code: str) -> list[tokenize.TokenInfo]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token for token in tokens if token.type == tokenize.COMMENT]


def _explained(fact: Fact, tokens: Sequence[tokenize.TokenInfo], language: str) -> Fact:
    """What a name stands for, by the comment behind its line: that says more than its value."""
    if fact.kind not in _NAMINGS or fact.first != fact.last:
        return fact
    behind = [token.string for token in tokens if token.start[0] - 1 == fact.first
              and token.line[: token.start[1]].strip()]  # fmt: skip
    said = comment_words(behind[0], language) if behind else ""
    if not said:
        return fact
    if language.startswith("en") and _VERB.match(said):
        return Fact("says", {}, {"words": said}, fact.first, fact.last, 6)
    said = re.sub(r"^[A-Z](?=[a-z]+\b)", lambda match: match[0].lower(), said)
    return Fact("called", {"name": fact.names["name"]}, {"words": said}, fact.first, fact.last, 6)


def _comments(
    code: str, tree: ast.Module, tokens: Sequence[tokenize.TokenInfo], language: str
) -> Iterator[Fact]:
    """Comments on lines of their own at the margin, with the lines up to the next of them."""
    blocks: list[tuple[int, int, str]] = []
    for token in tokens:
        if token.start[1]:
            continue
        line = token.start[0] - 1
        words = token.string.lstrip("#!").strip()
        if blocks and blocks[-1][1] == line - 1 and not _ends(blocks[-1][2]):
            blocks[-1] = (blocks[-1][0], line, f"{blocks[-1][2]} {words}")
        else:
            blocks.append((line, line, words))
    starts = [node.lineno - 1 for node in tree.body]
    last = code.rstrip().count("\n")
    for number, (first, end, words) in enumerate(blocks):
        following = blocks[number + 1][0] - 1 if number + 1 < len(blocks) else last
        # A comment below all statements, or one that is a statement put aside, announces nothing.
        if not any(end < start <= following for start in starts) or _is_code(words):
            continue
        if said := comment_words(first_sentence(words) or words, language):
            yield Fact("says", words={"words": said}, first=first, last=following, weight=9)


def _ends(words: str) -> bool:
    return words.endswith((".", ":", "!", "?"))


def _is_code(words: str) -> bool:
    tree = parsed(words)
    return tree is not None and not all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.Constant)
        for node in tree.body
    )


def _of_statement(node: ast.stmt, language: str) -> list[Fact]:
    first, last = _lines(node)
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [_function(node, first, last, language)]
        case ast.ClassDef():
            return [_class(node, first, last, language)]
        case ast.For() | ast.AsyncFor() | ast.While() | ast.If() | ast.With() | ast.Try():
            return _block(node, first, last, language)
        case _:
            return _of_one_line(node, first, last)


def _of_one_line(node: ast.stmt, first: int, last: int) -> list[Fact]:
    match node:
        case (
            ast.Assign(targets=[target], value=value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
        ):
            return _assigned(target, value, first, last)
        case ast.Expr(value=value):
            return _expression(value, first, last)
        case ast.Import() | ast.ImportFrom() if names := _imported(node):
            return [Fact("imports", {"args": names}, {}, first, last, 1)]
        case ast.Assert(test=test) if text := short(test):
            return [Fact("checks", {"value": (text,)}, {}, first, last, 4)]
        case _:
            return []


def _lines(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first - 1, (node.end_lineno or node.lineno) - 1


def _block(node: ast.stmt, first: int, last: int, language: str) -> list[Fact]:
    """A loop, or what stands under a condition: the loop itself, and else what is in it."""
    if isinstance(node, ast.If) and _is_main(node.test):
        inner = [fact for each in node.body for fact in _of_statement(each, language)]
        return [_weighing(fact, 1) for fact in inner]
    if isinstance(node, ast.For | ast.AsyncFor):
        var, value = short(node.target), short(node.iter)
        if var and value and not isinstance(node.iter, ast.List | ast.Tuple):
            if times := _times(node.iter):
                return [Fact("times", {"value": (times,)}, {}, first, last, 4)]
            return [Fact("loop", {"var": (var,), "value": (value,)}, {}, first, last, 4)]
    if isinstance(node, ast.While) and (text := short(node.test)) and text not in {"True", "1"}:
        return [Fact("while", {"value": (text,)}, {}, first, last, 4)]
    found: list[Fact] = []
    if isinstance(node, ast.With):
        found += [fact for item in node.items for fact in _opened(item.context_expr, first, last)]
    body: list[ast.stmt] = getattr(node, "body", [])
    return found + [_weighing(fact, -1) for each in body for fact in _of_statement(each, language)]


def _times(iterable: ast.expr) -> str:
    """How often a loop runs, as it is written in `range(n)`; "" for another."""
    match iterable:
        case ast.Call(func=ast.Name(id="range"), args=[count], keywords=[]):
            return short(count)
        case ast.Call(args=[ast.Call() as inner, *_]):  # a loop with a progress bar
            return _times(inner)
        case _:
            return ""


def _weighing(fact: Fact, more: int) -> Fact:
    return Fact(fact.kind, fact.names, fact.words, fact.first, fact.last, fact.weight + more)


def _is_main(test: ast.expr) -> bool:
    return "__name__" in ast.unparse(test)


def _opened(value: ast.expr, first: int, last: int) -> list[Fact]:
    if isinstance(value, ast.Call) and dotted(value.func) == "open" and value.args:
        name = short(value.args[0])
        return [Fact("opens", {"value": (name,)}, {}, first, last, 4)] if name else []
    return []


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, first: int, last: int, language: str
) -> Fact:
    name = (node.name,)
    if said := comment_words(first_sentence(ast.get_docstring(node) or ""), language):
        return _documented(name, said, first, last, language)
    taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    args = tuple(arg.arg for arg in taken if arg.arg not in {"self", "cls"})
    ends = node.body[-1]
    value = short(ends.value) if isinstance(ends, ast.Return) and ends.value else ""
    if not 0 < len(args) <= 4:
        kind, names = ("returns", {"value": (value,)}) if value else ("function", {})
    elif value:
        kind, names = "takes, returns", {"args": args, "value": (value,)}
    else:
        kind, names = "takes", {"args": args}
    return Fact(kind, {"name": name, **names}, {}, first, last, 7)


def _documented(name: tuple[str, ...], said: str, first: int, last: int, language: str) -> Fact:
    """`find` finds a boat; or, where the docstring does not begin with a verb, a colon."""
    verb = _VERB.match(said) if language.startswith("en") else None
    if verb is None:
        return Fact("called", {"name": name}, {"words": said}, first, last, 8)
    base = verb["verb"].lower()
    third = base + (verb["s"] or ("es" if base.endswith(("x", "sh", "ch", "ss")) else "s"))
    third = re.sub(r"[^aeiou]ys$", lambda match: f"{match[0][0]}ies", third)
    return Fact("does", {"name": name}, {"words": third + said[verb.end() :]}, first, last, 8)


def _class(node: ast.ClassDef, first: int, last: int, language: str) -> Fact:
    name = (node.name,)
    if said := comment_words(first_sentence(ast.get_docstring(node) or ""), language):
        return Fact("called", {"name": name}, {"words": as_sentence(said)}, first, last, 8)
    base = tuple(text for each in node.bases if (text := dotted(each)) and text != "object")
    if base:
        return Fact("class", {"name": name, "base": base[:2]}, {}, first, last, 7)
    inner = (each.name for each in node.body if isinstance(each, ast.FunctionDef))
    methods = tuple(name for name in inner if not name.startswith("_"))[:4]
    fields = tuple(
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    )[:4]
    if listed := methods or fields:
        return Fact("methods", {"name": name, "args": listed}, {}, first, last, 7)
    return Fact("class alone", {"name": name}, {}, first, last, 7)


def _imported(node: ast.Import | ast.ImportFrom) -> tuple[str, ...]:
    names = [alias.asname if alias.name == "*" else alias.name for alias in node.names]
    if not all(names) or len(names) > 3:
        return (node.module,) if isinstance(node, ast.ImportFrom) and node.module else ()
    return tuple(name for name in names if name)


def _assigned(target: ast.expr, value: ast.expr, first: int, last: int) -> list[Fact]:
    name = short(target).strip("()") if isinstance(target, ast.Tuple) else short(target)
    if not name or name.startswith(("fig", "ax", "_")):
        return _expression(value, first, last) if isinstance(value, ast.Call) else []
    names = {"name": (name,)}
    match value:
        case ast.Constant(value=bool() | int() | float() | complex()):
            return [Fact("is", {**names, "value": (ast.unparse(value),)}, {}, first, last, 3)]
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            what = "list" if isinstance(value, ast.List) else "dictionary"
            return [Fact("empty", names, {"what": what}, first, last, 3)]
        case ast.Call():
            return call_facts(value, first, last, name)
        case ast.Lambda() | ast.ListComp() | ast.DictComp() | ast.SetComp() | ast.GeneratorExp():
            return []
        case _:
            text = short(value)
            return [Fact("is", {**names, "value": (text,)}, {}, first, last, 3)] if text else []


def _expression(value: ast.expr, first: int, last: int) -> list[Fact]:
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call):
        return call_facts(value, first, last)
    if isinstance(value, ast.Tuple):
        texts = tuple(text for each in value.elts if (text := short(each)))
        whole = 0 < len(texts) == len(value.elts) <= _MOST_VALUES
        return [Fact("looks", {"value": texts}, {}, first, last, 2)] if whole else []
    if isinstance(value, ast.Constant | ast.List):
        return []
    text = short(value)
    return [Fact("looks", {"value": (text,)}, {}, first, last, 3)] if text else []
