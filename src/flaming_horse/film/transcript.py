"""The narration as one web page: every word plays the film from where it is spoken."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from flaming_horse.film.phrases import Token, tokens
from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.timeline import Chapter, TimedLine, Timeline

_STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; }
video { width: 100%; background: #000; }
.player { position: sticky; top: 0; background: Canvas; padding-bottom: .5rem; }
main p { display: grid; grid-template-columns: 4rem 1fr; gap: .75rem; }
button { font: inherit; align-self: start; }
[data-at] { cursor: pointer; border-radius: .2em; }
[data-at]:hover { text-decoration: underline; }
[data-at].now { background: Highlight; color: HighlightText; }
"""

_SCRIPT = """
const film = document.querySelector("video");
const words = [...document.querySelectorAll("span[data-at]")];
document.querySelector("main").addEventListener("click", (event) => {
  const at = event.target.closest("[data-at]");
  if (!at) return;
  film.currentTime = Number(at.dataset.at);
  film.play();
});
let now = null;
film.addEventListener("timeupdate", () => {
  const spoken = words.findLast((word) => Number(word.dataset.at) <= film.currentTime + 0.05);
  if (spoken === now) return;
  now?.classList.remove("now");
  spoken?.classList.add("now");
  now = spoken;
});
"""


def as_html(plan: FilmPlan, timeline: Timeline) -> str:
    """A page that needs nothing but the film and its captions beside it.

    Words are played by pointer; for keyboards and screen readers each line has a button.
    """
    scenes = "".join(_scene(chapter, timeline) for chapter in timeline.chapters)
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
{scenes}</main>
<footer>{footer}</footer>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _scene(chapter: Chapter, timeline: Timeline) -> str:
    heading = f"<h2>{escape(chapter.title)}</h2>\n"
    first = timeline.seconds(chapter.start_frame)
    end = timeline.seconds(chapter.end_frame)
    spoken = [line for line in timeline.lines if first <= line.start < end]
    lines = "".join(_line(line) for line in sorted(spoken, key=lambda line: line.start))
    return f"<section>\n{heading}{lines}</section>\n"


def _line(line: TimedLine) -> str:
    seconds = int(line.start)
    clock = f"{seconds // 60}:{seconds % 60:02}"
    words = " ".join(_word(part, line) for part in tokens(line.text))
    button = (
        f'<button type="button" data-at="{float(line.start):.3f}" '
        f'aria-label="Play from {clock}">{clock}</button>'
    )
    return f"<p>{button}<span>{words}</span></p>\n"


def _word(part: Token, line: TimedLine) -> str:
    heard = [word.start for word in line.words if word.first < part.last and part.first < word.last]
    text = escape(part.text)
    return f'<span data-at="{float(min(heard)):.3f}">{text}</span>' if heard else text
