"""The prompts: Jinja2 files, filled with the plan and with the reference of the visuals."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from flaming_horse.model.vocabulary import COLOURS
from flaming_horse.writers.llm import outline as plan
from flaming_horse.writers.llm.excerpts import excerpt
from flaming_horse.writers.llm.exchange import Message
from flaming_horse.writers.llm.outline import Outline
from flaming_horse.writers.llm.vocabulary import always_offered, kinds, reference, summary
from flaming_horse.writers.source_documents import NO_SOURCES, Sources

if TYPE_CHECKING:
    import jinja2

MOST_BEFORE = 24
"""Lines of the scenes before that a scene is shown; a film of five minutes has about forty."""

Messages: TypeAlias = tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class AskedScene:
    """What a model is shown of a scene to revise; `blocks` are what each is, and its text."""

    title: str
    titles: tuple[str, ...]
    number: int
    blocks: tuple[tuple[str, str], ...]
    wish: str
    kinds: tuple[str, ...]
    longest_pause_s: float
    before: tuple[str, ...] = ()
    clear: str = ""
    sources: Sources = NO_SOURCES


def outline_prompt(topic: str, sources: Sources = NO_SOURCES) -> Messages:
    """The question for an outline, with the whole source."""
    return _messages(
        "outline",
        topic=_material(topic),
        source=_material(sources.text),
        **_limits(),
    )


def scene_prompt(
    outline: Outline, number: int, before: Sequence[str], sources: Sources = NO_SOURCES
) -> Messages:
    """The question for scene `number`, counted from 1; `before` are the lines so far.

    Of a long source it has the paragraphs that matter for the scene.
    """
    scene = outline.scenes[number - 1]
    shown = (f"{each.what} {each.why}" for each in scene.shows)
    source = excerpt(sources, " ".join([scene.title, scene.clear, *shown]))
    return _messages(
        "scene",
        outline=outline,
        scene=scene,
        number=number,
        before=[_material(line) for line in before[-MOST_BEFORE:]],
        words=outline.words_a_scene,
        reference=reference(kinds_of(outline, number)),
        colours=COLOURS,
        example=_example(kinds_of(outline, number)),
        source=_material(source),
        shortened=source != sources.text,
    )


def revised_outline_prompt(
    topic: str, outline: Outline, wish: str, sources: Sources = NO_SOURCES
) -> Messages:
    """The question for a plan that is changed as somebody wishes."""
    written = json.dumps(outline.model_dump(mode="json"), ensure_ascii=False)
    return _messages(
        "revise-outline",
        topic=_material(topic),
        plan=_material(written),
        wish=_wish(wish),
        source=_material(sources.text),
        **_limits(),
    )


def _limits() -> dict[str, Any]:
    """What a plan may hold, for the questions about one."""
    return {
        "kinds": kinds(),
        "summary": summary,
        "fewest": plan.FEWEST_SCENES,
        "most": plan.MOST_SCENES,
        "shortest": f"{plan.SHORTEST_MIN:g}",
        "longest": f"{plan.LONGEST_MIN:g}",
    }


def choice_prompt(title: str, scenes: Sequence[tuple[str, Sequence[str]]], wish: str) -> Messages:
    """The question which scenes a wish is about; `scenes` are titles with their lines."""
    told = [{"title": _material(name), "lines": [_material(line) for line in lines]}
            for name, lines in scenes]  # fmt: skip
    return _messages("revise-choice", title=_material(title), scenes=told, wish=_wish(wish))


def revised_scene_prompt(asked: AskedScene) -> Messages:
    """The question for one scene that is changed as somebody wishes."""
    told = [{"what": what, "text": _material(text)} for what, text in asked.blocks]
    texts = (text for _, text in asked.blocks)
    source = excerpt(asked.sources, " ".join([asked.wish, asked.clear, *texts]))
    return _messages(
        "revise-scene",
        title=_material(asked.title),
        titles=[_material(each) for each in asked.titles],
        number=asked.number,
        scene_title=_material(asked.titles[asked.number - 1]),
        clear=_material(asked.clear),
        source=_material(source),
        shortened=source != asked.sources.text,
        before=[_material(line) for line in asked.before[-MOST_BEFORE:]],
        blocks=told,
        wish=_wish(asked.wish),
        longest_pause=f"{asked.longest_pause_s:g}",
        reference=reference(asked.kinds),
        colours=COLOURS,
    )


def repair_prompt(findings: Sequence[str]) -> Message:
    """What is sent after an answer that cannot be used."""
    return Message("user", _render("repair", findings=findings))


def kinds_of(outline: Outline, number: int) -> tuple[str, ...]:
    """The kinds that a scene may show: those of its plan and a few that always help."""
    planned = {shown.visual for shown in outline.scenes[number - 1].shows}
    return tuple(kind for kind in kinds() if kind in planned or kind in always_offered())


def _example(wanted: Sequence[str]) -> str:
    """A line with a visual that the scene may use, so that nothing else is suggested."""
    examples: dict[str, Any] = json.loads(_file("examples.json"))
    kind = next((kind for kind in examples if kind in wanted), list(examples)[-1])
    return json.dumps(examples[kind], ensure_ascii=False)


def _material(text: str) -> str:
    """Material cannot end its own marks."""
    marks = r"<(?=\s*/?\s*(?:topic|source|script)\b)"
    return re.sub(marks, "< ", text, flags=re.IGNORECASE).strip()


def _wish(text: str) -> str:
    return _material(" ".join(text.split()))


def _messages(name: str, **values: Any) -> tuple[Message, ...]:
    return Message("system", _render("system")), Message("user", _render(name, **values))


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(f"{name}.jinja").render(**values).strip()


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2

    # Prompts are no HTML: `a < b` stays as it is.
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_file),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )


def _file(name: str) -> str:
    return (files("flaming_horse.writers.llm") / "prompts" / name).read_text(encoding="utf-8")
