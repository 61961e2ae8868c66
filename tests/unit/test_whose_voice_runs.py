"""What a project's file says of programs counts only in a project of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice import get_speech_service
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.prepare.steps import prepare
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.speech_service import project_settings
from flaming_horse_voice.trust import ALLOW_VARIABLE, made_here, trust_of
from flaming_horse_voice.user_settings import line_of, user_settings
from voice_engines import make_checkpoint

BASE = '[voice]\nservice = "mlx"\n'


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv(ALLOW_VARIABLE, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that came from elsewhere, with all that its voice could want."""
    folder = tmp_path / "project"
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    (folder / "voice").mkdir(parents=True)
    for name in ("ref.wav", "ref.txt"):
        (folder / "voice" / name).write_text("words")
    make_checkpoint(folder / "m")


def chosen(folder: Path, settings: str, **given: Any) -> VoiceChoice:
    (folder / "flaming-horse.toml").write_text(settings)
    return choose_voice(project_settings(folder), {}, folder=folder, **given)


FOREIGN = [
    (f'{BASE}python = "./evil.sh"', 3, "./evil.sh", {}),
    (f'{BASE}python = "perl"', 3, "perl", {}),
    (f'{BASE}script = "evil.py"', 3, "evil.py", {}),
    (f'{BASE}model = "./m"', 3, "./m", {}),
    (f'{BASE}[voice.mlx]\n"model" = "~/m"', 4, "~/m", {}),
    (f'{BASE}[ voice . mlx ]\npython = "./evil.sh"', 4, "./evil.sh", {}),
    ('[voice]\nservice = "qwen"\n[voice.qwen]\nscript = "evil.py"', 4, "evil.py", {}),
    ('[voices.evil]\nservice = "mlx"\nscript = "e.py"', 3, "e.py", {"named": "evil"}),
    ('[voices.evil]\nservice = "mlx"\n[voices.evil.mlx]\npython = "e"', 4, "e", {"option": "evil"}),
    ('voice.service = "mlx"\nvoice.python = "./evil.sh"', 2, "./evil.sh", {}),
    (f'{BASE}reference = "../elsewhere"', 3, "elsewhere/ref.wav", {}),
    (f'{BASE}reference = "/etc"', 3, "/etc/ref.txt", {}),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "line", "value", "given"), FOREIGN)
def test_a_foreign_file_names_no_program(
    project: Path, settings: str, line: int, value: str, given: dict[str, Any]
) -> None:
    with pytest.raises(WrongInput) as told:
        chosen(project, settings, whole=False, **given)
    assert value in told.value.what
    assert f"{project / 'flaming-horse.toml'}:{line})" in told.value.what
    assert "--allow-code" in told.value.remedy
    # Allowed, it is asked for nothing more, and goes into the sandbox.
    allowed = trust_of(project, allowed=True)
    voice = chosen(project, settings, whole=False, trust=allowed, **given).cloned
    assert voice is not None
    assert voice.confined


def test_a_link_to_a_recording_elsewhere_is_told(project: Path, tmp_path: Path) -> None:
    (tmp_path / "private.wav").write_text("private")
    (project / "voice" / "ref.wav").unlink()
    (project / "voice" / "ref.wav").symlink_to(tmp_path / "private.wav")
    with pytest.raises(WrongInput, match="recording outside the project"):
        chosen(project, BASE, whole=False)


def test_in_a_project_of_ones_own_it_counts(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    with made_here(folder):
        fill(folder)
    choice = chosen(folder, f'{BASE}python = "env/bin/python"\nmodel = "./m"')
    assert choice.cloned is not None
    assert choice.cloned.python == folder / "env/bin/python"
    assert not choice.worker_spec.confined


def test_what_is_not_in_force_is_not_asked_about(project: Path) -> None:
    settings = f'{BASE}[voice.qwen]\npython = "./evil.sh"\n[voices.other]\nscript = "e.py"'
    assert chosen(project, settings, whole=False).service == "mlx"
    (project / "flaming-horse.toml").write_text(f'{BASE}python = "./evil.sh"')
    environ = {"FLAMING_HORSE_MLX_PYTHON": "/usr/bin/python3"}
    choice = choose_voice(project_settings(project), environ, folder=project, whole=False)
    assert choice.cloned is not None
    assert choice.cloned.python == Path("/usr/bin/python3")


def test_a_folder_of_a_models_name_does_not_stand_in_for_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = chosen(project, BASE, whole=False)
    (project / choice.model).parent.mkdir()
    (project / "m").rename(project / choice.model)
    monkeypatch.chdir(project)
    cloned = chosen(project, BASE, whole=False).cloned
    assert cloned is not None
    assert cloned.model is None


@pytest.mark.parametrize("name", ["../../../.ssh", "a/../../b", "main/../../x"])
def test_names_do_not_leave_the_cache(project: Path, name: str) -> None:
    with pytest.raises(WrongInput):
        chosen(project, f'{BASE}revision = "{name}"', whole=False)


def test_the_users_own_settings_count_everywhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text('[voice.mlx]\npython = "env/bin/python"\nbatch = 2\n[voice.qwen]\nbatch = 3\n')
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", str(file))
    choice = choose_voice(
        {"voice": {"service": "mlx", "batch": 4}},
        {"FLAMING_HORSE_SETTINGS": str(file)},
        folder=project,
        whole=False,
    )
    assert choice.cloned is not None
    assert choice.cloned.python == file.parent / "env/bin/python"
    assert choice.cloned.batch == 4, "the project's own word comes after the user's"
    assert choice.origins["python"] == "your settings.toml [voice.mlx]"
    assert not choice.cloned.confined


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[film]\nquality = 1", "film is not known"),
        ("[voice]\nscript = 1", "voice.script"),
        ("format = 2", "format = 2"),
        ("[voice.mlx", "not valid TOML"),
        ("llm = 3", "llm is 3"),
    ],
)
def test_a_mistake_in_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, what: str
) -> None:
    from flaming_horse_voice.user_settings import model_settings

    (tmp_path / "s.toml").write_text(content)
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", str(tmp_path / "s.toml"))
    with pytest.raises(WrongInput) as told:
        model_settings()
    assert what in told.value.what
    assert str(tmp_path / "s.toml") in told.value.what


def test_no_settings_file_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", str(tmp_path / "none.toml"))
    assert not user_settings()
    assert line_of(tmp_path / "none.toml", "voice", "python") == str(tmp_path / "none.toml")


def test_a_speech_service_asks_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "flaming-horse.toml").write_text(f'{BASE}python = "./evil.sh"\nmodel = "./m"')
    with pytest.raises(WrongInput, match=r"evil\.sh"):
        get_speech_service(project)
    monkeypatch.setenv(ALLOW_VARIABLE, "0")
    with pytest.raises(WrongInput, match=r"evil\.sh"):
        get_speech_service(project)
    get_speech_service(project, allow_code=True).close()
    monkeypatch.setenv(ALLOW_VARIABLE, "1")
    get_speech_service(project).close()


def test_preparing_writes_no_folder_where_it_would_not_count(project: Path) -> None:
    (project / "flaming-horse.toml").write_text(BASE)
    with pytest.raises(WrongInput, match="does not count") as told:
        prepare(project, project_settings(project), model="/models/mine", say=print)
    assert 'model = "/models/mine"' in told.value.remedy
    assert (project / "flaming-horse.toml").read_text() == BASE
