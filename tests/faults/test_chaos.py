"""The short form of `benchmarks/chaos.py`: a few trials of each family."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from chaos_suite import commands, damage, disturbed, failing_calls, inputs
from chaos_suite.bench import Bench, Undisturbed, undisturbed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are in /proc"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Undisturbed]]:
    bench = Bench(tmp_path_factory.mktemp("chaos"))
    yield bench, undisturbed(bench)
    bench.end_all()


@pytest.mark.parametrize("how", damage.DAMAGES)
def test_damaged_files(
    place: tuple[Bench, Undisturbed], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "DAMAGES", {how: damage.DAMAGES[how]})
    monkeypatch.setattr(damage, "WEIGHTS", (1,))
    bench, expected = place
    damage.corrupted(bench, random.Random(f"short {how}"), expected)


@pytest.mark.parametrize("way", disturbed.SIGNALS)
def test_signals_and_terminals(
    place: tuple[Bench, Undisturbed], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disturbed, "SIGNALS", {way: disturbed.SIGNALS[way]})
    bench, expected = place
    disturbed.signalled(bench, random.Random(f"short {way}"), expected)


@pytest.mark.parametrize("trial", [disturbed.beside, disturbed.limited, commands.odd_command])
def test_builds_at_once_limits_and_odd_commands(
    place: tuple[Bench, Undisturbed], trial: Callable[..., str]
) -> None:
    bench, expected = place
    for number in range(3):
        trial(bench, random.Random(number), expected)


def test_full_disks(place: tuple[Bench, Undisturbed], tmp_path: Path) -> None:
    if why := disturbed.can_mount(tmp_path / "mount"):
        pytest.skip(f"no small disk can be made: {why}")
    bench, expected = place
    for number in range(3):
        disturbed.full_disk(bench, random.Random(number), expected)


def test_failing_calls(place: tuple[Bench, Undisturbed]) -> None:
    if why := failing_calls.cannot():
        pytest.skip(why)
    bench, expected = place
    for number in range(3):
        failing_calls.failing(bench, random.Random(number), expected)


def test_kills(place: tuple[Bench, Undisturbed]) -> None:
    bench, expected = place
    hits = [*disturbed.killed(bench, random.Random(3), expected)]
    assert len(hits) >= disturbed.A_ROUND // 2


@pytest.mark.parametrize("family", inputs.SHARES)
def test_mutated_inputs(place: tuple[Bench, Undisturbed], family: str) -> None:
    bench, expected = place
    tried = [*inputs.all_of(family, 15, 4, expected.kept, bench)]
    assert len(tried) == 15
    assert not [wrong for _, wrong in tried if wrong]
