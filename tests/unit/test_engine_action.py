import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.engine.action import Action, Resources, source_digest

BASE = {
    "name": "draw/one",
    "phase": "final_render",
    "function": "m:f",
    "inputs": (("a.txt", "1" * 64), ("b/c.txt", "2" * 64)),
    "params": {"fps": 30, "look": {"name": "chalk", "size": 1}},
    "code": "c",
}


def test_key_does_not_depend_on_order_names_or_hints():
    key = Action(**BASE).key
    turned = {
        **BASE,
        "inputs": BASE["inputs"][::-1],
        "params": {"look": {"size": 1, "name": "chalk"}, "fps": 30},
    }
    assert Action(**turned).key == key
    other = Action(
        **{**BASE, "name": "x", "phase": "y"},
        label="z",
        hints={"deadline_s": 1},
        resources=Resources(cores=2, pool="p"),
    )
    assert other.key == key


@pytest.mark.parametrize(
    "change",
    [
        {"function": "m:g"},
        {"code": "d"},
        {"inputs": (("a.txt", "1" * 64),)},
        {"inputs": (("a.txt", "2" * 64), ("b/c.txt", "1" * 64))},
        {"inputs": (("a2.txt", "1" * 64), ("b/c.txt", "2" * 64))},
        {"params": {"fps": 60, "look": {"name": "chalk", "size": 1}}},
        {"params": {"fps": "30", "look": {"name": "chalk", "size": 1}}},
    ],
)
def test_key_depends_on_everything_that_decides_the_outcome(change):
    assert Action(**{**BASE, **change}).key != Action(**BASE).key


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x"])
def test_inputs_stay_inside_their_folder(path):
    with pytest.raises(ValueError, match="not a path inside a folder"):
        Action("n", "p", "m:f", inputs=((path, "0"),))


def test_two_inputs_at_one_path_are_refused():
    with pytest.raises(ValueError, match="same path"):
        Action("n", "p", "m:f", inputs=(("a", "0"), ("a", "1")))


def test_values_without_one_json_form_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        Action("n", "p", "m:f", params={"x": float("nan")}).key  # noqa: B018 - it is computed


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), json_values), st.dictionaries(st.text(), json_values))
def test_an_action_crosses_as_plain_data(params, hints):
    action = Action(**{**BASE, "params": params}, hints=hints, resources=Resources(2, "voice"))
    assert Action.from_json(action.as_json()) == action
    assert Action.from_json(action.as_json()).key == action.key


def test_explained_inputs_name_each_setting():
    assert Action(**BASE).explained_inputs() == {
        "function": "m:f",
        "program code": "c",
        "file a.txt": "1" * 64,
        "file b/c.txt": "2" * 64,
        "setting fps": "30",
        "setting look.name": '"chalk"',
        "setting look.size": "1",
    }


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "heavy_package" / "inner"
    folder.mkdir(parents=True)
    for init in (folder.parent / "__init__.py", folder / "__init__.py"):
        init.write_text("raise RuntimeError('this package must not be imported')")
    (folder / "work.py").write_text("x = 1")
    (folder / "font.bin").write_bytes(b"\0")
    monkeypatch.syspath_prepend(tmp_path)
    source_digest.cache_clear()
    return folder


@pytest.mark.parametrize("edited", ["work.py", "font.bin", "new.py"])
def test_source_digest_follows_every_file_of_a_package_without_importing_it(package, edited):
    before = source_digest("heavy_package.inner")
    source_digest.cache_clear()
    assert source_digest("heavy_package.inner") == before
    source_digest.cache_clear()
    (package / edited).write_text("x = 2")
    assert source_digest("heavy_package.inner") != before
    assert "heavy_package" not in sys.modules


def test_source_digest_of_a_module_is_its_own(package):
    before = source_digest("heavy_package.inner.work")
    source_digest.cache_clear()
    (package / "font.bin").write_bytes(b"1")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "work.pyc").write_bytes(b"1")
    assert source_digest("heavy_package.inner.work") == before


def test_source_digest_of_what_is_not_there_is_an_error(package):
    for name in ("heavy_package.none", "no_such_package", "no_such_package.at.all"):
        with pytest.raises(ModuleNotFoundError):
            source_digest(name)
