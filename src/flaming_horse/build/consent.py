"""What of a project would run or be sent, told before it does; and what `--allow-code` allows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from flaming_horse.build import build_scenes
from flaming_horse.config import Settings
from flaming_horse.engine.failures import translated
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.trust import Brought, NotVouchedFor, tell_allowed

Say = Callable[[str], None]


def ask_for_build(
    project: Project, storyboard: Storyboard, settings: Settings, voice: str | None, say: Say
) -> None:
    """Stop where a build would run what nobody here vouched for; tell what was allowed.

    Raises:
        WrongInput: all of it is named, scenes and voice together.
    """
    if settings.trust.own:
        return
    scenes = build_scenes.code_of(project, storyboard)
    brought = [*scenes, *_of_the_voice(settings, voice, storyboard.settings.voice)]
    with translated(VoiceError):
        settings.trust.require(brought)
        tell_allowed(brought, say)


def tell_allowed_voice(choice: VoiceChoice, say: Say) -> None:
    """For a command that runs nothing but a voice: what runs because it was allowed."""
    if choice.cloned is not None:
        tell_allowed(choice.cloned.allowed, say)


def _of_the_voice(settings: Settings, option: str | None, named: str | None) -> Sequence[Brought]:
    """What the chosen voice would run of the project's. Nothing that it names is looked into."""
    nobody = replace(settings.trust, own=False, allowed=False)
    folder = settings.trust.folder
    try:
        choose_voice(
            settings.voice, os.environ, option, named, folder=folder, whole=False, trust=nobody
        )
    except NotVouchedFor as foreign:
        return foreign.brought
    except VoiceError:
        return ()  # a voice that cannot be had is told where it is chosen
    return ()
