"""What a build tells: bars whose numbers stay readable, lines that say what was there already."""

from __future__ import annotations

import io
import threading

import pytest

from flaming_horse.commands.terminal import Bars, Lines


def test_lines_tell_what_was_there_already() -> None:
    told: list[str] = []
    lines = Lines(write=told.append)
    lines.advance("final_render", 1, 2, "First", reused=True)
    lines.advance("final_render", 2, 2, "Second")
    assert "final_render 1/2: First (there already)" in told[0]
    assert "already" not in told[1]


def test_long_words_leave_the_numbers_of_the_bars_their_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    with Bars() as bars:
        bars.advance("precache_voiceovers", 3, 4, "a long line of narration " * 10)
        bars.work("final_render a", "A scene with a title that is far too long " * 3, 10, 4000)
    last = screen.getvalue().splitlines()
    rows = [row for row in last if "precache_voiceovers" in row]
    assert rows
    assert all("3/4" in row and len(row) <= 80 for row in rows)


def test_bars_take_what_several_threads_tell() -> None:
    """Two scenes of one title, told from two threads, one of which ends what the other tells."""
    bars = Bars()
    errors: list[BaseException] = []

    def tell(name: str) -> None:
        try:
            for _ in range(300):
                bars.work(name, "Example", 1, 10)
                bars.work("shared", "Example", 1, 10)
                bars.work("shared", "Example", 10, 10)
        except BaseException as error:  # noqa: BLE001 - a thread's error would be lost
            errors.append(error)

    threads = [threading.Thread(target=tell, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
