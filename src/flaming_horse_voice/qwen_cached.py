"""The predecessor's name, kept for scenes that import it: `QwenCachedService.from_project(…)`."""

from flaming_horse_voice.compat.cached_services import QwenCachedService

__all__ = ["QwenCachedService"]
