"""The workers' own code: what they share, kept in step with the parent's side of the protocol."""

import ast
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.workers import protocol, standalone

WORKERS = Path(standalone.__file__).parents[1]
SHARED = [f"standalone/{file.name}" for file in sorted((WORKERS / "standalone").glob("*.py"))]
ALONE = (*SHARED, "mlx_tts_service.py", "qwen_tts_service.py")


def test_the_protocol_is_the_same_on_both_sides():
    assert standalone.PROTOCOL == protocol.PROTOCOL
    codes = {
        node.args[0].value
        for file in ALONE
        for node in ast.walk(ast.parse((WORKERS / file).read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Refused"
        if isinstance(node.args[0], ast.Constant)
    }
    assert codes
    assert codes <= set(protocol.CODES)


@pytest.mark.parametrize("file", ALONE)
def test_a_worker_imports_nothing_of_this_package(file):
    tree = ast.parse((WORKERS / file).read_text())
    for node in ast.walk(tree):
        guard = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if guard and not isinstance(node.test, ast.UnaryOp):
            node.body = []
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in names if name and name.startswith("flaming_horse")]


@pytest.mark.parametrize("engine", list(ENGINES))
def test_the_scripts_and_the_table_name_the_same_model(engine):
    source = (WORKERS / ENGINES[engine].script).read_text()
    assert f'DEFAULT_MODEL = "{ENGINES[engine].model}"' in source


@pytest.mark.parametrize(
    ("words", "frames"), [(1, 75), (3, 80), (10, 150), (97, 1020), (200, 1024)]
)
def test_the_cap_follows_the_number_of_words(words, frames):
    assert standalone.frame_cap("word " * words) == frames


def test_pauses_cut_a_line():
    pieces = standalone.pieces_of("[pause=0.2] One two. [pause=0.4] [pause=0.1] Three. [pause=1]")
    told = [(round(piece.pause_before, 3), piece.text) for piece in pieces]
    assert told == [(0.2, "One two."), (0.5, "Three."), (1.0, "")]


def test_long_lines_are_cut_at_sentences():
    speech = " ".join(["word"] * 60) + ". " + " ".join(["more"] * 60) + "."
    assert [len(piece.text.split()) for piece in standalone.pieces_of(speech)] == [60, 60]
    assert len(standalone.pieces_of("One. Two.")) == 1
    assert len(standalone.pieces_of("One. Two.", by_sentence=True)) == 2


def test_pieces_of_a_long_line_are_parted_by_what_their_last_mark_asks_for():
    sentence, clause = "word " * 30 + "end. ", "word " * 30 + "end, "
    told = standalone.pieces_of((sentence + clause + sentence + clause).strip())
    assert [piece.text[-4:] for piece in told] == ["end.", "end,", "end.", "end,"]
    assert [piece.pause_before for piece in told] == [0.0, 0.35, 0.2, 0.35]


@given(st.lists(st.sampled_from(["a", "b.", "[pause=0.25]", "c?"]), min_size=1))
def test_no_word_and_no_pause_is_lost(tokens):
    speech = " ".join(tokens)
    words = [token for token in tokens if not token.startswith("[")]
    if not words:
        with pytest.raises(standalone.Refused):
            standalone.pieces_of(speech)
        return
    pieces = standalone.pieces_of(speech)
    assert [word for piece in pieces for word in piece.text.split()] == words
    assert sum(piece.pause_before for piece in pieces) == 0.25 * (len(tokens) - len(words))


@pytest.mark.parametrize(
    ("told", "name"), [("en", "english"), ("en-GB", "english"), ("German", "german")]
)
def test_languages_have_full_names(told, name):
    assert standalone.language_name(told) == name


def test_an_unknown_language_is_refused_not_guessed():
    with pytest.raises(standalone.Refused, match="does not speak 'fi'"):
        standalone.language_name("fi")


class Humming:
    service, batch = "mlx", 3

    def __init__(self, breaks=()):
        self.asked = []
        self.breaks = breaks

    def pieces(self, asked):
        return standalone.asked_pieces(asked)

    def speak(self, texts):
        self.asked.append([text.text for text in texts])
        for index, text in enumerate(texts):
            if text.text in self.breaks:
                raise RuntimeError(f"cannot say {text.text}")
            if text.text == "nothing":
                continue
            yield index, standalone.EngineSound(np.full(4800, 0.1, np.float32), 24000, 3, False)


def lines(*speeches):
    return [{"id": str(n), "speech": speech, "seed": 0} for n, speech in enumerate(speeches)]


def test_lines_are_answered_in_order_and_spoken_together():
    engine = Humming()
    done = list(standalone.spoken_lines(engine, lines("one", "two [pause=0.5] three", "four", "")))
    assert [line.asked["id"] for line in done] == ["0", "1", "2", "3"]
    assert engine.asked == [["one", "two", "three"], ["four"]]
    assert [bool(line.failed) for line in done] == [False, False, False, True]


def test_a_line_that_breaks_takes_no_other_with_it():
    engine = Humming(breaks=("two",))
    done = list(standalone.spoken_lines(engine, lines("one", "two", "nothing")))
    assert [str(line.failed or "") for line in done] == [
        "",
        "cannot say two",
        "the model ended before it said anything",
    ]


def test_a_pause_is_exactly_that_silence(tmp_path):
    line = next(iter(standalone.spoken_lines(Humming(), lines("one [pause=0.5] two"))))
    answer = standalone.written(line, tmp_path / "line.wav")
    sound, rate = soundfile.read(tmp_path / "line.wav", dtype="float32")
    assert (len(sound), rate) == (answer["samples"], answer["sample_rate"])
    assert int((sound == 0).sum()) == 12000
    assert soundfile.info(tmp_path / "line.wav").subtype == "FLOAT"


def test_seeds_of_single_lines_are_their_own_and_batches_have_one():
    one, two = (standalone.Text(text, 75, 7, "english") for text in ("one", "two"))
    assert standalone.batch_seed([one]) == 7
    assert standalone.batch_seed([one, two]) == standalone.batch_seed([one, two])
    assert standalone.batch_seed([one, two]) != standalone.batch_seed([two, one])


def test_the_reference_ends_in_silence():
    sound = np.full(24000, 0.1, np.float32)
    longer = standalone.with_silence(sound, 24000)
    assert len(longer) == 36000
    assert not longer[24000:].any()
    with pytest.raises(standalone.Refused, match="silent"):
        standalone.with_silence(np.zeros(24000, np.float32), 24000)


def test_missing_packages_get_stand_ins_with_a_spec(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(WORKERS), *sys.path])
    spec = importlib.util.spec_from_file_location("qwen_worker", WORKERS / "qwen_tts_service.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "standalone", standalone)
    spec.loader.exec_module(module)
    missing = {"torchaudio", "torchaudio.compliance", "torchaudio.compliance.kaldi"}
    for name in (*missing, "sox"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(module, "_found", lambda name: name == "onnxruntime")
    before = set(sys.modules)
    module._stand_in()
    assert missing | {"sox"} == set(sys.modules) - before
    assert importlib.util.find_spec("torchaudio") is not None
    assert sys.modules["torchaudio.compliance"].kaldi.__spec__.name.endswith("kaldi")
    for name in (*missing, "sox"):
        monkeypatch.delitem(sys.modules, name)
