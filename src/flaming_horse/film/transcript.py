"""The narration as one web page: every word plays the film from where it is spoken."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from flaming_horse.film.phrases import tokens
from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.timeline import Chapter, TimedLine, Timeline

_STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
video { display: block; width: 100%; max-height: 55vh; background: #000; }
.player { position: sticky; top: 0; background: Canvas; padding-bottom: .5rem; }
main p { display: grid; grid-template-columns: 4rem 1fr; gap: .75rem; }
button { font: inherit; align-self: start; }
[data-at] { cursor: pointer; border-radius: .2em; scroll-margin: 60vh 0 2rem; }
[data-at]:hover { text-decoration: underline; }
[data-at].now { background: Highlight; color: HighlightText; }
sup { line-height: 0; }
sup a { padding: 0 .15em; }
li:target { background: Mark; color: MarkText; }
li { overflow-wrap: anywhere; scroll-margin: 60vh 0 2rem; }
"""

_SCRIPT = """
const film = document.querySelector("video");
const main = document.querySelector("main");
const words = [...main.querySelectorAll("span[data-at]")];
const stops = [...main.querySelectorAll("[data-at]")];
const play = (target) => {
  film.currentTime = Number(target.dataset.at);
  film.play();
};
main.addEventListener("click", (event) => {
  const target = event.target.closest("[data-at]");
  if (target) play(target);
});
main.addEventListener("keydown", (event) => {
  const here = stops.indexOf(document.activeElement);
  if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const isWord = stops[here].tagName === "SPAN";
  if (step) stops[here + step]?.focus();
  else if (isWord && (event.key === "Enter" || event.key === " ")) play(stops[here]);
  else return;
  event.preventDefault();
});
let now = null;
const mark = () => {
  const spoken = words.findLast((word) => Number(word.dataset.at) <= film.currentTime + 0.02);
  if (spoken === now) return;
  now?.classList.remove("now");
  spoken?.classList.add("now");
  now = spoken;
};
const follow = () => {
  mark();
  if (!film.paused) requestAnimationFrame(follow);
};
film.addEventListener("play", follow);
film.addEventListener("seeked", mark);
"""

_ADDRESS = re.compile(r"""(https?://[^\s<>"']*[^\s<>"'.,;:!?)\]])""")


def as_html(plan: FilmPlan, timeline: Timeline) -> str:
    """A page that needs nothing but the film and its captions beside it.

    Words are played by pointer. For keyboards and screen readers each line has a button; from
    there the arrow keys go from word to word, and Enter plays. The passages that lines rest on are
    listed at the end; each is listed once, in the order in which the film comes to it.
    """
    numbers = _numbers(plan, timeline)
    scenes = "".join(_scene(chapter, timeline, plan, numbers) for chapter in timeline.chapters)
    title, name = escape(plan.title), quote(plan.name)
    summary = f"<p>{escape(plan.summary)}</p>" if plan.summary else ""
    footer = "".join(f"<p><small>{escape(row)}</small></p>" for row in plan.credits.split("\n"))
    return f"""<!doctype html>
<html lang="{escape(plan.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: transcript</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
{summary}
</header>
<div class="player">
<video controls preload="metadata" src="{name}.mp4" poster="{name}.poster.png">
<track kind="captions" srclang="{escape(plan.language)}" src="{name}.vtt" label="Captions">
</video>
</div>
<main>
{scenes}{_references(numbers)}</main>
<footer>{footer}</footer>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _numbers(plan: FilmPlan, timeline: Timeline) -> dict[str, int]:
    """The number of each passage, from 1."""
    heard = sorted(timeline.lines, key=lambda line: line.start)
    passages = (noted for line in heard for noted in plan.references.get(line.id, ()))
    return {noted: number for number, noted in enumerate(dict.fromkeys(passages), 1)}


def _references(numbers: Mapping[str, int]) -> str:
    if not numbers:
        return ""
    rows = (f'<li id="reference-{n}">{_linked(noted)}</li>\n' for noted, n in numbers.items())
    return f"<section>\n<h2>References</h2>\n<ol>\n{''.join(rows)}</ol>\n</section>\n"


def _linked(noted: str) -> str:
    """A passage whose addresses can be followed."""
    return "".join(
        f'<a href="{escape(part)}">{escape(part)}</a>' if number % 2 else escape(part)
        for number, part in enumerate(_ADDRESS.split(noted))
    )


def _scene(chapter: Chapter, timeline: Timeline, plan: FilmPlan, numbers: Mapping[str, int]) -> str:
    heading = f"<h2>{escape(chapter.title)}</h2>\n"
    first = timeline.seconds(chapter.start_frame)
    end = timeline.seconds(chapter.end_frame)
    spoken = [line for line in timeline.lines if first <= line.start < end]
    lines = "".join(
        _line(line, [numbers[noted] for noted in plan.references.get(line.id, ())])
        for line in sorted(spoken, key=lambda line: line.start)
    )
    return f"<section>\n{heading}{lines}</section>\n"


def _line(line: TimedLine, references: Sequence[int]) -> str:
    seconds = int(line.start)
    clock = f"{seconds // 60}:{seconds % 60:02}"
    words = " ".join(_words(line))
    button = (
        f'<button type="button" data-at="{float(line.start):.3f}" '
        f'aria-label="Play from {clock}">{clock}</button>'
    )
    links = "".join(
        f'<sup><a href="#reference-{n}" aria-label="Reference {n}">{n}</a></sup>'
        for n in references
    )
    return f"<p>{button}<span>{words}{links}</span></p>\n"


def _words(line: TimedLine) -> Generator[str]:
    """What is not spoken itself (a dash, the rest of a formula) plays what is before it."""
    now = line.start
    for part in tokens(line.runs):
        heard = [w.start for w in line.words if w.first < part.last and part.first < w.last]
        now = min(heard, default=now)
        yield f'<span tabindex="-1" data-at="{float(now):.3f}">{escape(part.text)}</span>'
