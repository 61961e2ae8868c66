"""Whether the voice that was chosen speaks the film's language: said before anything is spoken."""

from __future__ import annotations

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.language_names import nearest_name, understood
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.document_language import (
    DocumentLanguage,
    language_of_storyboard,
    language_of_text,
)
from flaming_horse.writers.found_language import name_of
from flaming_horse_voice.service_factory import SERVICES, VoiceChoice
from flaming_horse_voice.text import LANGUAGES


def asked_language(name: str | None) -> str | None:
    """The tag of the language that is asked for with `--language`, by its tag or its name.

    Raises:
        WrongInput: it is no name of a language; the message lists those that films are spoken in.
    """
    if name is None:
        return None
    if tag := understood(name):
        return tag
    near = nearest_name(name)
    spoken = _listed([f"{name_of(code)} ({code})" for code in LANGUAGES], "and")
    raise WrongInput(
        f"--language {name[:60]!r} is no name of a language",
        remedy=f"{f'Is it {near}? ' if near else ''}Films are spoken in {spoken}; others are named"
        " in English, in their own words, or by a tag such as pt-BR (BCP 47).",
    )


def refuse_unwritten(topic: str, asked: str | None) -> None:
    """Raise WrongInput for a topic in another language: films on a topic are written in English."""
    language = language_of_text(topic, asked=asked)
    if language.code.split("-")[0].lower() == "en":
        return
    raise WrongInput(
        f"the film would be in {language.name}, and films on a topic are written in English",
        remedy="Give the topic in English (--language en says that it is), or bring a script in"
        f" {language.name}: --script FILE.",
    )


def refuse_unspoken(language: DocumentLanguage, voice: VoiceChoice, place: Place) -> None:
    """Raise WrongInput where this voice does not speak a document's language.

    `place` is the document. A language that is only assumed is refused by nobody.
    """
    if can_speak(voice, language.code):
        return
    name = language.name
    spoken = [name_of(code) for code in LANGUAGES if can_speak(voice, code)]
    rows = [*_who_speaks(language.code)]
    rows.append(f"Bring a translation: into {_listed(spoken, 'or')} for the {voice.service} voice.")
    if language.origin == "found":
        rows.append(
            "If it is in another language all the same, say so: --language en, or `language: en` in"
            " its front matter."
        )
    told = {"asked": " (--language)", "told": " (`language` in its front matter)"}
    raise WrongInput(
        f"this is in {name}{told.get(language.origin, ', by its words')}, and the {voice.service}"
        f" voice speaks {_listed(spoken, 'and')}",
        place=place,
        remedy="\n  ".join(rows),
    )


def language_of_film(storyboard: Storyboard) -> DocumentLanguage:
    """The language that a storyboard is spoken in.

    Raises:
        WrongInput: its front matter does not say, and its words are not English: they would be
            spoken as such.
    """
    language = language_of_storyboard(storyboard)
    if language.origin == "found" and language.code != "en":
        raise WrongInput(
            f"this storyboard is in {language.name}, by its words, and would be spoken as English",
            place=Place(storyboard.file, 1, 1),
            remedy=f"Write `language: {language.code}` into its front matter; or `language: en`,"
            " if it is English all the same.",
        )
    return language


def with_language(text: str, language: DocumentLanguage, file: str) -> str:
    """The text of the storyboard in a file, with its language in the front matter.

    Raises:
        WrongInput: its front matter is written in a way that has no room for another row.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    setting = f"language: {language.code}\n"
    if lines and lines[0].rstrip() == "---":
        end = next(n for n, line in enumerate(lines) if n and line.rstrip() in {"---", "..."})
        kept = [line for line in lines[1:end] if not line.startswith("language:")]
        changed = "".join([lines[0], setting, *kept, *lines[end:]])
    else:
        changed = f"---\n{setting}---\n\n{''.join(lines)}"
    try:
        if parse_storyboard(changed, file).settings.language == language.code:
            return changed
    except WrongInput:
        pass
    raise WrongInput(
        f"this is in {language.name}, and its front matter does not say so",
        place=Place(file, 1, 1),
        remedy=f"Write `language: {language.code}` into it.",
    )


def can_speak(voice: VoiceChoice, tag: str) -> bool:
    """Whether the voice speaks a language, and texts in it are read."""
    code = tag.split("-", maxsplit=1)[0].lower()
    return code in LANGUAGES and code in voice.row.languages


def _who_speaks(tag: str) -> list[str]:
    code = tag.split("-", maxsplit=1)[0].lower()
    if code not in LANGUAGES:
        names = _listed([name_of(known) for known in LANGUAGES], "and")
        return [f"Films are spoken in {names} as yet, by whatever voice."]
    if any(row.clones and code in row.languages for row in SERVICES.values()):
        how = "--voice qwen (or mlx); docs/your-voice.md says how to make one."
        return [f"A cloned voice speaks {name_of(code)}: {how}"]
    return []


def _listed(names: list[str], word: str) -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)
