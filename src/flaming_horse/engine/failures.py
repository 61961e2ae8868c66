"""Errors as plain data, and back: only that crosses between processes."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from flaming_horse import errors
from flaming_horse.engine.action import Json
from flaming_horse.errors import ExitCode, FlamingHorseError, Place, WrongInput, WrongInputs
from flaming_horse_voice.machine import refusal, trouble


def as_plain(error: BaseException) -> dict[str, Json] | None:
    """An error that a user can mend as JSON data; None for anything else, which is a bug.

    Told by its shape (`exit_code`, `what`, `remedy`), so that the voice package's own errors,
    which share no root with ours, cross as well.
    """
    code, what = getattr(error, "exit_code", None), getattr(error, "what", None)
    if not isinstance(code, int) or not isinstance(what, str):
        return None
    place = getattr(error, "place", None)
    findings = error.findings if isinstance(error, FlamingHorseError) else ()
    return {
        "class": type(error).__name__,
        "exit_code": int(code),
        "what": what,
        "remedy": str(getattr(error, "remedy", "") or ""),
        "place": [place.file, place.line, place.column] if isinstance(place, Place) else None,
        "findings": [as_plain(finding) for finding in findings if finding is not error],
    }


def plain(error: BaseException, folder: str) -> dict[str, Json] | None:
    """As `as_plain`; what the machine could not give (`machine`) is no bug, in `folder` neither.

    It comes first: what failed for want of it is no fault of a scene's either.
    """
    failed = trouble(error, folder) or _denied(error, folder)
    return as_plain(error if failed is None else failed)


def _denied(error: BaseException, folder: str) -> WrongInput | None:
    """What may not be read or written in `folder`, which is ours: no fault of the program's."""
    ours = isinstance(error, PermissionError) and str(error.filename).startswith(f"{folder}/")
    refused = refusal(error) if ours and isinstance(error, OSError) else None
    return WrongInput(refused.what, remedy=refused.remedy) if refused else None


def rebuilt(data: Mapping[str, Json]) -> FlamingHorseError:
    """The error that `as_plain` described, as a class of `flaming_horse.errors`."""
    findings = [rebuilt(finding) for finding in data.get("findings") or ()]
    if findings and all(isinstance(finding, WrongInput) for finding in findings):
        return WrongInputs(tuple(cast("list[WrongInput]", findings)))
    place = Place(*data["place"]) if data.get("place") else None
    family = error_class(str(data["class"]), int(data["exit_code"]))
    return family(str(data["what"]), remedy=str(data["remedy"]), place=place)


@contextmanager
def translated(foreign: type[Exception]) -> Generator[None]:
    """Errors of another package's root, raised inside, as the application's own."""
    try:
        yield
    except foreign as error:
        plain = as_plain(error)
        if plain is None:
            raise
        raise rebuilt(plain) from error


def error_class(name: str, exit_code: int = ExitCode.BUG) -> type[FlamingHorseError]:
    """The class of `flaming_horse.errors` called `name`, else the one with that exit code."""
    known = list(_classes())
    by_name = [family for family in known if family.__name__ == name]
    by_code = [family for family in known if family.exit_code == exit_code]
    return (by_name or by_code or [FlamingHorseError])[0]


def _classes() -> Iterator[type[FlamingHorseError]]:
    """The classes that are made from `what`, `remedy` and `place`, the general ones first."""
    for value in vars(errors).values():
        ours = isinstance(value, type) and issubclass(value, FlamingHorseError)
        if ours and value is not WrongInputs:
            yield value
