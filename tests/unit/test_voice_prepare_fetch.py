"""Fetching a model: from a hub on loopback that breaks off, lies and is not there."""

import hashlib
import http.server
import json
import shutil
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.prepare import fetch as module
from flaming_horse_voice.prepare.fetch import fetch
from flaming_horse_voice.prepare.models import find_model, hub_cache, repository
from voice_engines import make_checkpoint

NAME, COMMIT = "someone/Tiny-Base", "c0ffee" + "0" * 34
WEIGHTS = "model.safetensors"


class Hub(http.server.ThreadingHTTPServer):
    """Serves a folder as the hub does. `breaks` maps a file to bytes after which it breaks off."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Answer)
        self.folder = folder
        self.breaks = {}
        self.lies = set()
        self.asked = []

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def listing(self):
        entries = []
        for file in sorted(self.folder.rglob("*")):
            if not file.is_file():
                continue
            name, data = file.relative_to(self.folder).as_posix(), file.read_bytes()
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            entry = {"rfilename": name, "size": len(data), "blobId": blob}
            if name.endswith(".safetensors"):
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            entries.append(entry)
        return {"sha": COMMIT, "siblings": entries}


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path == f"/api/models/{NAME}/revision/main":
            self.answer(json.dumps(self.server.listing()).encode(), 200)
            return
        start = f"/{NAME}/resolve/{COMMIT}/"
        file = self.server.folder / path.removeprefix(start)
        if not path.startswith(start) or not file.is_file():
            self.answer(b"no", 404)
            return
        name, data = file.relative_to(self.server.folder).as_posix(), file.read_bytes()
        if name in self.server.lies:
            data = bytes(len(data))
        asked = self.headers.get("Range")
        at = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.server.asked.append((name, at))
        self.answer(data[at:], 206 if asked else 200, self.server.breaks.pop(name, None))

    def answer(self, data, status, most=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data if most is None else data[:most])
        if most is not None:
            self.close_connection = True

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder):
    with Hub(folder) as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = make_checkpoint(tmp_path_factory.mktemp("hub") / "model")
    (folder / "README.md").write_text("not loaded, not fetched")
    return folder


@pytest.fixture
def hub(model, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with serving(model) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


def fetched(said=None):
    return fetch(NAME, "", (said if said is not None else []).append)


def test_a_model_is_fetched_whole_and_found(hub, model):
    said = []
    snapshot = fetched(said)
    found = find_model(NAME)
    assert (found.folder, found.revision) == (snapshot, COMMIT)
    assert (snapshot / WEIGHTS).read_bytes() == (model / WEIGHTS).read_bytes()
    assert not (snapshot / "README.md").exists()
    assert said[0].startswith("fetching someone/Tiny-Base")
    assert said[-1].endswith("100 %")


def test_what_is_there_is_not_fetched_again(hub):
    fetched()
    hub.asked.clear()
    said = []
    fetched(said)
    assert not hub.asked
    assert not said


def test_a_download_that_breaks_off_goes_on(hub, model):
    hub.breaks[WEIGHTS] = 100_000
    snapshot = fetched()
    assert [at for name, at in hub.asked if name == WEIGHTS] == [0, 100_000]
    assert (snapshot / WEIGHTS).read_bytes() == (model / WEIGHTS).read_bytes()


def test_a_later_run_goes_on_too(hub, monkeypatch):
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    hub.breaks[WEIGHTS] = 300_000
    with pytest.raises(NotInstalled, match="cannot be fetched") as failure:
        fetched()
    assert "goes on where it stopped" in failure.value.remedy
    hub.asked.clear()
    fetched()
    assert (WEIGHTS, 300_000) in hub.asked


def test_a_wrong_checksum_is_never_kept(hub):
    hub.lies.add(WEIGHTS)
    with pytest.raises(NotInstalled, match="another checksum"):
        fetched()
    assert not [f for f in repository(NAME).rglob("*") if f.name == WEIGHTS]
    hub.lies.clear()
    assert fetched()


def test_a_blob_that_was_damaged_on_the_disk_is_fetched_again(hub, model):
    snapshot = fetched()
    blob = (snapshot / "config.json").resolve()
    blob.write_bytes(bytes(blob.stat().st_size))
    fetched()
    assert (snapshot / "config.json").read_bytes() == (model / "config.json").read_bytes()


@pytest.mark.parametrize("told", ["someone/Other", "nonsense"])
def test_no_such_model_is_said_at_once(hub, told):
    with pytest.raises(NotInstalled, match="answers 404"):
        fetch(told, "", print)


def test_a_model_without_its_codec_is_refused(hub, model, tmp_path):
    hub.folder = shutil.copytree(model, tmp_path / "copy")
    (hub.folder / "speech_tokenizer" / WEIGHTS).unlink()
    with pytest.raises(NotInstalled, match="has no speech_tokenizer/model"):
        fetched()
    assert not (repository(NAME) / "refs").exists()


def test_no_network_names_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    with pytest.raises(NotInstalled) as failure:
        fetched()
    assert "--model" in failure.value.remedy
    assert failure.value.exit_code == 3


def test_offline_asks_nobody(hub, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(NotInstalled, match="HF_HUB_OFFLINE is set"):
        fetched()
    assert not hub.asked


def test_no_space_is_said_before_anything_is_fetched(hub, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(NotInstalled, match=r"needs 0\.0 GB"):
        fetched()
    assert not hub.asked


def test_the_cache_is_where_others_keep_it(monkeypatch):
    assert hub_cache({"HF_HUB_CACHE": "/a"}) == Path("/a")
    assert hub_cache({"HF_HOME": "/b"}) == Path("/b/hub")
    assert hub_cache({"XDG_CACHE_HOME": "/c"}) == Path("/c/huggingface/hub")
