"""The front matter: the film's settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place
from flaming_horse.model.language_names import LANGUAGE_TAG, tag_of
from flaming_horse.model.storyboard import Music, Settings
from flaming_horse.model.vocabulary import (
    DEFAULT_LOOK,
    DEFAULT_MATHS,
    DEFAULT_SHAPE,
    LOOKS,
    MATHS,
    SHAPES,
)
from flaming_horse.storyboard.files import is_beside
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.source import Passage
from flaming_horse.storyboard.yaml_fence import YamlData, read_yaml

VERSION = 1
KEYS = (
    "title", "summary", "language", "look", "voice", "shape", "pronounce", "maths", "music",
    "room_tone", "version",
)  # fmt: skip
ROOM_TONE_DBFS = -60.0
"""The level of `room_tone: on`: a quiet room in a good recording, heard only when it is missing."""
QUIETEST_DBFS, LOUDEST_DBFS = -80.0, -50.0


def read_settings(
    front: Passage | None, fallback_title: str, folder: Path, findings: Findings
) -> Settings:
    """The settings in the front matter; what it does not say has its default.

    `folder` is where the film's music lies.
    """
    data = None if front is None else read_yaml(front, findings)
    if data is None:
        return Settings(title=fallback_title)
    if not isinstance(data.value, dict):
        what = "settings are expected in the front matter"
        findings.add(data.values[()], what, f"Such as `look: chalk`. Settings: {', '.join(KEYS)}.")
        return Settings(title=fallback_title)
    return _Reader(data, folder, findings).settings(fallback_title)


@dataclass(slots=True)
class _Reader:
    data: YamlData
    folder: Path
    findings: Findings

    def settings(self, fallback_title: str) -> Settings:
        for key in self.data.value:
            if key not in KEYS:
                remedy = nearest(key, KEYS, listed="settings")
                self.findings.add(self._key(key), f"there is no setting `{key}`", remedy)
        return Settings(
            title=self._text("title") or fallback_title,
            language=self._language() or "en",
            look=self._one_of("look", LOOKS) or DEFAULT_LOOK,
            voice=self._text("voice"),
            shape=self._one_of("shape", SHAPES) or DEFAULT_SHAPE,
            pronounce=self._pronounce(),
            maths=self._one_of("maths", MATHS, listed="styles of reading formulas")
            or DEFAULT_MATHS,
            summary=self._text("summary") or "",
            music=self._music(),
            room_tone=self._room_tone(),
            version=self._version(),
            language_told=self._text("language") is not None,
        )

    def _key(self, key: str) -> Place:
        return self.data.keys[(key,)]

    def _value(self, key: str) -> Any:
        return self.data.value.get(key)

    def _text(self, key: str) -> str | None:
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, dict | list | bool) or not str(value).strip():
            self.findings.add(self._key(key), f"`{key}` is a text")
            return None
        return " ".join(str(value).split())

    def _one_of(self, key: str, names: Collection[str], listed: str = "") -> str | None:
        value = self._text(key)
        if value is None or value in names:
            return value
        remedy = nearest(value, names, listed=listed or f"{key}s")
        self.findings.add(self.data.values[(key,)], f"there is no {key} `{value}`", remedy)
        return None

    def _language(self) -> str | None:
        tag = self._text("language")
        tag = tag and tag_of(tag)
        if tag is None or LANGUAGE_TAG.fullmatch(tag):
            return tag
        near = LANGUAGE_TAG.match(tag.split(".")[0].replace("_", "-"))
        remedy = f"Write it as {near.group()}." if near else "Such as en, de, es or pt-BR (BCP 47)."
        what = f"`{tag[:60]}` is no name of a language"
        self.findings.add(self.data.values[("language",)], what, remedy)
        return None

    def _music(self) -> Music | None:
        file = self._text("music")
        if file is None:
            return None
        place = self.data.values[("music",)]
        there = is_beside(file, "music", self.folder, place, self.findings)
        return Music(file, place) if there else None

    def _room_tone(self) -> float | None:
        value = self._value("room_tone")
        if value is None or str(value).lower() in {"off", "no", "false"}:
            return None
        if str(value).lower() in {"on", "yes", "true"}:
            return ROOM_TONE_DBFS
        level = value if isinstance(value, int | float) else None
        if level is not None and QUIETEST_DBFS <= level <= LOUDEST_DBFS:
            return float(level)
        what = f"`room_tone: {value}` is neither `on` nor `off` nor a level"
        remedy = f"A level is {QUIETEST_DBFS:g} to {LOUDEST_DBFS:g}, in dB of full scale."
        self.findings.add(self.data.values[("room_tone",)], what, remedy)
        return None

    def _version(self) -> int:
        value = self._value("version")
        if value is None or (type(value) is int and value == VERSION):
            return VERSION
        what = f"`version: {value}` is a format of storyboards that is not known here"
        self.findings.add(self.data.values[("version",)], what, f"This is version {VERSION}.")
        return VERSION

    def _pronounce(self) -> tuple[tuple[str, str], ...]:
        value = self._value("pronounce")
        if value is None:
            return ()
        if not isinstance(value, dict):
            remedy = 'Words and how they are said, one on each line: AB: "ay bee".'
            self.findings.add(self._key("pronounce"), "`pronounce` is a mapping", remedy)
            return ()
        entries: list[tuple[str, str]] = []
        for word, spoken in value.items():
            if (
                isinstance(spoken, str | int | float)
                and not isinstance(spoken, bool)
                and str(spoken)
            ):
                entries.append((str(word), str(spoken)))
            else:
                place = self.data.keys[("pronounce", word)]
                self.findings.add(place, f"`{word}`: how it is said is a text")
        return tuple(entries)
