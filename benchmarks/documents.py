"""Documents that people have, the whole way up to the layout: how many of them become a film.

    .venv/bin/python benchmarks/documents.py FOLDER|LIST.tsv [--jobs 1] [--deadline 600] [--json]

Each document is brought in as `create` does it, its lines are put into words and into the
embedded voice's phonemes, and every scene is laid out by the stage's own dry run, with silent
takes about as long as the embedded voice's. Nothing is spoken and nothing is drawn. A document is
tried in a process of its own, which is ended at its deadline (seconds).

FOLDER: every document in it; a deck is a file called `….slides.md`. LIST.tsv names documents:
`id<TAB>kind<TAB>language<TAB>script|slides<TAB>file`, a row each, files relative to the list.
`--only ID,ID` tries some of them, `--scenes 45` lays out no more scenes of each (0: only reads and
speaks them, without the trial on the stage that belongs to `create`), `--keep FOLDER` keeps the
storyboards, `--out FILE` writes the findings after each document and goes on where it ended.
`--table FILE.json` prints the table of findings that were kept.

Prints a table by kind, or with `--json` all findings as one object. Public documents are fetched
by who measures; none of them belongs to this repository.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

# Python's fork server finds what it loads before all others by this variable alone (3.11 to 3.12).
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["documents_one"])
DOCUMENTS = {
    ".md", ".markdown", ".ipynb", ".qmd", ".rmd", ".mdx", ".rst", ".adoc", ".asciidoc", ".pptx",
    ".docx",
}  # fmt: skip
Row = dict[str, Any]


def main() -> None:
    asked = arguments()
    if asked.table:
        print(table(json.loads(asked.table.read_text(encoding="utf-8"))["documents"]))
        return
    wanted = set(asked.only.split(",")) if asked.only else None
    rows = [row for row in documents(asked.source) if not wanted or row["id"] in wanted]
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    found = tried(rows, asked)
    print(json.dumps({"documents": found}) if asked.json else table(found))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("source", type=Path, nargs="?")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--deadline", type=float, default=600)
    parser.add_argument("--scenes", type=int, default=45)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args()
    if not asked.source and not asked.table:
        parser.error("name a folder or a list of documents")
    return asked


def documents(source: Path) -> list[Row]:
    """The documents of a folder, or of a list."""
    if source.is_dir():
        return [
            {
                "id": str(file.relative_to(source)),
                "kind": file.suffix.lstrip("."),
                "language": "",
                "way": "slides" if ".slides." in file.name or file.suffix == ".pptx" else "script",
                "file": str(file),
            }
            for file in sorted(source.rglob("*"))
            if file.suffix.lower() in DOCUMENTS
            and not any(part.startswith(".") for part in file.relative_to(source).parts)
        ]
    names = ("id", "kind", "language", "way", "file")
    listed = source.read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(names, row.split("\t"), strict=True)) for row in listed if row.strip()]
    return [{**row, "file": str(source.parent / row["file"])} for row in rows]


def tried(rows: list[Row], asked: argparse.Namespace) -> list[Row]:
    """The findings of each document, in order."""
    found: dict[str, Row] = {}
    if asked.out and asked.out.is_file():
        kept = json.loads(asked.out.read_text(encoding="utf-8"))["documents"]
        found = {row["id"]: row for row in kept}
    lock = Lock()

    def one(row: Row) -> None:
        result = {**row, "at_most": asked.scenes, **outcome(row, asked)}
        with lock:
            found[row["id"]] = result
            print(f"{row['id']}: {ends_with(result)}", file=sys.stderr, flush=True)
            if asked.out:
                kept = {"documents": list(found.values())}
                asked.out.write_text(json.dumps(kept, indent=1), encoding="utf-8")

    with ThreadPoolExecutor(asked.jobs) as pool:
        list(pool.map(one, (row for row in rows if row["id"] not in found)))
    return [found[row["id"]] for row in rows]


def in_its_own_process(request: Row, folder: Path, findings: Path) -> None:
    from documents_one import try_document  # here, because only those processes need its libraries

    try_document(request, folder, findings)


def outcome(row: Row, asked: argparse.Namespace) -> Row:
    """What one document came to, in a process that may be ended."""
    keep = asked.keep / f"{row['id'].replace('/', '+')}.storyboard.md" if asked.keep else None
    with TemporaryDirectory() as folder:
        findings = Path(folder) / "findings.json"
        request = {**row, "scenes": asked.scenes, "keep": str(keep) if keep else ""}
        process = PROCESSES.Process(
            target=in_its_own_process, args=(request, Path(folder), findings)
        )
        process.start()
        process.join(asked.deadline)
        late = process.is_alive()
        if late:
            process.kill()
            process.join()
        found: Row = json.loads(findings.read_text("utf-8")) if findings.is_file() else {}
    if late:
        return {**found, "late": True}
    crashed = {"outcome": "crashed"} if process.exitcode else {}
    return {**found, **crashed}


def ends_with(row: Row) -> str:
    """In a few words: `film`, `refused (2)`, `voice+scene`, `spoken`, `late`."""
    if row.get("outcome") != "accepted":
        code = f" ({row['exit_code']})" if "exit_code" in row else ""
        return f"{row.get('outcome', 'late')}{code}"
    if wrong_language(row):
        return "language"
    failed = [name for name in ("voice", "scene") if row.get(f"{name}_failures")]
    if failed:
        return "+".join(failed)
    if not row["at_most"]:
        return "spoken"
    enough = row.get("laid_out", 0) >= min(row["scenes"], row["at_most"])
    return "film" if enough else "late"


def wrong_language(row: Row) -> bool:
    """Taken for another language than it is written in, where the list says which that is."""
    told = row.get("language") or "en"
    return row.get("film_language", "en").split("-")[0] != told.split("-")[0]


def table(rows: list[Row]) -> str:
    """The figures, a column for each kind of document and one for all."""
    kinds = sorted({row["kind"] for row in rows})
    columns = [("all", rows), *((kind, [r for r in rows if r["kind"] == kind]) for kind in kinds)]
    lines = [
        "| | " + " | ".join(name for name, _ in columns) + " |",
        "|---" * len(columns) + "|---|",
    ]
    for name, figure in FIGURES.items():
        lines.append(f"| {name} | " + " | ".join(figure(part) for _, part in columns) + " |")
    return "\n".join(lines)


def count(check: Callable[[Row], Any]) -> Callable[[list[Row]], str]:
    return lambda rows: str(sum(bool(check(row)) for row in rows))


def total(field: str, of: str = "") -> Callable[[list[Row]], str]:
    def figure(rows: list[Row]) -> str:
        part = sum(int(row.get(field) or 0) for row in rows)
        whole = sum(int(row.get(of) or 0) for row in rows) if of else 0
        return f"{part} of {whole}" if of else str(part)

    return figure


def median(values: Iterable[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.1f}" if ordered else "-"


def minutes(row: Row) -> float:
    return float(row.get("minutes") or 0)


def visuals(rows: list[Row]) -> str:
    return str(sum(sum(row.get("visuals", {}).values()) for row in rows))


FIGURES: dict[str, Callable[[list[Row]], str]] = {
    "documents": lambda rows: str(len(rows)),
    "accepted": count(lambda row: row.get("outcome") == "accepted"),
    "refused": count(lambda row: row.get("outcome") == "refused"),
    "crashed": count(lambda row: row.get("outcome") == "crashed"),
    "**end in a film**": count(lambda row: ends_with(row) == "film"),
    "accepted, then fail: the voice": count(lambda row: row.get("voice_failures")),
    "accepted, then fail: a scene": count(lambda row: row.get("scene_failures")),
    "accepted in the wrong language": count(
        lambda row: row.get("outcome") == "accepted" and wrong_language(row)
    ),
    "not tried to the end": count(lambda row: ends_with(row) == "late"),
    "minutes of narration, median": lambda rows: median(m for r in rows if (m := minutes(r))),
    "over 10 minutes": count(lambda row: minutes(row) > 10),
    "over 20 minutes": count(lambda row: minutes(row) > 20),
    "lines with nothing but their key phrase": total("phrase_lines", "lines"),
    "lines that say nothing": total("empty_lines", "lines"),
    "visuals": visuals,
    "a visual unchanged over 30 s": total("still_30"),
    "over 60 s": total("still_60"),
    "a key phrase unchanged over 30 s": total("phrase_still_30"),
    "pictures left out": total("pictures_left_out"),
    "seconds of conversion, median": lambda rows: median(r.get("convert_s", 0) for r in rows),
    "the slowest": lambda rows: f"{max((r.get('convert_s', 0) for r in rows), default=0):.1f}",
}


if __name__ == "__main__":
    main()
