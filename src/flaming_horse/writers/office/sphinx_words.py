"""reStructuredText parsed by docutils, with the roles and directives that Sphinx adds to it."""

from __future__ import annotations

import re
from typing import Any, cast

from flaming_horse.writers.dialects.notes import is_note

_ROLE = re.compile(r":([a-zA-Z][\w:+.-]*):`")
_DIRECTIVE = re.compile(r"^\s*\.\.\s+(?:\|[^|\n]+\|\s+)?([a-zA-Z][\w:+.-]*)::", re.MULTILINE)
_TITLED = re.compile(r"(.+?)\s*<[^<>]*>$", re.DOTALL)
_PROGRAMS = {"code-block", "sourcecode", "prompt", "ipython", "parsed-literal", "highlight-block"}
_HELD = {"only", "rst-class", "centered", "hlist", "tabs", "tab", "tab-set", "tab-item", "grid",
         "grid-item", "card", "dropdown", "details", "container", "versionadded",
         "versionchanged", "deprecated", "glossary", "margin"}  # fmt: skip
"""Directives that hold words of the document."""
_SETS = {"highlight", "currentmodule", "module", "index", "default-role", "role", "py:module",
         "py:currentmodule", "meta", "tabularcolumns", "title", "sectionauthor",
         "codeauthor"}  # fmt: skip
"""Directives that nothing is seen of."""


def parsed(text: str, name: str) -> Any:
    """The document's tree. Files that it names are not read, and no program in it runs.

    Raises RecursionError for what is nested too deeply.
    """
    from docutils.core import publish_doctree

    _know(text)
    settings: dict[str, Any] = {
        "report_level": 5, "halt_level": 6, "file_insertion_enabled": False,
        "raw_enabled": False, "_disable_config": True, "input_encoding": "unicode",
        "warning_stream": False, "syntax_highlight": "none", "smart_quotes": False,
        "sectsubtitle_xform": False, "doctitle_xform": True,
    }  # fmt: skip
    return publish_doctree(text, source_path=name, settings_overrides=settings)


def _know(text: str) -> None:
    """Make the roles and directives of this text known that docutils does not know itself."""
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser, directives, languages, roles
    from docutils.utils import new_document

    settings = get_default_settings(cast("Any", Parser))
    settings.report_level, settings.halt_level, settings.warning_stream = 5, 6, False
    document = new_document("", settings)
    english: Any = languages.get_language("en", document.reporter)
    for role in set(_ROLE.findall(text)):
        known, _ = roles.role(role, english, 0, document.reporter)
        if known is None:
            roles.register_local_role(role, _role)
    for directive in set(_DIRECTIVE.findall(text)):
        known, _ = directives.directive(directive, english, document)
        if known is None:
            directives.register_directive(directive, _directive_class())


def _role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, options: Any = None,
    content: Any = None,
) -> tuple[list[Any], list[Any]]:  # fmt: skip
    """The words of a role without the place that it leads to."""
    del rawtext, lineno, inliner, options, content
    from docutils import nodes, utils

    words = utils.unescape(text)
    if titled := _TITLED.match(words):
        words = titled[1]
    elif words.startswith("~"):
        words = words[1:].rsplit(".", 1)[-1]
    words = words.lstrip("!")
    if name == "eq":
        return [], []
    if name == "math":
        return [nodes.math("", words)], []
    spoken = {"ref", "doc", "term", "numref", "guilabel", "menuselection", "abbr", "dfn", "kbd",
              "any", "sub", "sup", "download"}  # fmt: skip
    node = nodes.inline if name.rsplit(":", 1)[-1] in spoken else nodes.literal
    return [node("", words)], []


def _directive_class() -> Any:
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class Unknown(Directive):
        """A directive that docutils does not know: its words, its program, or a note."""

        has_content = True
        optional_arguments = 100
        final_argument_whitespace = True
        option_spec = None

        def run(self) -> list[Any]:
            name = str(self.name)
            if name in _SETS:
                return []
            if name in _PROGRAMS:
                block = nodes.literal_block("\n".join(self.content), "\n".join(self.content))
                block["language"] = str(self.arguments[0]) if self.arguments else ""
                block.line = self.lineno
                return [block]
            if is_note(name) or name in _HELD:
                return self.held(name)
            left_out = nodes.Element("")
            left_out.tagname = "left_out"
            left_out["what"] = f"what the directive “{name}” makes"
            left_out.line = self.lineno
            return [left_out]

        def held(self, name: str) -> list[Any]:
            """What stands in it, as a note where it is one."""
            holder = nodes.container()
            holder.line = self.lineno
            if is_note(name) and name not in {"dropdown", "details"}:
                holder.tagname = name
            if self.arguments and name not in {"only", "rst-class"}:
                words = " ".join(self.arguments)
                parsed_words, _ = self.state.inline_text(words, self.lineno)
                holder += nodes.paragraph(words, "", *parsed_words)
            self.state.nested_parse(self.content, self.content_offset, holder)
            return [holder]

    return Unknown
