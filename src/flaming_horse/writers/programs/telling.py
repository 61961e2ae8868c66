"""What a program is told by, whatever it is written in."""

from __future__ import annotations

import re

from flaming_horse.writers.programs import pseudo_code
from flaming_horse.writers.programs.facts import Fact
from flaming_horse.writers.programs.other_programs import settings_facts, token_facts
from flaming_horse.writers.programs.python_program import python_facts
from flaming_horse.writers.programs.shell_commands import SHELLS, is_command, shell_facts

_PYTHON = frozenset({"python", "py", "python3", "ipython", "ipython3", "py3", "pycon"})
_PLAIN = frozenset({"text", "txt", "plain", "plaintext", "output", "none", "log"})
_DOCTEST = re.compile(r"^(?:>>>|\.\.\.) ?")


def facts_of(code: str, language: str, spoken: str) -> list[Fact]:
    """What can be read in a program, in its order; `spoken` is the language of the film."""
    language = language.lower()
    if language in _PLAIN or len(code) > 20_000:
        return []
    if language == pseudo_code.LANGUAGE:
        return pseudo_code.line_facts(code)
    if language in SHELLS:
        return shell_facts(code, spoken)
    if not language and code.lstrip().startswith(">>> "):
        language = "pycon"
    if not language:
        lines = [line for line in code.split("\n") if line.strip()]
        commands = bool(lines) and is_command(lines[0])
        return shell_facts(code, spoken) if commands else []
    if language in _PYTHON:
        facts = python_facts(without_prompts(code), spoken)
        if facts is not None:
            return facts
    settings = settings_facts(code, language)
    return token_facts(code, language, spoken) if settings is None else settings


def without_prompts(code: str) -> str:
    """A session of Python as the program that was typed; its outputs are blank lines."""
    lines = code.split("\n")
    if not any(line.startswith(">>> ") for line in lines):
        return code
    return "\n".join(_DOCTEST.sub("", line) if _DOCTEST.match(line) else "" for line in lines)
