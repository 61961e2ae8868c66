"""What is a formula and what is code is read in one way, and means the same everywhere."""

from __future__ import annotations

import ast
import json
import time
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.build.scene_source import scene_source
from flaming_horse.errors import Place, WrongInput
from flaming_horse.film.captions import captions
from flaming_horse.film.phrases import as_shown
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.transcript import as_html
from flaming_horse.model.narration import Narration, RecordedLine, SpokenLine, VoiceIdentity
from flaming_horse.model.timeline import Chapter, TimedLine, TimedWord, Timeline
from flaming_horse.speaking import voices
from flaming_horse.stage.phrases import key_phrase, other_phrases
from flaming_horse.stage.room import plain_runs, runs_of
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.writers.llm.script import scene_model
from flaming_horse.writers.llm.script_values import scene_of
from flaming_horse_voice.runs import Run, flattened, ranges_of, shown_runs, written_runs
from flaming_horse_voice.text import speech_text

CASES = {  # what is written, its runs, how it is spoken, what captions show
    "`echo $HOME/$USER`": (
        [("echo $HOME/$USER", "code")],
        "echo dollar home slash dollar user",
        "echo $HOME/$USER",
    ),
    "5$x$": ([("5$x$", "text")], None, "5$x$"),
    "$n$th": ([("n", "math"), ("th", "text")], "enth", "nth"),
    "a$b$c": ([("a", "text"), ("b", "math"), ("c", "text")], "a bee see", "abc"),
    r"$\$5$": ([(r"\$5", "math")], None, "$5"),
    "$x$ and $5": ([("x", "math"), (" and $5", "text")], "ex and five dollars", "x and $5"),
    r"\$x\$": ([("$x$", "text")], None, "$x$"),
    "is $$x^2$$": ([("is ", "text"), ("x^2", "math")], "is ex squared", "is x²"),
    "``a`b`` and \\`c\\`": ([("a`b", "code"), (" and `c`", "text")], None, "a`b and `c`"),
}
CASES |= {
    r"\\$x$": ([("\\", "text"), ("x", "math")], None, "\\x"),
    r"\\\$x": ([(r"\$x", "text")], None, r"\$x"),
}
VOICE = VoiceIdentity("tone", "m", "1", "", "en")


def kinds(runs):
    return [(run.text, run.kind) for run in runs]


def board(markdown):
    return parse_storyboard(f"# T\n\n## S\n\n{markdown}\n", "s.md")


def recorded(line: SpokenLine) -> RecordedLine:
    times = tuple((n * 100, n * 100 + 100) for n in range(len(line.words)))
    return RecordedLine(
        line.id, line.scene, line.runs, line.speech, line.words, "k", "k.flac", 100,
        max(1, len(times) * 100), times, "x",
    )  # fmt: skip


def in_film(written) -> tuple[Timeline, Narration]:
    """The line as the film gets it: by way of takes.json."""
    (line,) = spoken_lines(board(written))
    told = json.loads(json.dumps(Narration(VOICE, (recorded(line),)).as_json()))
    narration = Narration.from_json(told)
    (line,) = narration.lines
    words = tuple(
        TimedWord(word.start, word.end, Fraction(first, 100), Fraction(last, 100))
        for word, (first, last) in zip(line.words, line.times, strict=True)
    )
    end = Fraction(line.samples, 100)
    timed = TimedLine(line.id, line.scene, line.runs, 0, Fraction(0), end, words)
    frames = int(30 * end + 90)
    chapters = (Chapter("s", "S", 0, frames),)
    return Timeline(16, 16, 30, frames, chapters, (timed,), (), (), 0), narration


@pytest.mark.parametrize("written", CASES)
def test_one_reader_reads_as_a_storyboard_does(written):
    wanted = CASES[written][0]
    assert kinds(written_runs(written)) == wanted
    (line,) = board(written).lines
    assert kinds(shown_runs(line.runs)) == wanted


@pytest.mark.parametrize("text", ["\\" * 100_001, "$$1" * 30_000, "`" * 9 + "``a`b" * 20_000])
def test_any_text_is_read_at_once(text):
    began = time.monotonic()
    written_runs(text)
    assert time.monotonic() - began < 5


def test_a_formula_may_begin_a_line_that_ends_in_a_digit():
    (line,) = board("$x$ is 5").lines
    assert kinds(line.runs) == kinds(written_runs("$x$ is 5")) == [("x", "math"), (" is 5", "text")]


@pytest.mark.parametrize("written", CASES)
def test_what_is_read_is_spoken_as_the_film_speaks_it(written):
    (line,) = spoken_lines(board(written))
    assert speech_text(written_runs(written)).speech == line.speech
    assert CASES[written][1] in (line.speech, None)


@pytest.mark.parametrize("written", [*CASES, "So *[a & b]{say='one'}* **is** <b>it</b> [x](y)."])
def test_voice_read_shows_what_a_film_speaks(written):
    (line,) = spoken_lines(board(f"So {written} it is."))
    told = voices.read(f"So {written} it is.")
    assert (told["spoken"], told["text"]) == (line.speech, line.text)


def test_voice_read_names_what_a_film_would_refuse():
    with pytest.raises(WrongInput, match="no cue"):
        voices.read("So [it]{sya=x} is.")


@pytest.mark.parametrize("written", CASES)
def test_what_a_model_answers_is_read_alike(written):
    wanted = phrase([Run("So "), *(Run(*run) for run in CASES[written][0])])
    quote = {"id": "a", "kind": "quote", "data": {"text": f"So {written}"}}
    draft = scene_model(["quote"]).model_validate(
        {"lines": [{"text": f"So {written}", "visuals": [quote]}]}
    )
    scene, wrong = scene_of(draft, 1, f"So {written}")
    assert not wrong
    assert phrase(scene.lines[0].runs) == phrase(scene.heading) == wanted
    (text,) = scene.visuals[0].data["paragraphs"]
    assert [(run["text"], run["kind"]) for run in text] == wanted


def test_formulas_of_a_visual_are_those_that_are_set():
    flow = "```flow\na -> b: `echo $HOME/$\\x` and 5$\\y$\n```\n\nIt is."
    assert board(flow).scenes[0].visuals
    with pytest.raises(WrongInput) as wrong:
        board(flow.replace("5$\\y$", "$\\y$"))
    assert wrong.value.place == Place("s.md", 6, 31)


@pytest.mark.parametrize("written", CASES)
def test_captions_show_what_was_written(written):
    timeline, _ = in_film(f"So {written} it is.")
    text = " ".join(" ".join(caption.lines) for caption in captions(timeline))
    assert text == f"So {CASES[written][2]} it is."


class _Words(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.words, self._inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "span" and "tabindex" in dict(attrs)

    def handle_data(self, data):
        if self._inside:
            self.words.append(data)
        self._inside = False


@pytest.mark.parametrize("written", CASES)
def test_the_transcript_shows_what_was_written(written):
    timeline, narration = in_film(f"So {written} it is.")
    page = as_html(FilmPlan("f", "F", "en", "", (), narration), timeline)
    assert " ".join(_Words(page).words) == f"So {CASES[written][2]} it is."


@pytest.mark.parametrize("written", CASES)
def test_the_key_phrase_sets_what_was_written(written):
    _, narration = in_film(f"So {written} it is.")
    wanted = [Run("So "), *(Run(*run) for run in CASES[written][0]), Run(" it is")]
    assert phrase(key_phrase(narration.lines[0].runs)) == phrase(wanted)


def phrase(runs):
    return kinds(shown_runs(runs))


def test_a_key_phrase_cuts_no_code():
    (line,) = board(
        "In the end, and after all that we have seen in this film about the shed and its roof, "
        "`cp a.txt, b.txt` is what copies a file."
    ).lines
    assert ("cp a.txt, b.txt", "code") in kinds(key_phrase(line.runs))


def test_what_takes_the_place_of_a_key_phrase_has_no_formula():
    (line,) = board("So $a = \\frac{b}{c}$, and it is `a$b$c` that we take.").lines
    for runs in other_phrases(line.runs):
        assert not any(run.kind == "math" for run in runs)
    assert any(("a$b$c", "code") in kinds(runs) for runs in other_phrases(line.runs))


@pytest.mark.parametrize("written", CASES)
def test_headings_and_titles_are_set_as_they_are_written(written):
    storyboard = parse_storyboard(
        f"# So {written}\n\n## On {written}\n\n### At {written}\n\nIt is.\n", "s.md"
    )
    again = parse_storyboard(format_storyboard(storyboard), "s.md")
    for scene, settings in ((storyboard.scenes[0], storyboard.settings),
                            (again.scenes[0], again.settings)):  # fmt: skip
        calls = called(scene_source(storyboard, scene, "S"))
        for (text, runs), name in zip(
            ((settings.title, settings.heading), (scene.title, scene.heading),
             (scene.items[0].text, scene.items[0].runs)),
            ("title_card", "heading", "subheading"), strict=True,
        ):  # fmt: skip
            lead = {"title_card": "So ", "heading": "On ", "subheading": "At "}[name]
            wanted = phrase([Run(lead), *(Run(*run) for run in CASES[written][0])])
            assert kinds(runs or written_runs(text)) == wanted
            assert [(r["text"], r.get("kind", "text")) for r in runs_of(calls[name])] == wanted
            assert flattened(plain_runs(calls[name])) == text
            assert as_shown(runs or written_runs(text)) == f"{lead}{CASES[written][2]}"


def called(source):
    """The first argument of each call in a scene module."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {
        call.func.attr: ast.literal_eval(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"title_card", "heading", "subheading"}
    }


def test_a_heading_without_words_below_it_says_what_it_shows():
    line, _ = spoken_lines(parse_storyboard("# T\n\n## `a_b` and $x$\n\n## S\n\nSo.", "s.md"))
    assert kinds(line.runs) == [("a_b", "code"), (" and ", "text"), ("x", "math")]


@pytest.mark.parametrize("written", CASES)
def test_texts_of_visuals_are_set_as_they_are_written(written):
    wanted = CASES[written][0]
    assert [(run["text"], run["kind"]) for run in runs_of(written)] == wanted
    (scene,) = board(f"- So {written}\n\nIt is.").scenes
    (item,) = scene.visuals[0].data["items"]
    assert [(run["text"], run["kind"]) for run in item] == phrase(
        [Run("So "), *(Run(*run) for run in wanted)]
    )


def test_words_of_a_film_stand_where_their_line_says():
    timeline, _ = in_film("Run  `echo  $HOME/$USER` for $x^2$, 5$y$.")
    (line,) = timeline.lines
    assert line.text == "Run echo $HOME/$USER for $x^2$, 5$y$."
    assert line.text[line.words[0].first : line.words[0].last] == "Run"
    assert "echo $HOME/$USER" in {line.text[w.first : w.last] for w in line.words}
    assert line.text == flattened(line.runs)
    assert ranges_of(line.runs)[1][1] == (4, 20)


def test_takes_that_were_recorded_before_lines_had_runs_are_read():
    (line,) = spoken_lines(board("So $x^2$ and \\$5 it is."))
    told = Narration(VOICE, (recorded(line),)).as_json()
    assert told["lines"][0]["text"] == "So $x^2$ and $5 it is."
    del told["lines"][0]["runs"]
    (read,) = Narration.from_json(told).lines
    assert read == recorded(line)


def test_old_takes_keep_the_characters_of_their_text():
    (line,) = spoken_lines(board("So \\`x\\` it is."))
    told = Narration(VOICE, (recorded(line),)).as_json()
    del told["lines"][0]["runs"]
    (read,) = Narration.from_json(told).lines
    assert read.text == "So `x` it is."


@pytest.mark.parametrize("run", [{"text": 1, "kind": "text"}, {"text": "a", "kind": "pause"}, {}])
def test_runs_of_somebody_elses_takes_are_not_believed(run):
    (line,) = spoken_lines(board("So it is."))
    told = Narration(VOICE, (recorded(line),)).as_json()
    told["lines"][0]["runs"] = [run]
    with pytest.raises((KeyError, TypeError)):
        Narration.from_json(told)
