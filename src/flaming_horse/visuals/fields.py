"""Fields of the data of visuals, with what may stand in them."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from flaming_horse.model.formula import FormulaError, constant
from flaming_horse.model.vocabulary import COLOURS
from flaming_horse_voice.runs import Run, flattened, written_runs


class VisualData(BaseModel):
    """Fields of a visual written in YAML; nothing but these is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def wrong(what: str, **context: Any) -> PydanticCustomError:
    """A finding of our own words, to be raised in a validator."""
    # Curly brackets in the words are no fields of pydantic's template.
    return PydanticCustomError("storyboard", "{what}", {"what": what, **context})


def _cell(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise wrong("a number or a text is expected here")
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124 - nan
        raise wrong("a finite number is expected here")
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise wrong(f"a number of more than {MAX_DIGITS} digits cannot be read on a screen")
    if isinstance(value, str) and len(value) > MAX_CELL:
        raise wrong(f"a text of more than {MAX_CELL} signs does not fit a cell")
    return value


def _text(value: Any) -> Any:
    # A label such as `2024` is a number to YAML and a text to its author.
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _rectangle(rows: list[list[Any]]) -> list[list[Any]]:
    if len(rows) > 1_000:
        raise wrong(f"a matrix of more than {MAX_SIDE} rows or columns cannot be read on a screen")
    if not rows or not rows[0]:
        raise wrong("one row with one number at least is expected: [[1, 2], [3, 4]]")
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise wrong(
            f"every row must be as long as the first, which has {len(rows[0])} entries; these"
            f" have {', '.join(str(len(row)) for row in rows)}"
        )
    if len(rows) > MAX_SIDE or len(rows[0]) > MAX_SIDE:
        raise wrong(f"a matrix of more than {MAX_SIDE} rows or columns cannot be read on a screen")
    return rows


def _position(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise wrong('a number is expected here, such as 2, 0.5 or "4*pi"')
    try:
        constant(value)
    except FormulaError as error:
        raise wrong(error.what, remedy=error.remedy, column=error.column) from None
    return value


def _colour(value: str | None) -> str | None:
    if value is not None and value not in COLOURS:
        raise wrong(f"`{value}` is no colour of a look", near=value, names=list(COLOURS))
    return value


MAX_DIGITS = 30
MAX_CELL = 200
MAX_SIDE = 12
"""Rows and columns of a matrix: at 1080 lines a thirteenth row is set below the smallest size."""

Cell: TypeAlias = Annotated[Any, BeforeValidator(_cell)]
Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Rows: TypeAlias = Annotated[list[list[Cell]], AfterValidator(_rectangle)]
Position: TypeAlias = Annotated[Any, BeforeValidator(_position)]
Colour: TypeAlias = Annotated[str | None, AfterValidator(_colour)]


def latex_alone(text: str) -> str:
    """LaTeX without the dollars around it."""
    text = text.strip().removeprefix("$$").removesuffix("$$").strip("$ \n")
    if not text:
        raise wrong("this formula is empty")
    return text


# What can be read on a screen while somebody speaks; the layout refuses much more than this.
WIDEST_ITEM, WIDEST_CELL, LONGEST_LATEX = 70, 40, 160
ModelLatex = Annotated[str, Field(max_length=LONGEST_LATEX), AfterValidator(latex_alone)]
ShortText = Annotated[Text, Field(min_length=1, max_length=WIDEST_ITEM)]
CellText = Annotated[Text, Field(max_length=WIDEST_CELL)]


def on_one_line(value: Any) -> Any:
    """The data with each text on one line: a line break would end the block that it stands in."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [on_one_line(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {k: on_one_line(each) for k, each in cast("dict[str, Any]", value).items()}
    return value


def rich(text: str) -> list[dict[str, Any]]:
    """A text with formulas between dollars as the rich text of a visual."""
    plain = {"emphasis": False, "strong": False}
    return [{"text": run.text, "kind": run.kind, **plain} for run in written_runs(text)]


def written(rich: Any) -> str:
    """Rich text as one plain text, formulas between dollars: what a label in a target says."""
    if isinstance(rich, str):
        return rich
    return flattened([Run(run["text"], run["kind"]) for run in rich])
