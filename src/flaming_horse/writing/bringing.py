"""A storyboard comes into the project: a person's script, one made from a document, a lesson."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project, write_bytes
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.document_kinds import ASCIIDOC, not_a_document
from flaming_horse.writers.document_language import language_of_storyboard
from flaming_horse.writers.from_file import from_deck, from_script
from flaming_horse.writers.lessons import find_lesson, names_in_brief
from flaming_horse.writers.office.package import newer_format
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted
from flaming_horse.writing.film_language import refuse_unspoken, with_language
from flaming_horse.writing.forecast import forecast_of, remember_document
from flaming_horse.writing.origins import refuse_another, remember, remembered, take_script
from flaming_horse.writing.project_storyboard import named_files, refuse_unusable_music
from flaming_horse_voice.compat.old_project import is_old_project
from flaming_horse_voice.files import digest_bytes
from flaming_horse_voice.service_factory import VoiceChoice

ChosenVoice: TypeAlias = Callable[[str | None], VoiceChoice]
"""Who speaks a film, by the voice that its front matter names."""

Fit: TypeAlias = Callable[[Converted], Converted]
"""What makes a conversion one that can be spoken and laid out (`fitted`)."""


def bring_script(
    project: Project,
    script: Path,
    wishes: Wishes = NO_WISHES,
    voice: ChosenVoice | None = None,
    fit: Fit = lambda made: made,
) -> str:
    """Take a person's script as the project's storyboard; what was done, in a sentence.

    A storyboard is taken as it is; other Markdown and notebooks are made into one. Nothing is
    written when the script has an error, or is in a language that the `voice` does not speak. A
    storyboard that was edited in the project is never overwritten.

    Raises:
        WrongInput: the script cannot be read, has errors, or would overwrite a person's edits.
    """
    _refuse_no_document(script)
    converted = from_script(script, wishes)
    if converted is not None:
        return _bring_converted(project, script, converted, voice, fit)
    if wishes.minutes is not None:
        raise WrongInput(
            "--minutes shortens documents, and this is a storyboard",
            place=Place(str(script)),
            remedy="Take out of it what the film is not to say.",
        )
    # Parsed where it lies, so that places and images are the ones its author knows.
    storyboard = read_storyboard(script)
    refuse_unusable_music(storyboard, script.parent)
    language = language_of_storyboard(storyboard, wishes.language)
    if voice is not None:
        refuse_unspoken(language, voice(storyboard.settings.voice), Place(str(script)))
    text = script.read_text(encoding="utf-8")
    if language.code != storyboard.settings.language or language.origin == "asked":
        text = with_language(text, language, str(script))
    origin = f"the script {script}"
    refuse_another(project, text, origin)
    kept = _bring_files(project, _files(project, storyboard, script.parent))
    note = take_script(project, text, origin)
    remember(project, document={})
    rows = forecast_of(project, read_storyboard(project.storyboard)).rows()
    return "\n".join([_with_kept(note, kept), *rows])


def bring_slides(
    project: Project,
    slides: Path,
    wishes: Wishes = NO_WISHES,
    voice: ChosenVoice | None = None,
    fit: Fit = lambda made: made,
) -> str:
    """Take a deck of slides, made into a storyboard; what was done, in a sentence.

    Raises:
        WrongInput: the deck cannot be read, has errors, or would overwrite a person's edits.
    """
    _refuse_no_document(slides)
    return _bring_converted(project, slides, from_deck(slides, wishes), voice, fit)


def _refuse_no_document(file: Path) -> None:
    """Raise WrongInput for a program or data: a film of it would be code read aloud."""
    kind = not_a_document(file)
    if not kind:
        return
    remedy = (
        "Bring Markdown, text, a notebook, .pptx, .docx, .rst or a page in HTML: pandoc makes"
        " Markdown of most."
    )
    if file.suffix.lower() == ".pdf":
        remedy = f'A film about it is made with: --topic "…" --source {file}'
    elif kind == ASCIIDOC:
        raise WrongInput(
            "this is AsciiDoc, which is not read",
            remedy=f"Make a page of it and bring that: asciidoctor {file.name} makes"
            f" {file.with_suffix('.html').name} (https://asciidoctor.org).",
            place=Place(str(file)),
        )
    elif newer := newer_format(file):
        remedy = f"Save it as {newer} in its office program, or export it to that, and bring that."
    elif is_old_project(file.absolute().parent):
        remedy = (
            "It belongs to a project of the older Flaming Horse. Give its folder:"
            f" --script {file.parent}"
        )
    raise WrongInput(
        f"this is {kind}, and no document that can be spoken",
        remedy=remedy,
        place=Place(str(file)),
    )


def _bring_converted(
    project: Project, source: Path, converted: Converted, voice: ChosenVoice | None, fit: Fit
) -> str:
    if voice is not None:
        refuse_unspoken(converted.language, voice(None), Place(str(source)))
    converted = fit(converted)
    origin = f"a storyboard made from {source}, read as {converted.taken_for}"
    refuse_another(project, converted.text, origin)
    kept = _bring_files(project, converted.pictures)
    note = take_script(project, converted.text, origin)
    remember_document(project, converted.taken_for, converted.language, converted.notes)
    return "\n".join(
        [_with_kept(note, kept), *forecast_of(project, read_storyboard(project.storyboard)).rows()]
    )


def _with_kept(note: str, kept: list[str]) -> str:
    return f"{note}; edited in the project and kept: {', '.join(kept)}" if kept else note


def bring_lesson(project: Project, topic: str) -> str:
    """Take the built-in lesson that matches a topic; what was done, in a sentence.

    Raises:
        WrongInput: no lesson matches; the message lists them and the other ways.
    """
    lesson = find_lesson(topic)
    if lesson is None:
        raise WrongInput(
            f"no language model is configured, and no built-in lesson matches {topic!r}",
            remedy=f"Built-in lessons (`flaming-horse lessons` says more):\n"
            f"{names_in_brief('    ')}\n"
            "  Name one of them as the topic, or bring a script of your own, any Markdown with "
            "headings and paragraphs:\n"
            f"    flaming-horse create {project.name} --script FILE.md\n"
            "  or name a language model, which writes one: docs/from-a-topic.md.\n"
            "  Recorded examples of that need none: add --replay.",
        )
    parse_storyboard(lesson.text, f"lesson {lesson.name}")
    origin = f"the built-in lesson {lesson.name!r}"
    return take_script(project, lesson.text, origin, by_person=False)


def _files(project: Project, storyboard: Storyboard, source: Path) -> dict[str, bytes]:
    """The pictures and the music that lie elsewhere, by their names in the project."""
    names = named_files(storyboard)
    elsewhere = [n for n in names if (source / n).resolve() != (project.folder / n).resolve()]
    return {name: (source / name).read_bytes() for name in elsewhere}


def _bring_files(project: Project, files: Mapping[str, bytes]) -> list[str]:
    """Bring the files along with their script; those that a person changed here are named."""
    brought: dict[str, str] = dict(remembered(project).get("pictures", {}))
    kept: list[str] = []
    for name, content in files.items():
        ours = project.folder / name
        present = digest_bytes(ours.read_bytes()) if ours.is_file() else None
        if present not in (None, brought.get(name), digest_bytes(content)):
            kept.append(name)
            continue
        write_bytes(ours, content)
        brought[name] = digest_bytes(content)
    if files:
        remember(project, pictures=brought)
    return kept
