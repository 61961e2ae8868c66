"""Hostile and mutated inputs by the thousand, read in process: an error with exit code 2, or none.

Run as a program it tries inputs FIRST to LAST of a seed and prints a JSON line for each; its parent
starts it again behind an input that it did not survive.
"""

from __future__ import annotations

import json
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaos_suite.bench import Bench

ROOT = Path(__file__).parents[2]
MOST_CPU_S = 10.0
MOST_WAIT_S = 120.0
MOST_MEMORY = 4 << 30

HOSTILE = (
    *("[" * 2000, "{" * 2000, "(" * 2000, "$" * 999, "`" * 999, "<" * 2000, "_" * 3000, "*" * 3000),
    *(
        "9" * 4400,
        "1e400",
        "-0",
        "\x00",
        "\ufeff",
        "\u202e",
        "\ud7ff",
        "\U0001d518" * 50,
        "\\" * 500,
    ),
    *(
        "\n" * 500,
        "\t" * 500,
        "&amp" * 3000,
        "<!--" * 2000,
        "]{",
        "{#",
        "{#a}",
        "---\n",
        "```",
        "$$",
    ),
    *("\\piece{a}{" * 400, "\\frac{1}{" * 300, "x^{" * 300, "| a " * 500, "![](../../etc/passwd)"),
    *(
        '{show="list.item(99)"}',
        '[x]{highlight="no.such"}',
        "&a [*a]",
        "!!python/object:os.system x",
    ),
    *("null", "true", "{}", "[]", '""', "1", "[[" * 500 + "]]" * 500, '{"a":' * 900, "nan", "inf"),
)


def mutated(text: str, rng: random.Random) -> str:
    """The text with one to four things wrong in it."""
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(MUTATIONS)(text, rng)[:400_000]
    return text


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(HOSTILE) + text[at:]


def _replace(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(HOSTILE) + text[at + rng.randint(1, 30) :]


def _drop(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.choice([1, 1, 3, 20, 200]) :]


def _repeat(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    piece = text[at : at + rng.choice([1, 5, 40, 400])]
    return text[:at] + piece * rng.choice([2, 3, 50]) + text[at:]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _lines(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines[one], lines[two] = lines[two], lines[one]
        case 1:
            lines.insert(one, lines[two])
        case 2:
            del lines[one]
        case _:
            lines[one] = rng.choice(["  ", "    ", "> ", "- ", "# ", "## ", "| "]) + lines[one]
    return "".join(lines)


def _letter(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return (
        text[:at] + chr(rng.choice([rng.randrange(32, 127), rng.randrange(0x250)])) + text[at + 1 :]
    )


def _number(text: str, rng: random.Random) -> str:
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    odd = ["0", "-1", "1e308", "5e-324", "999999999999", "0.1.2", "1/0", "NaN", "1" * 400]
    return text[:at] + rng.choice(odd) + text[at + 1 :]


MUTATIONS = (_insert, _replace, _drop, _repeat, _cut, _lines, _lines, _letter, _letter, _number)


def _texts(*patterns: str) -> list[str]:
    return [file.read_text("utf-8") for each in patterns for file in sorted(ROOT.glob(each))]


SEEDS: dict[str, Callable[[], list[str]]] = {
    "storyboards": lambda: _texts("examples/*/storyboard.md"),
    "scripts": lambda: _texts("tests/data/readme.markdown", "README.md", "docs/*.md"),
    "decks": lambda: _texts("tests/data/marp.markdown", "tests/data/reveal.markdown"),
    "notebooks": lambda: _texts("tests/data/*.ipynb"),
    "pages": lambda: [f"<html><body><article>{page}</article></body></html>" for page in PAGES],
    "settings": lambda: [SETTINGS],
    "records": list,
}
SHARES = {
    "storyboards": 8,
    "scripts": 3,
    "decks": 2,
    "notebooks": 3,
    "pages": 2,
    "settings": 3,
    "records": 6,
}
PAGES = (
    "<h1>A page</h1><p>Some <b>words</b> and <code>x &lt; y</code>.</p><ul><li>one<li>two</ul>",
    "<h2>Table</h2><table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table><pre>a = 1\nb = 2</pre>",
)
SETTINGS = """\
format = 1
[film]
quality = "draft"
[build]
workers = 2
listen = "none"
scene_memory_gb = 2.5
[llm]
base_url = "http://localhost:1/v1"
model = "m"
budget = 1000
[voice]
service = "tone"
[voices.other]
service = "kokoro"
speaker = "af_heart"
[pronounce]
Euler = "oiler"
"""


class TooLong(BaseException):
    """An input took more than its time of the processor."""


def _storyboard(file: Path) -> None:
    from flaming_horse.build.narration import spoken_lines
    from flaming_horse.storyboard import parse_storyboard

    spoken_lines(parse_storyboard(file.read_text("utf-8"), str(file)))


def _script(file: Path) -> None:
    from flaming_horse.writers.from_file import from_script

    from_script(file)


def _deck(file: Path) -> None:
    from flaming_horse.writers.from_file import from_deck

    from_deck(file)


def _source(file: Path) -> None:
    from flaming_horse.writers.source_documents import read_sources

    read_sources(file)


def _settings(file: Path) -> None:
    import os

    from flaming_horse.config import Options, settings_of
    from flaming_horse_voice.dictionaries import pronunciations
    from flaming_horse_voice.service_factory import choose_voice
    from flaming_horse_voice.speech_service import project_settings

    settings = settings_of(file.parent, Options())
    choose_voice(settings.voice, os.environ, folder=file.parent)
    pronunciations(project_settings(file.parent))


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "storyboards": ("storyboard.md", _storyboard),
    "scripts": ("text.md", _script),
    "decks": ("deck.md", _deck),
    "notebooks": ("book.ipynb", _script),
    "pages": ("page.html", _source),
    "settings": ("flaming-horse.toml", _settings),
}


def _a_record(folder: Path, project: Path, rng: random.Random) -> str:
    """Damage one JSON file of a copy of a finished project, and read all of them."""
    from chaos_suite.records import read_all, records_of

    shutil.rmtree(folder)
    shutil.copytree(project, folder)
    shutil.rmtree(folder / "scenes")  # in a copy nobody vouches for it, and that would be all told
    file = rng.choice(records_of(folder))
    file.write_text(mutated(file.read_text("utf-8"), rng), "utf-8", errors="surrogatepass")
    read_all(folder)
    return file.name


def tried(family: str, number: int, seed: int, folder: Path, project: Path) -> str:
    """What is wrong with how an input was taken; "" where nothing is."""
    from flaming_horse.engine.failures import as_plain
    from flaming_horse_voice.machine import refusal

    rng = random.Random(f"{seed} {family} {number}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        if family == "records":
            _a_record(folder, project, rng)
            return ""
        name, read = READERS[family]
        text = mutated(rng.choice(SEEDS[family]()), rng)
        (folder / name).write_text(text, "utf-8", errors="surrogatepass")
        read(folder / name)
    except TooLong:
        return f"more than {MOST_CPU_S:g} s"
    except Exception as error:  # noqa: BLE001 - every error is looked at
        plain = as_plain(error)
        if plain is not None and plain["exit_code"] in range(2, 9):
            return "" if len(str(error)) < 50_000 else f"a message of {len(str(error))} letters"
        if isinstance(error, OSError) and refusal(error) is not None:
            return ""
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""


def families(count: int) -> dict[str, int]:
    whole = sum(SHARES.values())
    return {family: max(1, count * share // whole) for family, share in SHARES.items()}


def all_of(
    family: str, count: int, seed: int, project: Path, bench: Bench
) -> Iterator[tuple[int, str]]:
    """Try the inputs of a family in processes of their own: (number, what is wrong or "")."""
    first, stop, environ = 0, bench.stop, bench.environment()
    while first < count and not stop():
        command = [
            sys.executable,
            __file__,
            family,
            str(seed),
            str(first),
            str(count),
            str(project),
        ]
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                command, env=environ, stdout=subprocess.PIPE, stderr=errors
            ) as process,
        ):
            assert process.stdout is not None
            heard = time.monotonic()
            while not stop():
                if select.select([process.stdout], [], [], 0.5)[0]:
                    line = process.stdout.readline()
                    if not line:
                        break
                    number, wrong = json.loads(line)
                    yield number, wrong
                    first, heard = number + 1, time.monotonic()
                elif time.monotonic() - heard > MOST_WAIT_S:
                    break
            ended = process.poll()
            process.kill()
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-300:]
        if first < count and not stop():
            yield first, f"the process ended with {ended}, or said nothing for long: {said}"
            first += 1


def _program() -> None:
    family, seed, first, last, project = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parents[1]))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    def too_long(_number: int, _frame: object) -> None:
        raise TooLong

    signal.signal(signal.SIGVTALRM, too_long)
    with tempfile.TemporaryDirectory(prefix="chaos-inputs-") as scratch:
        for number in range(int(first), int(last)):
            signal.setitimer(signal.ITIMER_VIRTUAL, MOST_CPU_S)
            wrong = tried(family, number, int(seed), Path(scratch) / "input", Path(project))
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            print(json.dumps([number, wrong]), flush=True)


if __name__ == "__main__":
    _program()
