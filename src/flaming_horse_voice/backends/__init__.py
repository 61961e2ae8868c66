"""The voices themselves. Each runs in a worker process and is imported only there."""

from flaming_horse_voice.backends.interface import Backend, Loaded, SpokenSound

__all__ = ["Backend", "Loaded", "SpokenSound"]
