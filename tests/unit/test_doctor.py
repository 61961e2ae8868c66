"""`doctor` says what is missing and what to do about it, and never raises."""

from __future__ import annotations

import json

import pytest

from flaming_horse import doctor


def test_this_machine_can_make_films() -> None:
    found = doctor.probes()
    missing = [probe for probe in found if probe.needed and not probe.ok]
    assert not missing
    assert doctor.text(found).endswith("This machine can make films.")


def test_every_probe_is_plain_data_with_a_name_of_its_own() -> None:
    found = doctor.probes()
    names = [probe.name for probe in found]
    assert len(set(names)) == len(names)
    plain = json.loads(json.dumps([probe.as_json() for probe in found]))
    assert {"name", "ok", "found", "remedy", "needed"} == set(plain[0])


def test_what_is_not_there_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    lacking = [probe for probe in doctor.probes() if not probe.ok]
    assert {"embedded voice", "maths", "storyboards", "LaTeX"} <= {p.name for p in lacking}
    assert all(probe.remedy for probe in lacking)
    said = doctor.text(tuple(lacking))
    assert "MISSING" in said
    assert "Missing: storyboards, maths, embedded voice." in said
    assert "LaTeX" not in said.rpartition("\n")[2]


def test_a_missing_library_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(f"lib{name}.so.2: cannot open shared object file")

    monkeypatch.setattr(doctor, "import_module", refuse)
    by_name = {probe.name: probe for probe in doctor.probes()}
    assert not by_name["drawing"].ok
    assert "libcairo.so.2" in by_name["drawing"].found
    assert not by_name["film"].ok
    assert by_name["drawing"].remedy
    assert by_name["film"].remedy


def test_a_probe_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> str:
        raise RuntimeError("no such thing")

    monkeypatch.setattr("shutil.disk_usage", broken)
    disk = next(probe for probe in doctor.probes() if probe.name == "disk")
    assert not disk.ok
    assert "no such thing" in disk.found
