"""Odd command lines and environments: an answer with a known exit code, and no traceback."""

from __future__ import annotations

import random

from chaos_suite.bench import KNOWN_CODES, NAME, Bench, Failed, Undisturbed

ODD = (
    "",
    " ",
    "-",
    "--",
    ".",
    "..",
    "/",
    "/dev/null",
    "/dev/zero",
    "/proc/self/mem",
    "0",
    "-1",
    "9" * 400,
    "1e400",
    "nan",
    "inf",
    "x" * 300,
    "é" * 130,
    "a/b",
    "../x",
    "\u202e\u0007\x1b]0;x\x07",
    "film\n",
    "\U0001d518",
    "%s%n",
    "$(touch x)",
    "{}",
    "NULL",
    "true",
    "1" * 5000,
)
LINES = (
    ("gc", NAME, "--keep", "?"),
    ("gc", "?"),
    ("build", "?"),
    ("build", NAME, "--workers", "?"),
    ("build", NAME, "--quality", "?"),
    ("build", NAME, "--voice", "?"),
    ("build", NAME, "--listen", "?"),
    ("build", NAME, "--projects-dir", "?"),
    ("status", "?"),
    ("explain", NAME, "--voice", "?"),
    ("check", NAME, "--quality", "?"),
    ("reset", "?", NAME),
    ("takes", "?", "--project", NAME, "--voice", "tone"),
    ("takes", "first.1", "--project", NAME, "--voice", "tone", "--choose", "?"),
    ("record", "?", "--project", NAME, "--voice", "tone"),
    ("record", "first.1", "--project", NAME, "--voice", "tone", "--file", "?"),
    ("approve", "?", "--project", NAME),
    ("create", "?", "--script", "script.md"),
    ("create", "other", "--script", "?"),
    ("create", "other", "--slides", "?"),
    ("create", "other", "--topic", "?", "--replay"),
    ("create", "other", "--source", "?", "--topic", "x", "--replay"),
    ("voice", "read", "?"),
    ("voice", "read", "x", "--language", "?"),
    ("voice", "try", "x", "--voice", "tone", "--out", "?"),
    ("voice", "?"),
    ("revise", "?", "--project", NAME),
    ("lessons", "?"),
    ("doctor",),
    ("?",),
    ("--?",),
)
VARIABLES = (
    "FLAMING_HORSE_PRONOUNCE",
    "FLAMING_HORSE_VOICE_SERVICE",
    "FLAMING_HORSE_TTS_BACKEND",
    "FLAMING_HORSE_STORE",
    "FLAMING_HORSE_PROJECTS_DIR",
    "FLAMING_HORSE_QUALITY",
    "FLAMING_HORSE_WORKERS",
    "FLAMING_HORSE_ACCEPT_ANY_TAKE",
    "FLAMING_HORSE_VOICE_REF_DIR",
    "FLAMING_HORSE_LLM_BASE_URL",
    "FLAMING_HORSE_LLM_BUDGET",
    "FLAMING_HORSE_MLX_PYTHON",
    "FLAMING_HORSE_SCENE_MEMORY_GB",
    "FLAMING_HORSE_PASS_ENVIRONMENT",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "HOME",
    "PATH",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "COLUMNS",
    "TERM",
)


def odd_command(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """One odd command line, or an odd environment for a usual one."""
    if not (bench.project / "storyboard.md").is_file():
        expected.put_back(bench, fresh=False)
    environ = dict(bench.environ)
    if rng.random() < 0.4:
        line = rng.choice(
            [("status", NAME), ("explain", NAME), ("doctor",), ("voice", "read", "5")]
        )
        name = rng.choice(VARIABLES)
        bench.environ = {**environ, name: _plain(rng.choice(ODD))}
        what = f"{name}={bench.environ[name][:60]!r} {' '.join(line)}"
    else:
        line = tuple(part.replace("?", _plain(rng.choice(ODD))) for part in rng.choice(LINES))
        what = " ".join(part[:60] for part in line)
    if rng.random() < 0.3:
        line = (*line, "--json")
    try:
        ended = bench.run(*line).refuse_bugs()
    except Failed as failed:
        raise Failed(f"{what}: {failed}") from None
    finally:
        bench.environ = environ
    if ended.code not in KNOWN_CODES:
        raise Failed(f"{what}: exit code {ended.code}: {ended.said[-500:]}")
    if ended.code and not ended.said.strip():
        raise Failed(f"{what}: exit code {ended.code} without a word")
    return line[0] if line[0] in ("build", "create", "voice") else "others"


def _plain(text: str) -> str:
    """No system passes a NUL on."""
    return text.replace("\0", "")
