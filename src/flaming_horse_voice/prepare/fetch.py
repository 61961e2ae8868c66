"""Fetching a model from the hub: resumable, every file checked, kept where others look for it.

The Hugging Face cache's own layout: `blobs/` by checksum, `snapshots/COMMIT/` of links to them,
`refs/` from branches to commits. What is there already is not fetched again.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import os
import shutil
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import MachineFailed, NotInstalled
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.prepare.models import missing_file, repository

HUB = "https://huggingface.co"
TOKEN_VARIABLE = "HF_TOKEN"  # noqa: S105 - a name
"""The user's token of the hub, for models that are not open to all."""
ATTEMPTS = 5
TIMEOUT_S = 30.0
_KINDS = (".json", ".txt", ".safetensors", ".model", ".jinja")
_CHUNK = 1 << 20
_SPARE = 200_000_000
"""Bytes that stay free beside a model: a full disk breaks more than the voice."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a model: `digest` is a SHA-256 for large files, a git blob's SHA-1 for others."""

    name: str
    size: int
    digest: str
    large: bool


def fetch(model: str, revision: str, say: Say, environ: Mapping[str, str] | None = None) -> Path:
    """The model's snapshot folder, complete; what is missing is fetched.

    Raises NotInstalled: no such model, no network, no space, or a file that is never right.
    """
    environ = os.environ if environ is None else environ
    endpoint = _endpoint(model, environ)
    commit, files = _listing(endpoint, model, revision or "main")
    folder = repository(model)
    blobs, snapshot = folder / "blobs", folder / "snapshots" / commit
    waiting = [file for file in files if not _is_whole(blobs / file.digest, file)]
    _check_space(folder, waiting)
    blobs.mkdir(parents=True, exist_ok=True)
    progress = _Progress(model, sum(f.size for f in waiting), say)
    for file in waiting:
        url = f"{endpoint}/{model}/resolve/{commit}/{urllib.parse.quote(file.name)}"
        _fetch_file(url, blobs, file, progress)
    for file in files:
        _link(blobs / file.digest, snapshot / file.name)
    lacking = missing_file(snapshot)
    if lacking:
        raise NotInstalled(
            f"the model {model} has no {lacking} at {endpoint}",
            remedy="choose a Qwen3-TTS model in the format of this engine",
        )
    if (revision or "main") != commit:
        write_atomically(folder / "refs" / (revision or "main"), commit.encode())
    return snapshot


def left_to_fetch(
    model: str, revision: str, environ: Mapping[str, str] | None = None
) -> tuple[int, Path]:
    """How many bytes of a model are still to be fetched, as the hub tells it, and where they go.

    What is there is taken by its size; `fetch` looks at its checksum. Raises as `fetch` does.
    """
    environ = os.environ if environ is None else environ
    _, files = _listing(_endpoint(model, environ), model, revision or "main")
    folder = repository(model)
    sizes = {file.digest: file.size for file in files}
    for blob in (folder / "blobs" / digest for digest in sizes):
        part = blob.with_name(f"{blob.name}.incomplete")
        for kept in (blob, part):
            if kept.is_file():
                sizes[blob.name] -= min(kept.stat().st_size, sizes[blob.name])
    return sum(sizes.values()), folder


def _endpoint(model: str, environ: Mapping[str, str]) -> str:
    """The hub's address. Raises NotInstalled where nothing may be fetched."""
    if environ.get("HF_HUB_OFFLINE", "0") not in {"", "0"}:
        raise NotInstalled(
            f"the model {model} is not on this machine, and HF_HUB_OFFLINE is set",
            remedy="unset it, or name a folder with --model",
        )
    return (environ.get("HF_ENDPOINT") or HUB).rstrip("/")


class _Progress:
    """Tells every tenth of a download."""

    def __init__(self, model: str, total: int, say: Say) -> None:
        self._model, self._total, self._say = model, total, say
        self._done, self._next = 0, 0
        if total:
            say(f"fetching {model}: {total / 1e6:.0f} MB")

    def add(self, count: int) -> None:
        self._done += count
        tenth = 10 * self._done // max(self._total, 1)
        if tenth > self._next:
            self._next = tenth
            self._say(f"fetching {self._model}: {10 * tenth} %")


def _listing(endpoint: str, model: str, revision: str) -> tuple[str, list[HubFile]]:
    """The commit of a revision, and the files of a model that are loaded."""
    named = urllib.parse.quote(revision, safe="")
    url = f"{endpoint}/api/models/{model}/revision/{named}?blobs=true"
    data: dict[str, Any] = {}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _open(url, {}) as answer:
                data = json.load(answer)
            break
        except (OSError, ValueError, http.client.HTTPException) as bad:
            _give_up(bad, attempt, url, model)
    files: list[HubFile] = []
    for entry in data.get("siblings", []):
        name, large = str(entry["rfilename"]), entry.get("lfs")
        if not name.endswith(_KINDS) or name.startswith(("/", ".")) or ".." in Path(name).parts:
            continue
        digest = str(large["sha256"]) if large else str(entry["blobId"])
        size = int(large["size"] if large else entry["size"])
        files.append(HubFile(name, size, digest, bool(large)))
    return str(data["sha"]), files


def _fetch_file(url: str, blobs: Path, file: HubFile, progress: _Progress) -> None:
    """Fetch one file into its blob; a part that is there is gone on with."""
    partial = blobs / f"{file.digest}.incomplete"
    counted = partial.stat().st_size if partial.is_file() else 0
    progress.add(counted)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _append(url, partial, file, progress)
        except (OSError, http.client.HTTPException) as bad:
            _give_up(bad, attempt, url, file.name)
            continue
        if _is_whole(partial, file):
            partial.replace(blobs / file.digest)
            return
        partial.unlink(missing_ok=True)
    raise NotInstalled(
        f"{file.name} from {url} has another checksum than the hub says, {ATTEMPTS} times",
        remedy="try again later, or set HF_ENDPOINT to another mirror",
    )


def _append(url: str, partial: Path, file: HubFile, progress: _Progress) -> None:
    there = partial.stat().st_size if partial.is_file() else 0
    if there >= file.size:
        if there > file.size:
            partial.unlink()
        elif there:
            return
        there = 0
    headers = {"Range": f"bytes={there}-"} if there else {}
    with _open(url, headers) as answer:
        resumed = answer.status == http.client.PARTIAL_CONTENT
        with partial.open("ab" if resumed else "wb") as out:
            while chunk := answer.read(_CHUNK):
                out.write(chunk)
                progress.add(len(chunk))
            out.flush()
            os.fsync(out.fileno())
    if partial.stat().st_size < file.size:
        raise ConnectionError(f"it broke off after {partial.stat().st_size} of {file.size} bytes")


def _open(url: str, headers: Mapping[str, str]) -> Any:
    if not url.startswith(("https://", "http://")):
        raise NotInstalled(f"HF_ENDPOINT is no address: {url}", remedy="begin it with https://")
    request = urllib.request.Request(  # noqa: S310 - checked above
        url, headers={"User-Agent": "flaming-horse", **headers}
    )
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if token and url.startswith("https://"):
        # unredirected: the store that a hub sends one on to is another server
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    return urllib.request.urlopen(  # noqa: S310 - as above
        request, timeout=TIMEOUT_S, context=_certificates()
    )


def _certificates() -> ssl.SSLContext:
    """The system's certificates: a Python of python.org has none of its own on a Mac."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _give_up(bad: Exception, attempt: int, url: str, what: str) -> None:
    """Wait and return for what may pass; raise for what will not."""
    if isinstance(bad, urllib.error.HTTPError) and bad.code in {401, 403, 404}:
        raise NotInstalled(
            f"{url} answers {bad.code}: {what} is not there, or not open to all",
            remedy="check the model's name and revision, set HF_TOKEN where it needs your account,"
            " or name a folder with --model",
        ) from bad
    reason = getattr(bad, "reason", bad)
    if isinstance(reason, ssl.SSLCertVerificationError):
        raise NotInstalled(
            f"the certificate of {urllib.parse.urlsplit(url).netloc} cannot be verified:"
            f" {reason.verify_message}",
            remedy="behind a proxy that reads along, add its certificate to those of the system, or"
            " set SSL_CERT_FILE to it",
        ) from bad
    number = getattr(reason, "errno", None) or getattr(bad, "errno", None)
    if number in {errno.ENOSPC, errno.EDQUOT}:
        raise MachineFailed(
            f"The disk is full: {what} cannot be kept",
            remedy="Make room and prepare again: it goes on where it stopped.",
        ) from bad
    if attempt == ATTEMPTS:
        raise NotInstalled(
            f"{what} cannot be fetched from {urllib.parse.urlsplit(url).netloc}: {reason}",
            remedy="prepare again when the network is back (it goes on where it stopped), set"
            " HF_ENDPOINT to a mirror, or name a folder with --model",
        ) from bad
    time.sleep(min(0.2 * 2**attempt, 5.0))


def _is_whole(path: Path, file: HubFile) -> bool:
    """Whether a file has the size and the checksum that the hub tells."""
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    digest = hashlib.sha256() if file.large else hashlib.sha1(usedforsecurity=False)
    if not file.large:
        digest.update(f"blob {file.size}\0".encode())  # git's name of a blob
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == file.digest


def _link(blob: Path, name: Path) -> None:
    name.parent.mkdir(parents=True, exist_ok=True)
    if name.is_symlink() or name.exists():
        if name.resolve() == blob.resolve():
            return
        name.unlink()
    try:
        name.symlink_to(os.path.relpath(blob, name.parent))
    except OSError:  # a file system without links
        shutil.copyfile(blob, name)


def _check_space(folder: Path, waiting: list[HubFile]) -> None:
    needed = sum(file.size for file in waiting)
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(nearest).free
    if needed and free < needed + _SPARE:
        raise NotInstalled(
            f"the model needs {needed / 1e9:.1f} GB in {folder}, and {free / 1e9:.1f} GB are free",
            remedy="make room, or set HF_HOME to a folder on another disk",
        )
