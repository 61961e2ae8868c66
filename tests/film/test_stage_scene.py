"""Scenes are rendered as `manim render` does; frames, cues and sound are where they were planned.

The takes are made here: a tone for each line, and word times that are known exactly.
"""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from flaming_horse.errors import SceneFailed
from flaming_horse.film.timeline import lay_out
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse_voice.runs import written_runs

RATE = 24000
FPS = 15


def recorded(line_id, text, lead=0.31, word=0.37):
    words, times, at = [], [], 0
    for i, token in enumerate(text.split()):
        start = text.index(token, at)
        at = start + len(token)
        words.append(SpokenWord(token, start, at))
        times.append((int((lead + i * word) * RATE), int((lead + (i + 0.9) * word) * RATE)))
    samples = times[-1][1] + 1234
    return RecordedLine(
        line_id, "s", written_runs(text), text, tuple(words), line_id, f"{line_id}.flac", RATE,
        samples, tuple(times), "test",
    )  # fmt: skip


@pytest.fixture
def project(tmp_path):
    def make(*lines, service="kokoro"):
        folder = tmp_path / "media" / "voiceovers"
        folder.mkdir(parents=True, exist_ok=True)
        for line in lines:
            tone = 0.3 * np.sin(np.arange(line.samples) * 0.1)
            soundfile.write(folder / line.file, tone.astype("float32"), RATE)
        voice = VoiceIdentity(service, "m", "r", "s", "en")
        narration = Narration(voice, tuple(lines)).as_json()
        (folder / "takes.json").write_text(json.dumps(narration), encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def render(tmp_path, monkeypatch):
    def run(scene_class, project, *, dry=False, pipeline=True, fps=FPS):
        from manim import tempconfig

        monkeypatch.setenv("FLAMING_HORSE_PROJECT", str(project))
        description = tmp_path / "clip.json"
        if pipeline:
            monkeypatch.setenv("FLAMING_HORSE_CLIP_JSON", str(description))
        else:
            monkeypatch.delenv("FLAMING_HORSE_CLIP_JSON", raising=False)
        if dry:
            monkeypatch.setenv("FLAMING_HORSE_DRY_RUN", "1")
        else:
            monkeypatch.delenv("FLAMING_HORSE_DRY_RUN", raising=False)
        settings = {
            "pixel_width": 427 * 2, "pixel_height": 480, "frame_rate": fps, "dry_run": dry,
            "media_dir": str(tmp_path / "manim"), "disable_caching": True,
            "progress_bar": "none", "verbosity": "ERROR", "format": None if dry else "mp4",
        }  # fmt: skip
        with tempconfig(settings):
            scene = scene_class()
            scene.render()
        clip = Clip.from_json(json.loads(description.read_text())) if pipeline else None
        files = [p for p in (tmp_path / "manim").rglob("*.mp4") if "partial" not in str(p)]
        return clip, (files[0] if files else None), scene

    return run


def colour_frames(path: Path):
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="rgb24").astype(int) for f in container.decode(video=0)]


def scene_of(construct, **attributes):
    from flaming_horse.stage import NarratedScene

    return type("TestScene", (NarratedScene,), {"construct": construct, **attributes})


LINE = "Here comes the second item and nothing else"


def list_scene(self):
    from flaming_horse.visuals import BulletList

    self.heading("A heading")
    items = BulletList("list", items=["First", "Second", "Third"])
    with self.line("s.1") as line:
        line.enter(items, hidden=["item(2)"])
        line.show("second item", items["item(2)"])
        line.highlight("nothing", items["item(3)"])


@pytest.mark.parametrize("look", ["plain", "chalk", "midnight"])
@pytest.mark.parametrize("fps", [15, 30])
def test_pauses_between_lines_and_scenes_are_as_long_as_a_breath(project, render, look, fps):
    def construct(self):
        self.heading("A heading")
        for line in ("s.1", "s.2"):
            with self.line(line):
                pass

    lines = [recorded("s.1", LINE), recorded("s.2", LINE)]
    scene = scene_of(construct, scene_id="s", look=look)
    clip, _, _ = render(scene, project(*lines), dry=True, fps=fps)
    clips = [clip, replace(clip, scene="t", lines=())]
    film = lay_out(clips, Narration(VoiceIdentity("kokoro", "m", "r", "s", "en"), tuple(lines)))
    first, second = film.lines
    assert 0.25 <= second.start - first.end <= 0.6
    # The next scene begins as this one does.
    assert 0.8 <= film.seconds(film.chapters[0].end_frame) - second.end + first.start <= 1.25


@pytest.mark.slow
def test_a_cue_is_seen_in_the_frame_in_which_its_word_starts(project, render):
    clip, film, _ = render(scene_of(list_scene, scene_id="s"), project(recorded("s.1", LINE)))
    frames = colour_frames(film)
    assert len(frames) == clip.frames
    assert [cue.action for cue in clip.cues] == ["show", "highlight"]
    for cue in clip.cues:
        height, width = frames[0].shape[:2]
        left, top, right, bottom = cue.box
        box = np.s_[
            int(top * height) : int(bottom * height), int(left * width) : int(right * width)
        ]
        before, at = frames[cue.frame - 1][box], frames[cue.frame][box]
        still = np.abs(before - frames[cue.frame - 2][box]).max()
        assert still < 12, cue
        assert np.abs(at - before).max() > 40, cue
        assert 0 <= Fraction(cue.spoken_at_s).limit_denominator(10**6) * FPS - cue.frame < 1


def test_a_dry_run_plans_the_same_frames_without_drawing(project, render):
    scene = scene_of(list_scene, scene_id="s", look="chalk")
    folder = project(recorded("s.1", LINE))
    clip, film, _ = render(scene, folder, dry=True)
    assert film is None
    line = clip.lines[0]
    samples = recorded("s.1", LINE).samples
    assert clip.frames > line.start_frame + samples * FPS / RATE
    assert clip.layouts_checked >= 1
    assert clip.defects == ()
    assert clip.background == "#1F2E2A"
    assert clip.title == "A heading"


@pytest.mark.slow
def test_drawing_takes_as_many_frames_as_the_dry_run_planned(project, render):
    folder = project(recorded("s.1", LINE))
    dry, _, _ = render(scene_of(list_scene, scene_id="s"), folder, dry=True)
    drawn, film, _ = render(scene_of(list_scene, scene_id="s"), folder)
    assert dry == drawn
    assert len(colour_frames(film)) == dry.frames


@pytest.mark.slow
def test_manim_render_plays_the_take_where_the_line_starts(project, render):
    _, film, scene = render(
        scene_of(list_scene, scene_id="s"), project(recorded("s.1", LINE)), pipeline=False
    )
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        sound = np.concatenate([f.to_ndarray()[0] for f in container.decode(stream)])
        rate = stream.rate
    heard = np.nonzero(np.abs(sound) > 0.05)[0]
    expected = scene.ledger.lines[0].start_frame / FPS
    # Manim lays sound in whole milliseconds, and AAC has a priming delay of about 40 ms at most.
    assert heard[0] / rate == pytest.approx(expected, abs=0.06)


def test_what_a_cue_points_at_is_at_rest_before_its_word(project, render):
    def construct(self):
        from flaming_horse.visuals import BulletList

        items = BulletList("list", items=["First"])
        with self.line("s.1") as line:
            line.enter(items, hidden=["item(1)"])
            line.show("Here", items["item(1)"])

    clip, _, scene = render(
        scene_of(construct, scene_id="s"), project(recorded("s.1", LINE, lead=0.0)), dry=True
    )
    entered = scene.frames_of(scene.style.motion.lead_in)
    enter = scene.frames_of(scene.style.motion.enter)
    assert clip.cues[0].frame >= entered + enter


def test_too_many_words_are_an_error_that_names_them(project, render):
    def construct(self):
        from flaming_horse.visuals import BulletList

        with self.line("s.1") as line:
            line.enter(BulletList("list", items=["far too many words " * 30] * 12))

    with pytest.raises(SceneFailed, match="far too many words"):
        render(scene_of(construct), project(recorded("s.1", LINE)), dry=True)


def test_unknown_lines_parts_and_phrases_are_errors(project, render):
    from flaming_horse.errors import FlamingHorseError
    from flaming_horse.visuals import BulletList

    folder = project(recorded("s.1", LINE))

    def unknown_line(self):
        with self.line("s.2"):
            pass

    def unknown_part(self):
        items = BulletList("list", items=["First"])
        with self.line("s.1") as line:
            line.enter(items)
            line.show("second", items["item(7)"])

    def unknown_phrase(self):
        items = BulletList("list", items=["First"])
        with self.line("s.1") as line:
            line.enter(items)
            line.show("seventh heaven", items["item(1)"])

    for construct, said in (
        (unknown_line, "s.2"), (unknown_part, "item"), (unknown_phrase, "seventh"),
    ):  # fmt: skip
        with pytest.raises(FlamingHorseError, match=said):
            render(scene_of(construct), folder, dry=True)


def test_two_sides_never_overlap_and_a_kept_visual_moves(project, render):
    def construct(self):
        from flaming_horse.visuals import BulletList, Equation

        self.heading("Two")
        items = BulletList("list", items=["A rather long first point", "Second"])
        rule = Equation("rule", latex="e^{i\\pi} + 1 = 0")
        with self.line("s.1") as line:
            line.enter(items)
        with self.line("s.2") as line:
            line.enter(rule, at="right")
        self.boxes = [items.get_right()[0], rule.get_left()[0]]

    lines = recorded("s.1", "One two"), recorded("s.2", "Three four")
    clip, _, scene = render(scene_of(construct), project(*lines), dry=True)
    assert clip.defects == ()
    assert scene.boxes[0] < scene.boxes[1]


def test_the_key_phrase_makes_room_for_a_visual(project, render):
    def construct(self):
        from flaming_horse.visuals import BulletList

        with self.line("s.1") as line:
            line.key_phrase()
        self.phrase = list(self.mobjects)
        with self.line("s.2") as line:
            line.enter(BulletList("list", items=["First", "Second"]))
        self.kept = [mobject for mobject in self.phrase if mobject in self.mobjects]

    folder = project(recorded("s.1", LINE), recorded("s.2", LINE))
    clip, _, scene = render(scene_of(construct), folder, dry=True)
    assert len(scene.phrase) == 1
    assert not scene.kept
    assert clip.defects == ()


COLUMN = r"\begin{pmatrix} a \\ b \\ c \\ d \\ e \\ f \\ g \\ h \end{pmatrix}"


@pytest.mark.parametrize(
    "text", [f"Its height is written as ${COLUMN}$ here.", f"Now ${COLUMN}$.", "Now " + "v" * 100]
)
def test_a_key_phrase_that_has_no_room_gives_way_to_another_or_to_none(project, render, text):
    def construct(self):
        self.heading("A column")
        with self.line("s.1") as line:
            line.key_phrase()
        self.on_screen = len(self.mobjects)

    clip, _, scene = render(scene_of(construct), project(recorded("s.1", text)), dry=True)
    assert clip.defects == ()
    assert scene.on_screen == (1 if text.startswith("Now $") else 2), "heading, phrase"


def test_the_tone_voice_is_marked(project, render):
    def construct(self):
        with self.line("s.1") as line:
            line.key_phrase()
        self.on_screen = len(self.mobjects)

    for service, mobjects in (("kokoro", 1), ("tone", 2)):
        folder = project(recorded("s.1", LINE), service=service)
        _, _, scene = render(scene_of(construct), folder, dry=True)
        assert scene.on_screen == mobjects, "the phrase, and the mark"


def test_voiceover_works_as_in_manim_voiceover(project, render):
    def construct(self):
        from manim import Circle, Create

        text = "Here comes the second <bookmark mark='A'/>item and nothing else"
        with self.voiceover(text=text) as tracker:
            self.duration_told = tracker.duration
            self.wait_until_bookmark("A")
            self.at_bookmark = self.frame
            self.play(Create(Circle()), run_time=0.5)
            self.left = tracker.get_remaining_duration()
        self.ended = self.frame

    line = recorded("s.1", LINE)
    clip, _, scene = render(scene_of(construct), project(line), dry=True)
    assert scene.duration_told == pytest.approx(line.samples / RATE)
    assert scene.at_bookmark == round(line.times[4][0] * FPS / RATE)
    assert scene.ended == pytest.approx(line.samples * FPS / RATE, abs=1)
    assert clip.lines[0].start_frame == 0


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
def test_manim_render_takes_the_scenes_shape(project, render, shape):
    def construct(self):
        from manim import config

        self.size = config.pixel_width / config.pixel_height
        with self.line("s.1") as line:
            line.key_phrase()

    _, _, scene = render(
        scene_of(construct, shape=shape), project(recorded("s.1", LINE)), dry=True, pipeline=False
    )
    across, down = map(int, shape.split(":"))
    assert scene.size == pytest.approx(across / down, abs=0.01)


@pytest.mark.slow
def test_what_moves_goes_on_moving_after_a_cue(project, render):
    def construct(self):
        from manim import Square

        from flaming_horse.stage.visual import DrawnVisual

        class Runner(DrawnVisual):
            moving = True

            def draw(self, room):
                self.box = Square(side_length=1, fill_opacity=1, color=room.look.accent)
                self.label = room.text("Label")
                self.label.shift((0, 2, 0))
                self.add(self.box, self.label)
                self.define("label", self.label)

            def tick(self, seconds):
                self.box.set_x(seconds)

        runner = Runner("runner")
        with self.line("s.1") as line:
            line.enter(runner, hidden=["label"])
            line.show("second", runner["label"])
            line.highlight("item", runner["label"])
        assert runner in self.mobjects

    clip, film, _ = render(scene_of(construct), project(recorded("s.1", LINE)))
    frames = colour_frames(film)
    first = clip.lines[0].start_frame
    for k in range(first + 3, clip.cues[-1].frame + 20):
        assert np.abs(frames[k] - frames[k - 1]).max() > 40, k


def title_scene(self):
    self.title_card("A title")
    list_scene(self)


@pytest.mark.slow
def test_the_first_frame_shows_the_title_and_none_is_empty_for_long(project, render):
    _, film, _ = render(scene_of(title_scene, scene_id="s"), project(recorded("s.1", LINE)))
    frames = colour_frames(film)
    ink = [int((np.abs(f - np.median(f, axis=(0, 1))).max(axis=2) > 24).sum()) for f in frames]
    assert ink[0] > 2000, "the title is there from the first frame"
    empty = [i for i, count in enumerate(ink) if count < 20]
    longest = max(
        (sum(1 for j in empty if i <= j < i + 6) for i in empty), default=0
    )  # frames that are only ground within 0.4 s
    assert longest <= 0.3 * FPS
