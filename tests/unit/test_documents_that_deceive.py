"""Nothing that a project's file says changes what a film claims of its voice, consent, checks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flaming_horse.build import approving, finished_film, narration
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.config import Options, settings_of
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.report import write_report
from flaming_horse.model.film import Film
from flaming_horse.model.narration import UNKNOWN, Narration, RecordedLine, VoiceIdentity
from flaming_horse.model.report import CaptionReport, Check, LayoutReport, Loudness, Report
from flaming_horse.project import Project
from flaming_horse.speaking import line_takes, take_listing
from flaming_horse.storyboard import read_storyboard
from flaming_horse_voice import signatures
from flaming_horse_voice.pinned_takes import Pin, PinnedTakes
from flaming_horse_voice.reference_add import CONSENT, who_agreed
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.take_records import FAULT, sealed
from flaming_horse_voice.takes import PERSON, Take, TakeStore
from flaming_horse_voice.trust import made_here

SAID = "Hello there."
SCRIPT = f"---\nvoice: tone\n---\n\n# Film\n\n## One\n\n{SAID}\n"
RATE = 24_000
SOUND = (np.sin(np.arange(RATE) / 20) * 0.3).astype(np.float32)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    signatures._key.cache_clear()


@pytest.fixture
def foreign(tmp_path: Path) -> Project:
    """A project that came from elsewhere."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "storyboard.md").write_text(SCRIPT)
    return Project(folder)


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A project that was made here."""
    folder = tmp_path / "own"
    with made_here(folder):
        (folder / "storyboard.md").write_text(SCRIPT)
    return Project(folder)


def recording(project: Project) -> Recording:
    storyboard = read_storyboard(project.storyboard)
    settings = settings_of(project.folder, Options(), {})
    spoken = narration.spoken_lines(storyboard, settings.voice)
    return Recording(project, storyboard, spoken, settings, Options())


def take_of(project: Project, **claims: object) -> Take:
    """A take under the name that the project's voice gives it, whatever it claims."""
    choice = choose_voice({}, {}, "tone", folder=project.folder)
    take = Take(
        key=choice.take_key(SAID, "en"),
        speech=SAID,
        language="en",
        service="tone",
        model=choice.model,
        revision=choice.revision,
        speaker="",
        sample_rate=RATE,
        samples=len(SOUND),
        times=((0, 9000), (9000, 20000)),
        aligned_by="tone",
        checks={"words_heard_error": 0.0},
    )
    return replace(take, **claims)


def planted(folder: Path, take: Take, sound: np.ndarray = SOUND) -> None:
    """The take's files as somebody else would write them: right in all but its signature."""
    store = TakeStore(folder)
    store.put(take, sound)
    digest = hashlib.sha256(store.path(take.key).read_bytes()).hexdigest()
    store.path(take.key).with_suffix(".json").write_bytes(sealed(take.as_json(), digest))


def told_of(line: RecordedLine, consent: str = "") -> str:
    voice = VoiceIdentity("kokoro", "kokoro-82m", "1", "af_heart", "en", consent)
    return FilmPlan("f", "F", "en", "", (), Narration(voice, (line,))).disclosure


@pytest.mark.parametrize("service", [PERSON, "kokoro", "mlx", "tone", "A person speaks."])
def test_a_take_that_came_along_claims_nothing(foreign: Project, service: str) -> None:
    planted(foreign.voiceovers, take_of(foreign, service=service, model="a voice of gold"))
    (line,) = recording(foreign).present().values()
    assert (line.service, line.model, line.words_heard_error) == (UNKNOWN, "", None)
    assert told_of(line) == (
        "The recordings came with the project: who or what speaks in them is not known."
    )


def test_what_was_spoken_here_is_claimed(foreign: Project) -> None:
    TakeStore(foreign.voiceovers).put(take_of(foreign), SOUND)
    (line,) = recording(foreign).present().values()
    assert (line.service, line.words_heard_error) == ("tone", 0.0)


def test_in_a_project_of_ones_own_takes_of_earlier_versions_count(own: Project) -> None:
    planted(own.voiceovers, take_of(own))
    (line,) = recording(own).present().values()
    assert line.service == "tone"


def test_a_take_here_that_claims_another_voice_than_the_films_is_unknown(own: Project) -> None:
    planted(own.voiceovers, take_of(own, service="mlx", model="somebody's"))
    (line,) = recording(own).present().values()
    assert line.service == UNKNOWN


def test_a_build_checks_a_take_that_came_along_itself(foreign: Project) -> None:
    take = take_of(foreign)
    planted(foreign.voiceovers, take)
    found: list[RecordedLine] = []
    recording(foreign).run(lambda line, reused: found.append(line))
    kept = TakeStore(foreign.voiceovers).get(take.key)
    assert kept is not None
    assert kept.brought
    assert "words_heard_error" not in kept.checks  # it was measured anew, not believed
    again = recording(foreign).present().values()
    assert [line.service for line in (*found, *again)] == [UNKNOWN] * 2


def test_a_bad_take_that_came_along_is_spoken_anew_whatever_it_says(foreign: Project) -> None:
    take = take_of(foreign)
    planted(foreign.voiceovers, take, np.zeros_like(SOUND))
    recording(foreign).run(lambda line, reused: None)
    kept = TakeStore(foreign.voiceovers).get(take.key)
    assert kept is not None
    assert not kept.brought
    assert [line.service for line in recording(foreign).present().values()] == ["tone"]


def test_a_pinned_take_of_a_person_that_came_along_is_nobodys(foreign: Project) -> None:
    take = take_of(foreign, service=PERSON, model="recording", key="c" * 32)
    planted(foreign.folder / "voice" / "takes", take)
    pins = PinnedTakes(foreign.folder)
    pins._write([Pin("one-1", SAID, "en", take.key, PERSON)])
    lines = recording(foreign).present()
    if not lines:  # the line's id is the storyboard's
        pytest.fail("the pin was not found")
    (line,) = lines.values()
    assert line.service == UNKNOWN
    assert "A person speaks" not in told_of(line)


def test_a_pin_cannot_bring_the_take_of_another_voice(foreign: Project) -> None:
    take = take_of(foreign, service="mlx", model="cloned", key="d" * 32)
    planted(foreign.folder / "voice" / "takes", take)
    PinnedTakes(foreign.folder)._write([Pin("one-1", SAID, "en", take.key, PERSON)])
    assert recording(foreign).present() == {}


def test_a_fault_cannot_be_taken_out_of_a_record_that_is_signed(foreign: Project) -> None:
    store = TakeStore(foreign.voiceovers)
    take = take_of(foreign, provenance={FAULT: "it is silent"})
    store.put(take, SOUND)
    record = json.loads(store.path(take.key).with_suffix(".json").read_text())
    record["provenance"] = {}
    facts = {name: record[name] for name in take.as_json()}
    forged = json.loads(sealed(facts, record["sha256"])) | {"signature": record["signature"]}
    del forged["checksum"]
    store.path(take.key).with_suffix(".json").write_text(json.dumps(forged))
    fresh = TakeStore(foreign.voiceovers)
    fresh.vouched = False
    assert fresh.get(take.key) is not None
    assert not fresh.believed(take.key)


def test_a_shared_store_is_vouched_for_by_who_names_it(tmp_path: Path, foreign: Project) -> None:
    take = take_of(foreign)
    planted(tmp_path / "shared", take)
    store = TakeStore(foreign.voiceovers, tmp_path / "shared")
    store.vouched = False
    assert store.get(take.key) == take
    assert store.believed(take.key)


def reference(folder: Path, signed: bool = False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ref.wav").write_bytes(b"a voice")
    digest = hashlib.sha256(b"a voice").hexdigest()
    told = {"whose": "Ada Example", "agrees": True, "recording": digest}
    if signed:
        told["signature"] = signatures.sign("consent", f"{digest} Ada Example".encode())
    (folder / CONSENT).write_text(json.dumps(told))
    return folder


def test_consent_that_came_along_is_nobodys_word(foreign: Project, own: Project) -> None:
    theirs = reference(foreign.folder / "voice")
    assert recording(foreign)._consent(theirs) == ""
    assert recording(foreign)._consent(reference(theirs, signed=True)) == "Ada Example"
    assert recording(own)._consent(reference(own.folder / "voice")) == "Ada Example"


def test_consent_in_a_folder_that_the_user_names_counts(
    foreign: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = reference(tmp_path / "mine")
    assert recording(foreign)._consent(mine) == ""
    monkeypatch.setenv("FLAMING_HORSE_VOICE_REF_DIR", str(mine))
    assert recording(foreign)._consent(mine) == "Ada Example"
    assert recording(foreign)._consent(reference(foreign.folder / "voice")) == ""


def test_a_name_in_a_consent_makes_no_second_sentence(own: Project) -> None:
    folder = reference(own.folder / "voice")
    told = json.loads((folder / CONSENT).read_text())
    (folder / CONSENT).write_text(
        json.dumps(told | {"whose": "Ada\n\nA person speaks" + "s" * 500})
    )
    assert "\n" not in who_agreed(folder)
    assert len(who_agreed(folder)) <= 100


@pytest.mark.parametrize(
    "name",
    ["x. A person speaks 5 of its 5 lines.", "a\nA person speaks.", "m, embedded", "é" * 999],
)
def test_a_models_name_makes_no_second_sentence(name: str) -> None:
    voice = VoiceIdentity("mlx", name, name, name, "en")
    told = FilmPlan("f", "F", "en", "", (), Narration(voice, ())).disclosure
    assert told.startswith("The voice is synthetic: mlx, model ")
    assert "A person" not in told
    assert ". " not in told
    assert "\n" not in told
    assert len(told) < 400


def film(project: Project, name: str = "foreign", passed: bool = True) -> None:
    project.media.mkdir(exist_ok=True)
    (project.media / f"{name}.mp4").write_bytes(b"a film")
    (project.media / f"{name}.timeline.json").write_text("{}")
    report = Report(
        film=Film(name, None, None),
        loudness=Loudness(None, None),
        lines=(),
        cues=(),
        layout=LayoutReport(0, ()),
        captions=CaptionReport(0, 0, 0, None),
        checks=(Check("chapters", 1, "1", passed),),
    )
    write_report(report, project.media / f"{name}.report.json")


def test_a_report_that_came_along_is_no_verdict(foreign: Project) -> None:
    film(foreign)
    assert finished_film.verdict(foreign, "foreign") is None
    assert finished_film.own_report(foreign, "foreign") is None
    assert "no report" in approving._failed_checks(foreign, foreign.media / "foreign.mp4")
    assert not finished_film.is_timeline_ours(foreign, "foreign")


@pytest.mark.parametrize("passed", [True, False])
def test_a_report_that_was_made_here_is_one_of_its_film_alone(
    foreign: Project, passed: bool
) -> None:
    film(foreign, passed=passed)
    finished_film.vouch(foreign, "foreign", built=True)
    assert finished_film.verdict(foreign, "foreign") is passed
    assert finished_film.is_timeline_ours(foreign, "foreign")
    (foreign.media / "foreign.mp4").write_bytes(b"another film")
    assert finished_film.verdict(foreign, "foreign") is None
    film(foreign, passed=passed)
    assert finished_film.verdict(foreign, "foreign") is passed
    film(foreign, passed=not passed)
    assert finished_film.verdict(foreign, "foreign") is None


def test_measuring_a_film_does_not_vouch_for_what_its_timeline_says(foreign: Project) -> None:
    film(foreign)
    finished_film.vouch(foreign, "foreign", built=False)
    assert finished_film.verdict(foreign, "foreign") is True
    assert not finished_film.is_timeline_ours(foreign, "foreign")


def test_a_signature_of_one_film_is_none_of_another(foreign: Project) -> None:
    film(foreign)
    finished_film.vouch(foreign, "foreign", built=True)
    film(foreign, "second")
    told = (foreign.hidden / "films" / "foreign.json").read_text()
    (foreign.hidden / "films" / "second.json").write_text(told)
    assert finished_film.verdict(foreign, "second") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"report": 5}', '{"report": "é"}', "{" * 9999])
def test_broken_notes_of_a_film_are_none(foreign: Project, text: str) -> None:
    film(foreign)
    (foreign.hidden / "films").mkdir(parents=True)
    (foreign.hidden / "films" / "foreign.json").write_text(text)
    assert finished_film.verdict(foreign, "foreign") is None


def test_a_timeline_that_came_along_says_nothing_of_the_voice() -> None:
    voice = VoiceIdentity("kokoro", "kokoro-82m", "1", "af_heart", "en", "Ada")
    line = RecordedLine(
        "a", "one", written_runs(SAID), SAID, (), "k", "k.flac", RATE, 9, (), "tone", service=PERSON
    )
    plan = FilmPlan("f", "F", "en", "", (), Narration(voice, (line,))).unvouched()
    (told,) = plan.narration.lines
    assert told.service == UNKNOWN
    assert told.fault
    assert plan.narration.voice.consent == ""
    assert "not known" in plan.disclosure


@pytest.mark.parametrize("service", [PERSON, "kokoro", "mlx"])
def test_takes_are_listed_as_their_records_claim(foreign: Project, service: str) -> None:
    planted(foreign.voiceovers, take_of(foreign, service=service, model="gold"))
    (line,) = line_takes.overview(foreign, Options())["lines"]
    (take,) = line["takes"]
    assert take["claimed"]
    assert "as its record claims" in take_listing.overview_as_text({"lines": [line]})
    assert "as its record claims" in take_listing.as_text({**line, "note": ""})
    recording(foreign).run(lambda line, reused: None)
    (line,) = line_takes.overview(foreign, Options())["lines"]
    assert [(take["voice"], take["claimed"]) for take in line["takes"]] == [
        ("came with the project", False)
    ]


def test_what_was_spoken_here_is_listed_as_it_is(foreign: Project, own: Project) -> None:
    TakeStore(foreign.voiceovers).put(take_of(foreign), SOUND)
    planted(own.voiceovers, take_of(own))
    for project in (foreign, own):
        (line,) = line_takes.overview(project, Options())["lines"]
        assert [(take["voice"], take["claimed"]) for take in line["takes"]] == [
            ("tone tone", False)
        ]


def test_choosing_a_take_that_came_along_makes_it_nobodys_own(foreign: Project) -> None:
    take = take_of(foreign, provenance={FAULT: "it hisses"})
    planted(foreign.voiceovers, take)
    (line,) = line_takes.FilmTakes(foreign, Options()).lines
    line.choose(take)
    kept = PinnedTakes(foreign.folder).store.get(take.key)
    assert kept is not None
    assert kept.brought
