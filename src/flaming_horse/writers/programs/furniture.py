"""What of a program only sets the stage: imports, settings, licences, what a page needs."""

from __future__ import annotations

import ast
import re

from flaming_horse.writers.programs.python_calls import dotted
from flaming_horse.writers.programs.python_program import parsed

_MAGIC = re.compile(r"^\s*(?:%{1,2}\w|!|\?|%%).*$|^\s*(?:\w+\.)*\w+\?{1,2}\s*$", re.MULTILINE)
"""Lines for the notebook itself: `%matplotlib inline`, `!pip install x`, `list.sort?`."""
_FORM = re.compile(r"^[ \t]*#[ \t]*@title[ \t]*([^{\n]*?)[ \t]*(?:\{.*\}[ \t]*)?$", re.MULTILINE)
_FOR_TOOLS = r"#[ \t]*(?:@param|@markdown|type:[ \t]*ignore|noqa|pylint:|fmt:|pragma:|%%|\|).*"
_TOOL_COMMENT = re.compile(
    rf"^[ \t]*{_FOR_TOOLS}(?:\n|\Z)|[ \t]*{_FOR_TOOLS}$",
    re.MULTILINE,
)
"""Comments for a form, a checker or a page, not for a reader; of a title its words are kept."""
_CALLS = re.compile(
    r"(?:plt|mpl|matplotlib|pylab|np|numpy|pd|pandas|sns|seaborn|warnings|torch|random|tf|jax|sp|sympy"
    r"|sys|os|logging|pio|alt|nltk|hv|pn)\.(?:rc\w*|style\.\w+|random\.seed|random\.set_seed|seed"
    r"|options\.\w+|set\w*|filterwarnings|simplefilter|manual_seed|init_printing|path\.\w+|environ\.\w+"
    r"|chdir|basicConfig|disable|download|extension|config\.\w+|templates\.\w+"
    r"|data_transformers\.\w+|use|switch_backend|ticklabel_format)"
    r"|init_printing|set_matplotlib_formats|init_session|notebook_extension|filterwarnings"
    r"|(?:\w+\.)?set_matplotlib_formats|use_svg_display|display_svg|seed_everything"
    r"|(?:IPython\.display\.|display\.)?(?:HTML|YouTubeVideo|IFrame|VimeoVideo|ScribdDocument)"
    r"|css_styling|load_style|version_information|watermark|(?:\w+\.)?get_ipython|output_notebook"
    r"|install|load_dotenv|(?:\w+\.)*show_versions|print_versions"
)
"""Calls of settings, of chance, and of what only a page can show."""
_VALUES = re.compile(
    r"(?:(?:plt|mpl|matplotlib)\.rcParams|os\.environ|pd\.options|np\.seterr|sys\.path)"
)
_PAGE = re.compile(r"\bHTML\(|\bYouTubeVideo\(|\bIFrame\(|\.css['\"]|displayhook|_repr_html_")
_VERSION = re.compile(r"__version__|version_info\b|sys\.version|platform\.|show_versions")


def without_magic(code: str) -> str:
    """The code of a cell without lines that only a notebook understands."""
    kept = _TOOL_COMMENT.sub("", _FORM.sub(_title, _MAGIC.sub("", code)))
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")


def _title(form: re.Match[str]) -> str:
    return f"# {form[1]}" if form[1] else ""


def is_furniture(code: str) -> bool:
    """Whether a cell of Python only sets the stage: nothing in it is worth a look."""
    tree = parsed(code)
    if tree is None:
        return not code.strip()
    # A function that loads a page's style is furniture with the call that uses it.
    loaders = {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _loads_a_page(node)
    }
    return all(
        _sets_the_stage(node) or _calls_only(node, loaders) or _is_one_of(node, loaders)
        for node in tree.body
    )


def _sets_the_stage(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=value):
            return _says_nothing(value)
        case ast.Assert(test=test):
            return bool(_VERSION.search(ast.unparse(test)))
        case ast.Assign(targets=[target]):
            return bool(_VALUES.match(ast.unparse(target)))
        case ast.Try(body=body):
            return all(map(_sets_the_stage, body))
        case ast.If(test=test, body=body):
            return "COLAB" in ast.unparse(test).upper() or all(map(_sets_the_stage, body))
        case _:
            return isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)


def _says_nothing(value: ast.expr) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=func) if dotted(func) != "print":
            return bool(_CALLS.fullmatch(dotted(func) or ast.unparse(func)))
        case _:
            return bool(_VERSION.search(ast.unparse(value)))


def _loads_a_page(node: ast.FunctionDef) -> bool:
    return bool(_PAGE.search(ast.unparse(node)))


def _is_one_of(node: ast.stmt, names: set[str]) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name in names


def _calls_only(node: ast.stmt, names: set[str]) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func) in names
    )
