"""Whatever document is taken becomes a storyboard of which every scene fits."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flaming_horse.build import trial as fitting
from flaming_horse.build.trial import Trial, repaired_by
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import SceneFailed, WrongInput
from flaming_horse.writers.from_file import from_script
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.script import Say, Show
from flaming_horse.writers.write_film import parsed, write_film

sys.path.insert(0, str(Path(__file__).parent))
from random_documents import document, notebook, pictures

TALL = "\n".join(rf"&= \frac{{a_{n}}}{{b_{n}}} \\" for n in range(12))
SMALL = "```python\nx = {}\ny = x\n```\n\n"
HARD = f"""# A guide

## Rows

It goes on for long.

$$
\\begin{{aligned}}
y {TALL}
&= z
\\end{{aligned}}
$$

That is all.

## Cells

Look at them.

{"".join(SMALL.format(n) for n in range(7))}

## {"A heading of many words " * 12}

Short.
"""


@pytest.fixture(scope="module")
def trial():
    with Trial(settings_of(Path("none"), Options(workers=1))) as opened:
        yield opened


def test_what_does_not_fit_is_shown_in_parts_and_in_turn_and_told(trial, tmp_path):
    converted = from_markdown(HARD, tmp_path / "hard.md")
    film = converted.film
    assert film is not None
    # As a converter would that knows nothing of heights: all cells come with one line.
    cells = [item for item in film.parts[1].items if isinstance(item, Show)]
    film.parts[1].items = [*cells, next(i for i in film.parts[1].items if isinstance(i, Say))]
    text, _ = write_film(film, converted.about)
    made, changes = repaired_by(trial, replace(converted, text=text))
    storyboard = parsed(made.text, {})
    assert not trial.findings(storyboard, {}).misfits
    told = {change.what for change in changes}
    assert "a formula shown in parts, cut between its rows" in told
    assert "visuals that do not fit together, shown in turn" in told
    assert "a heading that is too long, shortened" in told
    assert not any("left out" in what for what in told)
    shown = [visual.kind for scene in storyboard.scenes for visual in scene.visuals]
    assert shown.count("code") == 7
    assert "These do not fit together" in made.text


def fits(trial, folder, seed):
    draw = random.Random(seed)
    file = folder / (f"{seed}.ipynb" if draw.random() < 0.3 else f"{seed}.md")
    text = json.dumps(notebook(draw)) if file.suffix == ".ipynb" else document(draw)
    file.write_text(text, encoding="utf-8")
    try:
        converted = from_script(file)
    except WrongInput as error:
        if error.what.startswith("nothing"):
            return
        raise
    if converted is None:
        return  # It is a storyboard as it stands.
    made, _ = repaired_by(trial, converted)
    found = trial.findings(parsed(made.text, made.pictures), made.pictures)
    assert not found.misfits, text


@pytest.mark.parametrize("seed", range(2))
def test_a_document_drawn_by_lot_fits(trial, tmp_path, seed):
    pictures(tmp_path)
    fits(trial, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(3))
def test_hundreds_of_documents_drawn_by_lot_fit(trial, tmp_path, hundred):
    pictures(tmp_path)
    for seed in range(100 * hundred, 100 * hundred + 100):
        fits(trial, tmp_path, seed)


def test_a_formula_that_is_shown_again_and_has_no_room_gives_way(trial, tmp_path):
    converted = from_markdown(HARD, tmp_path / "again.md")
    film = converted.film
    assert film is not None
    part = film.parts[0]
    formula = next(item for item in part.items if isinstance(item, Show))
    points = Show("list", {"items": ["It is long"], "ordered": False}, formula.place, at="bottom")
    said = [item for item in part.items if isinstance(item, Say)]
    # The formula itself is small by now, as after a repair; only its copy still has no room.
    small = replace(formula, data={**formula.data, "latex": "y = z"})
    film.parts[1:] = []
    part.items = [
        small,
        said[0],
        replace(formula, again=True, at="top"),
        points,
        replace(said[0]),
        replace(formula),
        *said[1:],
    ]
    text, _ = write_film(film, converted.about)
    made, _ = repaired_by(trial, replace(converted, text=text))
    storyboard = parsed(made.text, {})
    assert not trial.findings(storyboard, {}).misfits
    assert "It is long" in made.text


def test_a_conversion_that_cannot_be_made_to_fit_is_refused(trial, tmp_path, monkeypatch):
    monkeypatch.setattr(fitting, "repaired", lambda made, *_, **__: (made, ()))
    with pytest.raises(SceneFailed, match="does not fit"):
        repaired_by(trial, from_markdown(HARD, tmp_path / "hard.md"))
