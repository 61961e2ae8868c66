"""What the calls of a Python program do: what they draw, add, print, or make."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flaming_horse.writers.programs.facts import Fact, as_sentence

SHORT = 28
"""Signs of an expression that can be read aloud as it stands."""
_SILENT = re.compile(
    r"(?:plt|pyplot|mpl|pylab|matplotlib|sns|np|numpy|pd|torch|random|warnings|os|sys|logging|tf)\.(?:"
    r"show|figure|grid|legend|tight_layout|axis|xlim|ylim|xticks|yticks|colorbar|subplots?|savefig"
    r"|close|rc\w*|style\.\w+|set\w*|random\.seed|seed|manual_seed|filterwarnings|simplefilter"
    r"|chdir|path\.\w+|environ\.\w+|basicConfig)"
    r"|(?:\w+\.)*(?:save_?fig(?:ure)?|set_figsize|use_svg_display)|(?:\w+\.)?(?:set_[xy]?(?:lim|ticks|ticklabels|scale|aspect)|set_aspect|tight_layout|legend"
    r"|grid|colorbar|add_subplot|axhline|axvline|set_visible|despine|set_xlabel|set_ylabel"
    r"|set_title|xlabel|ylabel|title|suptitle|show)|display|super|exit|quit"
)
"""Calls that set the stage, or whose words are told with the plot."""
_PLOTS = {"plot": "plot", "scatter": "plot", "semilogx": "plot", "semilogy": "plot",
          "loglog": "plot", "step": "plot", "errorbar": "plot", "plot_date": "plot",
          "lineplot": "plot", "scatterplot": "plot", "hist": "histogram", "histplot": "histogram",
          "bar": "bars", "barh": "bars", "imshow": "picture of", "matshow": "picture of",
          "heatmap": "picture of", "pcolormesh": "picture of"}  # fmt: skip
_ADD = {"append", "add", "appendleft", "insert", "push"}
_ROWS = {"head", "tail"}


def dotted(node: ast.expr) -> str:
    """`np.random.rand` of such a node; "" of any other."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            inner = dotted(value)
            return f"{inner}.{attr}" if inner else ""
        case _:
            return ""


def short(node: ast.expr | None) -> str:
    """An expression as it is written, where it is short enough to be read aloud; else ""."""
    if node is None or isinstance(node, ast.JoinedStr | ast.Lambda | ast.Starred):
        return ""
    text = ast.unparse(node)
    plain = "\n" not in text and "\\" not in text and "`" not in text and "{" not in text
    deep = text.count("(") + text.count("[") > 2
    return text if plain and len(text) <= SHORT and not deep else ""


def call_facts(call: ast.Call, first: int, last: int, name: str = "") -> list[Fact]:
    """What a call does; `name` is what its result is called."""
    callee = dotted(call.func)
    if not callee:
        return _chained(call, first, last, name)
    if _SILENT.fullmatch(callee) or _draws_a_guide(callee, call):
        return []
    if not name and (special := _special(callee, call, first, last)):
        return special
    if callee == "print":
        return []
    args = tuple(text for arg in call.args if (text := _argument(arg)))
    whole = 0 < len(args) == len(call.args) <= 3 and not call.keywords
    names = {"callee": (callee,), "args": args}
    if name:
        return [_kept(name, callee, names, first, last, whole=whole)]
    if settings := _settings(call):
        names["args"] = settings
    kind = "calls set" if settings else "calls with" if whole else "calls"
    return [Fact(kind, names, {}, first, last, 5)]


def _settings(call: ast.Call) -> tuple[str, ...]:
    """What a call sets by name, which tells it from the one before: its last two."""
    named = [word for word in call.keywords if word.arg and word.arg not in _WHERE]
    plain = [word for word in named if isinstance(word.value, ast.Constant)]
    said = [f"{word.arg}={text}" for word in plain if (text := _argument(word.value))]
    return tuple(said[-2:])


def _argument(arg: ast.expr) -> str:
    """An argument that can be said: a name, a number, a short text."""
    text = short(arg)
    return text if len(text) <= SHORT // 2 else ""


def _kept(
    name: str, callee: str, names: dict[str, tuple[str, ...]], first: int, last: int, *, whole: bool
) -> Fact:
    names = {"name": (name,), **names}
    last_part = callee.rsplit(".", 1)[-1]
    if callee == "len" and whole:
        return Fact("length", names, {}, first, last, 4)
    if last_part[:1].isupper() and not last_part.isupper():
        article = "an" if last_part[:1] in "AEIOU" else "a"
        return Fact("made", names, {"article": article}, first, last, 5)
    return Fact("for" if whole else "from", names, {}, first, last, 4)


def _special(callee: str, call: ast.Call, first: int, last: int) -> list[Fact]:
    """Calls that have a wording of their own."""
    owner, _, method = callee.rpartition(".")
    args = [short(arg) for arg in call.args]
    if callee == "print" and len(args) == 1 and args[0] and not _is_text(call.args[0]):
        return [Fact("prints", {"value": (args[0],)}, {}, first, last, 4)]
    if method in _PLOTS or callee in _PLOTS:
        return _plot(_PLOTS[method or callee], call, args, first, last)
    if owner and method in _ADD and len(args) == 1 and args[0]:
        return [Fact("adds", {"value": (args[0],), "name": (owner,)}, {}, first, last, 4)]
    if owner and method in _ROWS:
        return [Fact("head", {"name": (owner,)}, {}, first, last, 4)]
    return []


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _draws_a_guide(callee: str, call: ast.Call) -> bool:
    """Whether a call plots data that are written out in it: an axis, a line to compare with."""
    plots = _PLOTS.get(callee.rpartition(".")[2]) == "plot"
    return plots and any(
        isinstance(arg, ast.List | ast.Tuple | ast.UnaryOp)
        or (isinstance(arg, ast.Constant) and isinstance(arg.value, int | float))
        for arg in call.args[:2]
    )


def _plot(kind: str, call: ast.Call, args: Sequence[str], first: int, last: int) -> list[Fact]:
    callee = {"callee": (dotted(call.func),)}
    data = [
        text
        for arg, text in zip(call.args, args, strict=True)
        if text and not (_is_text(arg) and kind == "plot")
    ]
    if kind != "plot":
        return [Fact(kind, {"y": (data[-1],), **callee}, {}, first, last, 6)] if data else []
    if len(data) == 1 == sum(not _is_text(arg) for arg in call.args):
        return [Fact("plot of", {"y": (data[0],), **callee}, {}, first, last, 6)]
    if len(data) >= 2 and args[0] and args[1]:
        return [Fact("plot", {"x": (data[0],), "y": (data[1],), **callee}, {}, first, last, 6)]
    return [Fact("calls", callee, {}, first, last, 5)]


_WHERE = {"ax", "data", "label", "figsize", "file", "out", "dtype", "random_state", "seed"}
"""Arguments that say where and with what, and nothing of what is done."""
_MODULES = {"np", "numpy", "pd", "pandas", "plt", "sp", "scipy", "torch", "tf", "sns", "os", "math"}


_FINISH = {"round", "copy", "astype", "reset_index", "flatten", "ravel", "reshape", "tolist",
           "item", "numpy", "cpu", "detach", "strip"}  # fmt: skip
"""Methods at the end of a chain that only put a result into another form."""


def _chained(call: ast.Call, first: int, last: int, name: str) -> list[Fact]:
    """`df.groupby("a").mean()`: what it begins with, or the method at its end."""
    methods: list[str] = []
    begins = ""
    node: ast.expr = call
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        begins = dotted(node.func) if isinstance(node, ast.Call) else begins
        if isinstance(node, ast.Attribute):
            methods.append(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    if not isinstance(node, ast.Name) or not methods:
        return []
    if not name and (methods[0] in _ROWS or _SILENT.fullmatch(f"ax.{methods[0]}")):
        return []
    if name:
        source = begins if node.id in _MODULES and begins else node.id
        return [Fact("from", {"name": (name,), "callee": (source,)}, {}, first, last, 4)]
    callee = begins if methods[0] in _FINISH and begins else methods[0]
    return [Fact("calls", {"callee": (callee,)}, {}, first, last, 4)]


_TITLES = {"title", "set_title", "suptitle"}
_AXES = {"xlabel": "x", "set_xlabel": "x", "ylabel": "y", "set_ylabel": "y"}
TITLE = 90
"""Signs of a plot's title."""


def plot_words(tree: ast.Module) -> dict[str, list[str]]:
    """What a plot says of itself: its `title`, its axes `x` and `y`, the `labels` of its curves.

    Only what is written out: a text with places to fill in is not known before it runs.
    """
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
        if method in _TITLES or method in _AXES:
            _keep(found, _AXES.get(method, "title"), node.args[0] if node.args else None)
        for keyword in node.keywords:
            if keyword.arg in {"title", "xlabel", "ylabel", "label"}:
                which = {"xlabel": "x", "ylabel": "y", "label": "labels"}
                _keep(found, which.get(keyword.arg, "title"), keyword.value)
    return found


def _keep(found: dict[str, list[str]], which: str, node: ast.expr | None) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = " ".join(node.value.split())
        if re.search(r"[^\W\d_]{2}|\$.+\$", text) and len(text) <= TITLE:
            found.setdefault(which, []).append(text)


def plot_facts(tree: ast.Module | None) -> list[Fact]:
    """What a plot shows: its title or its axes; else what drew it. None where nothing is known."""
    if tree is None:
        return []
    said = plot_words(tree)
    if titles := said.get("title"):
        return [
            Fact(
                "titled",
                {},
                {"title": as_sentence(titles[-1]).rstrip(".")},
                first=-1,
                last=-1,
                weight=8,
            )
        ]
    if "x" in said and "y" in said:
        words = {"x": _axis(said["x"][-1]), "y": _axis(said["y"][-1])}
        return [Fact("axes", {}, words, first=-1, last=-1, weight=8)]
    if labels := said.get("labels"):
        return [
            Fact(
                "curves",
                {},
                {"labels": ", ".join(dict.fromkeys(labels))},
                first=-1,
                last=-1,
                weight=8,
            )
        ]
    drawn = [name for node in ast.walk(tree) if isinstance(node, ast.Call)
             and (name := dotted(node.func)).rsplit(".", 1)[-1] in _PLOTS]  # fmt: skip
    return [Fact("draws", {"callee": (drawn[-1],)}, weight=6)] if drawn else _last_call(tree)


def _axis(label: str) -> str:
    """What an axis is named, in the middle of a sentence and without its unit."""
    bare = re.sub(r"\s*[\[(][^\[\]()]*[\])]$", "", label) or label
    return re.sub(r"^[A-Z](?=[a-z]+(?:\s|$))", lambda match: match[0].lower(), bare)


def _last_call(tree: ast.Module) -> list[Fact]:
    """What the last statement of a cell calls, where it is a call of one name."""
    calls = [node.value for node in tree.body
             if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]  # fmt: skip
    names = [name for call in calls if (name := dotted(call.func)) and not _SILENT.fullmatch(name)]
    return [Fact("gives picture", {"callee": (names[-1],)}, weight=6)] if names else []
