"""The predecessor's three calls under their old name, for scripts that import this file."""

from flaming_horse_voice.compat.clone_calls import (
    ClonePrompt,
    build_voice_clone_prompt,
    generate_voice_clone,
    load_model,
)

__all__ = ["ClonePrompt", "build_voice_clone_prompt", "generate_voice_clone", "load_model"]
