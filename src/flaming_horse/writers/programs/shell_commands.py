"""What commands of a shell do: what they install, fetch, or run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from flaming_horse.writers.programs.facts import Fact, comment_words

SHELLS = frozenset({
    "bash", "sh", "shell", "console", "zsh", "fish", "powershell", "ps1", "pwsh", "bat", "cmd",
    "batch", "shell-session", "shellsession", "bash-session", "sh-session", "terminal", "doscon",
})  # fmt: skip
_PROMPT = re.compile(
    r"^\s*(?:[\w.@~:/\\-]*\s?[$%\u276f] |PS [^>]*> ?|[A-Za-z]:\\[^>]*> ?|\(\w+\) [$] )"
)
_INSTALLS = {
    "pip": {"install"}, "pip3": {"install"}, "pipx": {"install"}, "uv": {"add", "install"},
    "npm": {"install", "i", "add"}, "yarn": {"add"}, "pnpm": {"add", "install", "i"},
    "bun": {"add", "install"}, "conda": {"install"}, "mamba": {"install"}, "brew": {"install"},
    "apt": {"install"}, "apt-get": {"install"}, "dnf": {"install"}, "yum": {"install"},
    "cargo": {"install", "add"}, "go": {"get", "install"}, "gem": {"install"}, "apk": {"add"},
    "choco": {"install"}, "scoop": {"install"}, "winget": {"install"}, "snap": {"install"},
    "port": {"install"}, "zypper": {"install", "in"}, "pkg": {"install"}, "poetry": {"add"},
    "composer": {"require"}, "dotnet": {"add"}, "pacman": {"-S", "-Syu"},
    "rustup": {"install"}, "asdf": {"install"}, "mise": {"install", "use"}, "emerge": set(),
    "helm": {"install"}, "luarocks": {"install"}, "opam": {"install"}, "stack": {"install"},
    "cabal": {"install"}, "nix-env": {"-i", "-iA"}, "flatpak": {"install"}, "guix": {"install"},
}  # fmt: skip
"""Programs that install others, and the word that says so."""
_BEFORE = {"sudo", "time", "env", "exec", "nohup", "doas", "npx", "&&"}
_RUNNERS = {"python": "Python", "python3": "Python", "node": "Node", "ruby": "Ruby", "perl": "Perl",
            "Rscript": "R", "julia": "Julia", "bash": "bash", "sh": "sh",
            "php": "PHP"}  # fmt: skip
_KEYWORDS = {"if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case",
             "esac", "function", "select", "in", "return", "local", "declare", "set", "unset",
             "shopt", "alias", "cd", "export", "source", "read", "break", "continue",
             "exit"}  # fmt: skip
"""Words of the shell itself: each is a part of a program, not one that is run."""
_WORD = re.compile(r"[\w@./:+-]+")
_MOST = 3


def is_command(line: str) -> bool:
    """Whether a line of no named language is plainly a command of a shell."""
    if _PROMPT.match(line):
        return True
    words = _words(line)
    return len(words) > 1 and (
        (words[0] in _INSTALLS and words[1] in _INSTALLS[words[0]])
        or (words[0] in {"git", "docker", "cd", "curl", "wget", "mkdir"} and line[:1] != " ")
    )


def shell_facts(code: str, language: str) -> list[Fact]:
    """The facts of a script or of a session, in order; outputs of a session are none."""
    lines = code.split("\n")
    session = any(_PROMPT.match(line) for line in lines)
    facts: list[Fact] = []
    said: tuple[int, str] | None = None
    number = 0
    while number < len(lines):
        first, line = number, lines[number]
        while line.rstrip().endswith("\\") and number + 1 < len(lines):
            number += 1
            line = f"{line.rstrip()[:-1]} {lines[number].strip()}"
        number += 1
        if session and not _PROMPT.match(line):
            continue
        line = _PROMPT.sub("", line).strip()
        if line.startswith("#"):
            words = comment_words(line, language)
            said = (first, words) if words else said
        elif fact := _command(line, first, number - 1):
            if said is not None:
                fact = Fact("says", words={"words": said[1]}, first=said[0], last=number - 1,
                            weight=9)  # fmt: skip
                said = None
            facts.append(fact)
    return facts


def _words(line: str) -> list[str]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    while words and (words[0] in _BEFORE or re.fullmatch(r"[A-Z_]+=\S*", words[0])):
        words = words[1:]
    return words


def _command(line: str, first: int, last: int) -> Fact | None:
    words = _words(re.split(r"\s(?:&&|\|\|?|;)\s", line)[0])
    if not words:
        return None
    if words[:3] in (["python", "-m", "pip"], ["python3", "-m", "pip"], ["uv", "pip", "install"]):
        words = ["pip", *words[2 if words[0] == "uv" else 3 :]]
    program = words[0].rsplit("/", 1)[-1]
    kind, values = _installs(program, words) or _fetches(program, words) or ("", {})
    if kind:
        return Fact(kind, {}, values, first, last, 6)
    return _runs(program, words, first, last)


def _installs(program: str, words: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    verbs = _INSTALLS.get(program)
    if not verbs or len(words) < 2 or words[1] not in verbs:
        return None
    by = {"by": program}
    rest = list(words[2:])
    for flag in ("-r", "--requirement", "-f", "--file"):
        if flag in rest and rest.index(flag) + 1 < len(rest):
            return "install from", {**by, "what": rest[rest.index(flag) + 1]}
    names: list[str] = []
    skip = False
    for word in rest:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in {
                "-c",
                "--channel",
                "-i",
                "--index-url",
                "--extra-index-url",
                "--version",
            }
        elif word in {".", ".."} or word.startswith(".["):
            return "install here", by
        else:
            names.append(_package(word))
    names = [name for name in names if name]
    if not names or len(names) > _MOST + 1:
        return None
    return "install", {**by, "what": ", ".join(names)}


def _package(word: str) -> str:
    """The name alone, without its version, its extras, and the way to it."""
    if "://" in word or word.startswith("git+"):
        word = word.rstrip("/").rsplit("/", 1)[-1]
    word = re.split(r"[\[=<>~!;]", word)[0]
    word = re.sub(r"(?<=.)@[\w.^~-]*$", "", word).removesuffix(".git")
    return word if _WORD.fullmatch(word) else ""


def _fetches(program: str, words: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    named = [word for word in words[1:] if not word.startswith("-")]
    if program == "git" and named[:1] == ["clone"] and len(named) > 1:
        return "clone", {"what": _package(named[1]) or "it"}
    if program in {"cd", "pushd"} and len(named) == 1 and _WORD.fullmatch(named[0]):
        return None if named[0].startswith((".", "/")) else ("folder", {"what": named[0]})
    if program in {"mkdir", "md"} and len(named) == 1 and _WORD.fullmatch(named[0]):
        return "new folder", {"what": named[0]}
    if program in {"curl", "wget"}:
        address = next((word for word in named if "://" in word), "")
        file = address.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        if re.fullmatch(r"[\w-]+(?:\.\w+)+", file) and address.count("/") > 2:
            return "download", {"what": file, "by": program}
    return None


def _runs(program: str, words: Sequence[str], first: int, last: int) -> Fact | None:
    """The program and its sub-command: what of a command can be said."""
    if not re.fullmatch(r"[A-Za-z][\w.+-]*", program) or program in _KEYWORDS:
        return None
    if program in _RUNNERS and len(words) > 1:
        if words[1] == "-m" and len(words) > 2:
            program, words = words[2], words[2:]
        elif _WORD.fullmatch(words[1]) and not words[1].startswith("-"):
            values = {"what": words[1].rsplit("/", 1)[-1], "by": _RUNNERS[program]}
            return Fact("runs file", {}, values, first, last, 5)
    named = program
    for word in words[1:3]:
        if not re.fullmatch(r"[a-z][a-z-]+", word):
            break
        named += f" {word}"
    return Fact("runs", {"value": (named,)}, {}, first, last, 4)
