"""A fence in YAML, checked by its schema: every finding at the field it is about."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from flaming_horse.errors import Place
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.source import Passage
from flaming_horse.storyboard.yaml_fence import Path, YamlData, read_yaml

_EXPECTED = {
    "string_type": "a text is expected",
    "list_type": "a list is expected: […]",
    "dict_type": "a mapping is expected: {name: value}",
    "model_type": "a mapping is expected: {name: value}",
    "model_attributes_type": "a mapping is expected: {name: value}",
    "bool_type": "true or false is expected",
    "float_type": "a number is expected",
    "float_parsing": "a number is expected",
    "string_too_short": "this is empty",
    "too_long": "this list is too long",
    "finite_number": "a finite number is expected",
}


def read_yaml_visual(
    kind: str, model: type[BaseModel], passage: Passage, start: Place, findings: Findings
) -> dict[str, Any] | None:
    """The normalised data of a fence of that kind, or None after its findings.

    `start` is the place of the fence itself, for what is missing from it.
    """
    data = read_yaml(passage, findings)
    if data is None:
        return None
    if not isinstance(data.value, dict):
        names = ", ".join(f"{name}: …" for name in model.model_fields)
        what = f"the fields of {kind} are expected here"
        findings.add(data.values.get((), start), what, f"One on each line: {names}.")
        return None
    try:
        return model.model_validate(data.value).model_dump(mode="json")
    except ValidationError as error:
        for single in error.errors(include_url=False):
            _report(kind, model, data, start, dict(single), findings)
        return None


def _report(
    kind: str,
    model: type[BaseModel],
    data: YamlData,
    start: Place,
    error: dict[str, Any],
    findings: Findings,
) -> None:
    path = _written_path(data, tuple(error["loc"]))
    context: dict[str, Any] = error.get("ctx") or {}
    name = ".".join(str(step) for step in path if isinstance(step, str))
    if error["type"] == "extra_forbidden":
        place = data.keys.get(path, start)
        names = _fields_at(model, path)
        remedy = nearest(str(path[-1]), names, listed="fields")
        findings.add(place, f"{kind} has no field `{name}`", remedy)
    elif error["type"] == "missing":
        parent = path if path in data.keys else ()
        place = data.keys.get(parent, start)
        field = str(error["loc"][-1])
        note = _description(model, tuple(error["loc"]))
        findings.add(
            place, f"`{field}` is missing from this {'.'.join([kind, *map(str, parent)])}", note
        )
    else:
        what, remedy, place = _wrong_value(data, path, error, context, start)
        findings.add(place, f"{name}: {what}" if name else what, remedy)


def _wrong_value(
    data: YamlData, path: Path, error: dict[str, Any], context: dict[str, Any], start: Place
) -> tuple[str, str, Place]:
    if error["type"] != "storyboard":
        what = _EXPECTED.get(error["type"], str(error["msg"]))
        value = error.get("input")
        shown = value is not None and not isinstance(value, dict | list)
        what = f"{what}, not {value!r}" if shown and value != "" else what
        return what, "", data.values.get(path, start)
    place = data.values.get(path, start)
    if not path:
        place = data.keys.get((str(context.get("field")),), start)
    if "field" in context and path:
        place = data.keys.get((*path, str(context["field"])), place)
    if "key" in context:
        place = data.keys.get((*path, str(context["key"])), place)
    if "column" in context:
        place = Place(place.file, place.line, place.column + int(context["column"]) - 1)
    remedy = str(context.get("remedy", ""))
    if "names" in context:
        remedy = nearest(str(context["near"]), context["names"])
    return str(context["what"]), remedy, place


def _written_path(data: YamlData, loc: tuple[Any, ...]) -> Path:
    """The longest part of pydantic's location that is written in the YAML."""
    path: Path = ()
    for step in loc:
        longer = (*path, step)
        if longer not in data.values:
            break
        path = longer
    return path


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names of the fields of the mapping in which the last step of `path` stands."""
    for step in path[:-1]:
        inner = _model_of(model, step)
        model = inner or model
    return list(model.model_fields)


def _model_of(model: type[BaseModel], step: str | int) -> type[BaseModel] | None:
    field = model.model_fields.get(str(step))
    return None if field is None else _find_model(field.annotation)


def _find_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments: tuple[Any, ...] = getattr(annotation, "__args__", ())
    return next((found for argument in arguments if (found := _find_model(argument))), None)


def _description(model: type[BaseModel], loc: tuple[Any, ...]) -> str:
    for step in loc[:-1]:
        model = _model_of(model, step) or model
    field = model.model_fields.get(str(loc[-1]))
    return f"`{loc[-1]}`: {field.description}." if field and field.description else ""
