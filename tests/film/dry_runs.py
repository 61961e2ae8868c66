"""Storyboards laid out as the scene check does it, with made-up takes and no picture drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile

from flaming_horse.build.build_scenes import planned_module
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse.model.storyboard import Line, Storyboard
from flaming_horse.model.vocabulary import frame_size
from flaming_horse.project import Project
from flaming_horse.render.worker import render_clip
from flaming_horse_voice.runs import shown_runs

RATE = 24000
WORD_S, LEAD_S = 0.35, 0.3
"""How long a made-up word takes, and how long it is silent before the first one."""


def take_of(line: Line, scene: str) -> RecordedLine:
    """A made-up take: every word is heard for the same time."""
    words: list[SpokenWord] = []
    at = 0
    for token in line.text.split():
        start = line.text.index(token, at)
        at = start + len(token)
        words.append(SpokenWord(token, start, at))
    starts = [LEAD_S + i * WORD_S for i in range(len(words))]
    times = tuple((int(s * RATE), int((s + 0.9 * WORD_S) * RATE)) for s in starts)
    samples = (times[-1][1] if times else 0) + RATE // 10
    return RecordedLine(
        line.id, scene, shown_runs(line.runs), line.text, tuple(words), line.id, f"{line.id}.flac",
        RATE, samples, times, "test",
    )  # fmt: skip


def clips_of(storyboard: Storyboard, folder: Path, *, fps: int = 15) -> list[Clip]:
    """Each scene's clip, laid out in `folder`.

    Raises SceneFailed where a scene cannot be laid out.
    """
    project = Project(folder)
    project.scenes.mkdir(parents=True, exist_ok=True)
    takes = folder / "media" / "voiceovers"
    takes.mkdir(parents=True, exist_ok=True)
    clips: list[Clip] = []
    for scene in storyboard.scenes:
        lines = tuple(take_of(line, scene.id) for line in scene.lines)
        for line in lines:
            tone = (0.3 * np.sin(np.arange(line.samples) * 0.1)).astype("float32")
            soundfile.write(takes / line.file, tone, RATE)
        narration = Narration(VoiceIdentity("kokoro", "m", "r", "s", "en"), lines).as_json()
        (takes / "takes.json").write_text(json.dumps(narration), encoding="utf-8")
        module = planned_module(project, storyboard, scene)
        module.file.write_bytes(module.source)
        size = frame_size(storyboard.settings.shape, 480)
        params = {
            "module": str(module.file.relative_to(folder)), "class": module.name,
            "width": size[0], "height": size[1], "fps": fps, "dry_run": True,
        }  # fmt: skip
        render_clip(folder, folder, params)
        clips.append(Clip.from_json(json.loads((folder / "clip.json").read_text())))
    return clips
