"""One document the whole way up to the layout: what `documents.py` runs in a process of its own.

Brings the document in as `create` does, puts its lines into words and into the embedded voice's
phonemes, and lays every scene out by the stage's dry run. After each of these steps the findings
are written down: a process that is stopped leaves what it knew.
"""

from __future__ import annotations

import ast
import json
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import manim
import numpy as np
import phonemizer
import soundfile
from kokoro_onnx.tokenizer import Tokenizer

from flaming_horse.build.build_scenes import planned_module
from flaming_horse.build.creation import create
from flaming_horse.build.narration import spoken_lines
from flaming_horse.build.precache_voiceovers import chosen_voice
from flaming_horse.config import Options, settings_of
from flaming_horse.display import Display
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration, RecordedLine, SpokenLine, VoiceIdentity
from flaming_horse.model.storyboard import Line, Scene, Storyboard
from flaming_horse.project import Project
from flaming_horse.render.worker import render_clip
from flaming_horse.writing.brief import Brief
from flaming_horse.writing.bringing import bring_script, bring_slides
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.backends.kokoro import KokoroEngine
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.runs import shown_runs

LOADED = (manim, phonemizer)
"""Imported here, once for all documents: they take longer than most documents do."""
RATE = 24000
PHONEME_S, GAP_S = 0.052, 0.07
"""Of the embedded voice: means of six lines it spoke (266 phonemes, 74 words)."""
MARK_S = {",": 0.35, ";": 0.35, ":": 0.35, ".": 0.45, "!": 0.45, "?": 0.45}
LETTERS_A_PHONEME = 1.2
STILL_S = (30, 60)
OFTEN = 3
"""A sentence that is said so often in one film says nothing."""
FILLERS = re.compile(
    r"here it is in code|this is what it looks like|here (?:it|this) is\W*$", re.IGNORECASE
)


def try_document(request: dict[str, Any], folder: Path, findings: Path) -> None:
    """Try one document; `findings` holds what is known after each step."""
    found: dict[str, Any] = {}
    written = findings.with_suffix(".new")
    try:
        for step in steps(folder / "film", request):
            found.update(step)
            written.write_text(json.dumps(found), encoding="utf-8")
            written.replace(findings)
    except Exception:
        found["traceback"] = traceback.format_exc()
        findings.write_text(json.dumps(found), encoding="utf-8")
        raise


def steps(folder: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What each step of the way found out. The first that refuses the document is the last."""
    project = Project(folder)
    began = time.perf_counter()
    try:
        said = brought(project, Path(request["file"]), request)
        storyboard = storyboard_of(project)
    except FlamingHorseError as refused:
        seconds = round(time.perf_counter() - began, 2)
        yield {"outcome": "refused", "convert_s": seconds, **told(refused)}
        return
    text = project.storyboard.read_text(encoding="utf-8")
    if request.get("keep"):
        Path(request["keep"]).write_text(text, encoding="utf-8")
    yield {
        "outcome": "accepted",
        "convert_s": round(time.perf_counter() - began, 2),
        "said": said,
        **of_storyboard(storyboard, text),
    }
    lines, voice = spoken(storyboard)
    seconds = {line.id: line.samples / RATE for line in lines}
    yield {"voice_failures": voice, "minutes": round(sum(seconds.values()) / 60, 1)}
    yield from laid_out(project, storyboard, lines, request["scenes"])


def brought(project: Project, file: Path, request: dict[str, Any]) -> str:
    """Bring the document in as `create` does; where no scene is asked for, without the stage."""
    deck = request["way"] == "slides"
    if request["scenes"]:
        brief = Brief(slides=file) if deck else Brief(script=file)
        return create(project, Options(), brief, Display())
    voice = partial(chosen_voice, settings_of(project.folder, Options()), None)
    return (bring_slides if deck else bring_script)(project, file, voice=voice)


def told(error: FlamingHorseError) -> dict[str, Any]:
    place = str(error.place) if error.place else ""
    return {
        "exit_code": int(error.exit_code),
        "error": error.what,
        "remedy": error.remedy,
        "place": place,
    }


def of_storyboard(storyboard: Storyboard, text: str) -> dict[str, Any]:
    """What can be counted in a storyboard without speaking or laying it out."""
    texts = [line.text for line in storyboard.lines]
    often = [said for said, count in Counter(texts).items() if count >= OFTEN]
    comments = re.findall(r"<!--(.*?)-->", text, re.DOTALL)
    visuals = Counter(visual.kind for scene in storyboard.scenes for visual in scene.visuals)
    return {
        "title": storyboard.settings.title,
        "film_language": storyboard.settings.language,
        "scenes": len(storyboard.scenes),
        "lines": len(texts),
        "visuals": dict(visuals),
        "empty_lines": sum(bool(FILLERS.search(said)) or said in often for said in texts),
        "said_again": often[:5],
        "pictures_left_out": sum(
            bool(re.search(r"left out.*\b(?:picture|image|gif)", each, re.IGNORECASE | re.DOTALL))
            for each in comments
        ),
        "comments": [" ".join(each.split()) for each in comments][1:200],
    }


def spoken(storyboard: Storyboard) -> tuple[list[RecordedLine], list[dict[str, str]]]:
    """Made-up takes of the lines that can be spoken, and what is wrong with the others."""
    voice: Any = KokoroEngine()
    voice._tokenizer = Tokenizer()  # noqa: SLF001 - its words are asked for, not its sound
    takes: list[RecordedLine] = []
    failures: list[dict[str, str]] = []
    for scene in storyboard.scenes:
        for line in scene.lines:
            try:
                said = in_words(storyboard, scene, line)
                counts = [
                    len(word.phonemes)
                    for piece in voice.pieces({"speech": said.speech})
                    for word in piece.phonemes or ()
                ]
            except (FlamingHorseError, VoiceError, ValueError) as error:
                what = getattr(error, "what", "") or f"{type(error).__name__}: {error}"
                place = line.place.line
                failures.append({"line": line.text[:200], "error": what, "at": str(place)})
                said, counts = unspoken(scene, line), []
            takes.append(take_of(said, counts))
    return takes, failures


def in_words(storyboard: Storyboard, scene: Scene, line: Line) -> SpokenLine:
    alone = replace(storyboard, scenes=(replace(scene, items=(line,)),))
    return spoken_lines(alone)[0]


def unspoken(scene: Scene, line: Line) -> SpokenLine:
    """A line that the voice refuses: so that its scene is laid out all the same."""
    from flaming_horse.model.narration import SpokenWord

    words: list[SpokenWord] = []
    at = 0
    for token in line.text.split():
        start = line.text.index(token, at)
        at = start + len(token)
        words.append(SpokenWord(token, start, at))
    return SpokenLine(line.id, scene.id, shown_runs(line.runs), line.text, tuple(words))


def take_of(line: SpokenLine, phonemes: list[int]) -> RecordedLine:
    """A silent take about as long as the embedded voice's would be."""
    if len(phonemes) != len(line.words):
        phonemes = [round(len(word.spoken) / LETTERS_A_PHONEME) or 1 for word in line.words]
    times: list[tuple[int, int]] = []
    at = 0.1
    for word, count in zip(line.words, phonemes, strict=True):
        end = at + 0.04 + PHONEME_S * count
        times.append((int(at * RATE), int(end * RATE)))
        at = end + MARK_S.get(word.spoken[-1:], GAP_S)
    samples = int(at * RATE)
    return RecordedLine(
        line.id, line.scene, line.runs, line.speech, line.words, line.id, "silence.flac", RATE,
        samples, tuple(times), "model",
    )  # fmt: skip


def laid_out(
    project: Project, storyboard: Storyboard, lines: list[RecordedLine], most: int
) -> Iterator[dict[str, Any]]:
    """Every scene by the stage's dry run, as the scene check does it; at most so many."""
    project.scenes.mkdir(parents=True, exist_ok=True)
    project.voiceovers.mkdir(parents=True, exist_ok=True)
    longest = max((line.samples for line in lines), default=RATE)
    soundfile.write(project.voiceovers / "silence.flac", np.zeros(longest, "float32"), RATE)
    failures: list[dict[str, str]] = []
    pictures = Pictures()
    for number, scene in enumerate(storyboard.scenes[:most], 1):
        try:
            clip, source = clip_of(project, storyboard, scene, lines)
            failures += [
                {"scene": scene.title, "at": str(scene.place.line), "error": f"{d.kind}: {d.what}"}
                for d in clip.defects
            ]
            pictures.look(clip, source)
        except FlamingHorseError as error:
            at = str(scene.place.line)
            failures.append({"scene": scene.title, "at": at, "error": error.what})
        yield {"laid_out": number, "scene_failures": failures, **pictures.found()}


def clip_of(
    project: Project, storyboard: Storyboard, scene: Scene, lines: list[RecordedLine]
) -> tuple[Clip, str]:
    takes = tuple(line for line in lines if line.scene == scene.id)
    narration = Narration(VoiceIdentity("kokoro", "m", "r", "s", "en"), takes)
    project.takes_index.write_text(json.dumps(narration.as_json()), encoding="utf-8")
    module = planned_module(project, storyboard, scene)
    module.file.write_bytes(module.source)
    params = {
        "module": str(module.file.relative_to(project.folder)), "class": module.name,
        "width": 854, "height": 480, "fps": 15, "dry_run": True,
    }  # fmt: skip
    render_clip(project.folder, project.folder, params)
    description = (project.folder / "clip.json").read_text(encoding="utf-8")
    return Clip.from_json(json.loads(description)), module.source.decode()


class Pictures:
    """What a viewer has to look at: lines with their key phrase alone, and what stands still."""

    def __init__(self) -> None:
        self.phrases = 0
        self.in_a_row = self.longest = 0
        self.visual_still = dict.fromkeys(STILL_S, 0)
        self.phrase_still = dict.fromkeys(STILL_S, 0)
        self.seconds = 0.0

    def found(self) -> dict[str, Any]:
        return {
            "phrase_lines": self.phrases,
            "phrase_lines_in_a_row": self.longest,
            "film_minutes": round(self.seconds / 60, 2),
            **{f"still_{s}": count for s, count in self.visual_still.items()},
            **{f"phrase_still_{s}": count for s, count in self.phrase_still.items()},
        }

    def look(self, clip: Clip, source: str) -> None:
        self.seconds += clip.frames / clip.fps
        changes: list[tuple[float, bool]] = []
        shown: set[str] = set()
        starts = {line.id: line.start_frame / clip.fps for line in clip.lines}
        for line, calls in by_line(source):
            at = starts.get(line, 0.0)
            before = set(shown)
            for name, target in calls:
                if name == "enter":
                    shown.add(target)
                elif name == "leave":
                    shown.discard(target)
            alone = any(name == "key_phrase" for name, _ in calls)
            self.phrases += alone
            self.in_a_row = self.in_a_row + 1 if alone else 0
            self.longest = max(self.longest, self.in_a_row)
            if alone or shown != before:
                changes.append((at, bool(shown)))
            cues = [cue.frame / clip.fps for cue in clip.cues if cue.line == line]
            changes += [(cue, bool(shown)) for cue in cues]
        self._still(changes, clip.frames / clip.fps)

    def _still(self, changes: list[tuple[float, bool]], end: float) -> None:
        changes.sort()
        ends = [*(at for at, _ in changes[1:]), end]
        for (at, visual), until in zip(changes, ends, strict=False):
            for limit in STILL_S:
                if until - at > limit:
                    (self.visual_still if visual else self.phrase_still)[limit] += 1


def by_line(source: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each line of a scene module with the calls in it: their names and first arguments."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.With):
            continue
        opening = node.items[0].context_expr
        arguments = opening.args if isinstance(opening, ast.Call) else []
        line = ast.literal_eval(arguments[0]) if arguments else ""
        calls: list[tuple[str, str]] = []
        for statement in node.body:
            call = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                calls.append((call.func.attr, ast.unparse(call.args[0]) if call.args else ""))
        yield str(line), calls
