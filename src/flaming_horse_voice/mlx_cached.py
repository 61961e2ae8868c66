"""The predecessor's name, kept for scenes that import it: `MLXCachedService.from_project(…)`."""

from flaming_horse_voice.compat.cached_services import MLXCachedService

__all__ = ["MLXCachedService"]
