"""`python -m flaming_horse.speaking.lines_to_speak FOLDER`: lines before they are spoken.

What a scene asks for that is rendered alone where `takes.json` is not: the process that draws
knows nothing of storyboards. Prints one JSON object, a `Narration` whose lines have no takes; a
failure is `{"error", "remedy"}` with the error's exit code.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flaming_horse.build import narration, precache_voiceovers
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model.narration import Narration, RecordedLine, VoiceIdentity
from flaming_horse.project import Project
from flaming_horse.writing.project_storyboard import storyboard_of


def lines_to_speak(project: Project) -> Narration:
    """All lines of the storyboard, none of them spoken.

    Raises WrongInput where the storyboard or a setting has errors.
    """
    storyboard = storyboard_of(project)
    settings = settings_of(project.folder, Options())
    told = storyboard.settings
    voice = precache_voiceovers.chosen_voice(settings, None, told.voice).fingerprint
    lines = (
        RecordedLine(
            line.id, line.scene, line.runs, line.speech, line.words, "", f"{line.id}.unspoken",
            0, 0, (), "",
        )
        for line in narration.spoken_lines(storyboard, settings.voice)
    )  # fmt: skip
    who = VoiceIdentity(voice.service, voice.model, voice.revision, voice.speaker, told.language)
    return Narration(who, tuple(lines))


def main() -> None:
    """Print the lines of the project whose folder is the first argument."""
    try:
        told = lines_to_speak(Project(Path(sys.argv[1]))).as_json()
    except FlamingHorseError as error:
        found = error.findings[0]
        where = f"{found.place}: " if found.place else ""
        print(json.dumps({"error": f"{where}{found.what}", "remedy": found.remedy}))  # noqa: T201 - its answer
        sys.exit(int(error.exit_code))
    print(json.dumps(told, ensure_ascii=False))  # noqa: T201 - as above


if __name__ == "__main__":
    main()
