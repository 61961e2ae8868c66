"""Scene modules: what is generated, and that a person's edit is noticed and kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flaming_horse.build import build_scenes
from flaming_horse.build.build_scenes import (
    edits,
    is_edited,
    planned_module,
    planned_modules,
    remove_stale,
    write_module,
)
from flaming_horse.build.finished_film import assemble_action
from flaming_horse.build.narration import spoken_lines
from flaming_horse.build.scene_action import scene_action
from flaming_horse.engine.store import Store
from flaming_horse.model.narration import Narration, VoiceIdentity
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.render.quality import quality
from flaming_horse.storyboard import parse_storyboard

STORYBOARD = """\
# Products

## Two tables

```matrix {#A at=left}
rows: [[1, 2], [3, 4]]
```

```matrix {#B at=right}
rows: [[5, 6], [7, 8]]
```

Here is [A]{highlight="A"}, and here is [B]{highlight="B"}; say [A]{highlight="A"} again.

```equation {#rule}
C_{ij} = \\piece{sum}{\\sum_{k}} A_{ik} B_{kj}
```

The rule: [$A_{ik}$]{highlight=rule} under [the sum]{show="rule.sum"}.

## Words alone

Nothing is shown here.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "products")
    project.folder.mkdir()
    return project


def source(project: Project, number: int, text: str = STORYBOARD) -> str:
    storyboard = parse_storyboard(text, "storyboard.md")
    return planned_module(project, storyboard, storyboard.scenes[number]).source.decode()


def test_a_scene_is_explicit_calls_of_the_stage(project: Project) -> None:
    text = source(project, 0)
    ast.parse(text)
    assert "class Scene01TwoTables(NarratedScene):" in text
    assert 'self.title_card("Products")' in text
    assert 'self.heading("Two tables")' in text
    assert 'line.enter(a, at="left")' in text
    assert 'line.enter(b, at="right")' in text
    assert 'line.highlight("A", a)' in text


def test_the_same_words_a_second_time_are_told_apart(project: Project) -> None:
    assert 'line.highlight("A", a, occurrence=2)' in source(project, 0)


def test_the_next_visual_takes_the_place_of_all_it_would_cover(project: Project) -> None:
    text = source(project, 0)
    assert text.index("line.leave(a)") < text.index("line.leave(b)") < text.index("line.enter(rule")


def test_what_a_cue_shows_is_hidden_until_then(project: Project) -> None:
    text = source(project, 0)
    assert 'line.enter(rule, hidden=["sum"])' in text
    assert 'line.show("the sum", rule["sum"])' in text


def test_a_cue_on_a_formula_picks_that_piece(project: Project) -> None:
    assert 'line.highlight("$A_{ik}$", rule.piece("A_{ik}"))' in source(project, 0)


def test_a_scene_without_visuals_sets_its_key_phrase(project: Project) -> None:
    text = source(project, 1)
    assert "line.key_phrase()" in text
    assert "title_card" not in text


def test_a_line_before_the_first_visual_sets_its_key_phrase(project: Project) -> None:
    text = source(project, 0, "# T\n\nFirst words.\n\n- one\n\nSecond words.\n\nThird words.\n")
    assert text.count("line.key_phrase()") == 1
    assert text.index("line.key_phrase()") < text.index("line.enter(list_)")


def test_a_second_writing_changes_nothing(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    for module in planned_modules(project, storyboard):
        assert write_module(module)
        assert not write_module(module)
        assert not is_edited(module.file)


def test_an_edited_module_is_its_editors(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    module = planned_module(project, storyboard, storyboard.scenes[1])
    write_module(module)
    edited = module.file.read_text().replace("Words alone", "My own words")
    module.file.write_text(edited)
    again = planned_module(project, storyboard, storyboard.scenes[1])
    assert again.edited
    assert not write_module(again)
    assert module.file.read_text() == edited
    assert again.source.decode() == edited


def test_a_module_without_its_stamp_is_its_editors(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    module = planned_module(project, storyboard, storyboard.scenes[1])
    module.file.parent.mkdir()
    module.file.write_text("# all mine\n")
    assert planned_module(project, storyboard, storyboard.scenes[1]).edited


@pytest.mark.parametrize("left", [0, 1, 200])
def test_a_module_that_was_cut_short_is_made_again_and_said_to_be(project: Project, left) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    scene = storyboard.scenes[1]
    assert not planned_module(project, storyboard, scene).cut
    whole = planned_module(project, storyboard, scene)
    write_module(whole)
    assert not planned_module(project, storyboard, scene).cut
    whole.file.write_bytes(whole.source[:left])
    again = planned_module(project, storyboard, scene)
    assert (again.cut, again.edited, again.source) == (True, False, whole.source)


def test_modules_of_scenes_that_are_gone_go_unless_edited(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    modules = planned_modules(project, storyboard)
    for module in modules:
        write_module(module)
    mine = modules[1].file
    mine.write_text(mine.read_text() + "# a note of mine\n")
    assert remove_stale(project, []) == [modules[0].file]
    assert mine.exists()


INSERTED = STORYBOARD.replace("## Two tables", "## Before\n\nA new scene.\n\n## Two tables")


def edited(project: Project) -> Path:
    """The scene "words-alone", with a person's edit in its module."""
    for module in planned_modules(project, parse_storyboard(STORYBOARD, "storyboard.md")):
        write_module(module)
    file = project.scenes / "scene_02_words_alone.py"
    file.write_text(file.read_text().replace('"Words alone"', '"My words"'))
    return file


def test_an_edit_follows_its_scene_when_scenes_are_put_in_before_it(project: Project) -> None:
    file = edited(project)
    module = planned_modules(project, parse_storyboard(INSERTED, "storyboard.md"))[2]
    assert (module.file, module.name, module.edited) == (file, "Scene02WordsAlone", True)
    assert not module.behind


def test_a_change_of_the_storyboard_that_an_edit_does_not_have_is_noticed(
    project: Project,
) -> None:
    edited(project)
    changed = STORYBOARD.replace("Nothing is", "> A quote.\n\nNothing is")
    module = planned_modules(project, parse_storyboard(changed, "storyboard.md"))[1]
    assert module.edited
    assert module.behind


def test_an_edit_without_a_scene_is_told_and_never_overwritten(project: Project) -> None:
    file = edited(project)
    theirs = file.read_bytes()
    text = STORYBOARD.replace("## Words alone", "{#other}\n## Words alone")
    renamed = parse_storyboard(text, "storyboard.md")
    modules = planned_modules(project, renamed)
    assert modules[1].scene.id == "other"
    assert not modules[1].edited
    for module in modules:
        write_module(module)
    remove_stale(project, modules)
    assert edits(project, modules).left_over == ("scenes/scene_02_words_alone.py",)
    assert file.read_bytes() == theirs


def test_another_scenes_edit_keeps_its_file(project: Project) -> None:
    """Titles without Latin letters all make the same words of a file's name."""
    text = "# Film\n\n## 第一\n\nOne.\n\n## 第二\n\nTwo.\n"
    first, second = planned_modules(project, parse_storyboard(text, "storyboard.md"))
    for module in (first, second):
        write_module(module)
    first.file.write_text(first.file.read_text() + "# mine\n")
    swapped = parse_storyboard("# Film\n\n## 第二\n\nTwo.\n\n## 第一\n\nOne.\n", "storyboard.md")
    now = planned_modules(project, swapped)
    assert now[1].file == first.file
    assert now[1].edited
    assert now[0].file != first.file


def test_scenes_stay_drawn_when_one_is_put_in_before_them(project: Project) -> None:
    store = Store(project.hidden / "store")
    voice = VoiceIdentity("tone", "tone", "1", "", "en")

    def keys(text: str) -> dict[str, str]:
        modules = planned_modules(project, parse_storyboard(text, "storyboard.md"))
        return {
            module.scene.id: scene_action(
                *(project, store, module, Narration(voice, ())),
                frame=quality("draft", "16:9"),
                checked=None,
            ).key
            for module in modules
        }

    before, after = keys(STORYBOARD), keys(INSERTED)
    assert before["words-alone"] == after["words-alone"]
    retitled = keys(STORYBOARD.replace("# Products", "# Sums"))
    assert before["words-alone"] == retitled["words-alone"]
    assert before["two-tables"] != retitled["two-tables"]  # the first scene shows the title
    look = keys(f"---\nlook: chalk\n---\n{STORYBOARD}")
    assert before["words-alone"] != look["words-alone"]


@pytest.mark.parametrize("code", ["generated", "a person's", "a person's that plays it"])
def test_other_music_makes_the_film_again_and_no_scene(
    project: Project, tmp_path: Path, code: str
) -> None:
    piece = project.folder / "piece.flac"
    told = "---\nmusic: piece.flac\n---\n\n" + STORYBOARD
    store = Store(tmp_path / "store")
    narration = Narration(VoiceIdentity("tone", "tone", "1", "", "en"), ())

    def keys() -> tuple[str, str]:
        storyboard = parse_storyboard(told, str(project.folder / "storyboard.md"))
        module = planned_module(project, storyboard, storyboard.scenes[1])
        write_module(module)
        if code != "generated" and not module.edited:
            use = b"# piece.flac" if code.endswith("plays it") else b"# mine"
            module.file.write_bytes(module.file.read_bytes().rstrip() + b"\n" + use + b"\n")
            module = planned_module(project, storyboard, storyboard.scenes[1])
        assert module.edited == (code != "generated")
        scene = scene_action(
            project,
            store,
            module,
            narration,
            frame=quality("draft", "16:9"),
            checked=None,
            music=storyboard.settings.music,
        )
        film = assemble_action(project, store, storyboard, narration, (), "film")
        return scene.key, film.key

    piece.write_bytes(b"one")
    scene, film = keys()
    piece.write_bytes(b"another")
    assert (keys()[0] == scene) == (code != "a person's that plays it")
    assert keys()[1] != film
    store.close()


def test_a_lines_source_makes_the_film_again_and_no_scene(project: Project, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    narration = Narration(VoiceIdentity("tone", "tone", "1", "", "en"), ())

    def keys(text: str) -> tuple[str, str, object]:
        storyboard = parse_storyboard(text, str(project.folder / "storyboard.md"))
        module = planned_module(project, storyboard, storyboard.scenes[1])
        scene = scene_action(
            project, store, module, narration, frame=quality("draft", "16:9"), checked=None
        )
        film = assemble_action(project, store, storyboard, narration, (), "film")
        return scene.key, film.key, spoken_lines(storyboard)

    scene, film, spoken = keys(STORYBOARD)
    noted = STORYBOARD.replace("Nothing is", "<!-- source: a book -->\nNothing is")
    other = noted.replace("a book", "another book")
    assert keys(noted)[0] == keys(other)[0] == scene
    assert keys(noted)[2] == keys(other)[2] == spoken
    assert len({film, keys(noted)[1], keys(other)[1]}) == 3
    assert keys(STORYBOARD.replace("Nothing is", "<!-- a note -->\nNothing is"))[1] == film
    store.close()


def test_line_ends_of_another_system_are_no_edit(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "s.md")
    first, _ = planned_modules(project, storyboard)
    write_module(first)
    first.file.write_bytes(first.source.replace(b"\n", b"\r\n"))
    assert not is_edited(first.file)


def test_what_is_no_text_is_somebodys(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "s.md")
    first, _ = planned_modules(project, storyboard)
    write_module(first)
    first.file.write_bytes(first.source + b"# \xff\n")
    assert is_edited(first.file)
    assert [module.edited for module in planned_modules(project, storyboard)] == [True, False]


def test_a_film_of_many_scenes_does_not_read_each_file_for_every_scene(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each scene asks for the files of all: reading them each time grew with the square."""

    def many(item: str) -> Storyboard:
        parts = ["# Many", *(f"## Scene {n}\n\n- {item}\n\nHello." for n in range(20))]
        return parse_storyboard("\n\n".join(parts) + "\n", "s.md")

    for module in planned_modules(project, many("one")):
        write_module(module)
    read: list[Path] = []
    plain = build_scenes._read
    monkeypatch.setattr(build_scenes, "_read", lambda file: (read.append(file), plain(file))[1])
    modules = planned_modules(project, many("two"))  # none of the files is as it should be
    assert remove_stale(project, modules) == []
    assert len(read) <= 3 * 20
    # An edit that leaves the length alone is seen all the same.
    file = modules[7].file
    file.write_bytes(file.read_bytes().replace(b'"one"', b'"six"'))
    assert planned_modules(project, many("two"))[7].edited


def test_a_module_that_was_edited_before_the_kinds_had_folders_finds_its_visuals() -> None:
    from flaming_horse.stage import visuals as old
    from flaming_horse.visuals import BulletList

    assert old.BulletList is BulletList
