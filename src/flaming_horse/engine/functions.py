"""The functions that actions name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from flaming_horse.engine.action import Json


def function_of(name: str) -> Callable[[Path, Path, Mapping[str, Json]], None]:
    """What "package.module:function" names; the module is imported now."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
