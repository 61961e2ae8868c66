"""A project's folder as the predecessor left it, in small, for tests."""

import hashlib
import json
from pathlib import Path

SCRIPT = '''"""Narration."""
from pathlib import Path

Path(__file__).with_name("ran.txt").write_text("it was run")

SCRIPT = {
    "intro": """
Rain is water that comes back. It left the sea as vapour.

Up there it is cold, and drops form around dust.
    """,
    "end": "A cloud holds " "many tons. " + "It floats all the same.",
}
'''
PLAN = {
    "title": "Where rain comes from",
    "scenes": [
        {
            "id": "scene_01_intro",
            "title": "From the sea",
            "narration_key": "intro",
            "narration_summary": "Water goes round",
            "animations": ["A cloud --> a drop"],
        },
        {"id": "scene_02_end", "title": "The *weight* of a cloud", "narration_key": "end"},
        {"id": "scene_03_more", "title": "Never written", "narration_key": "more"},
    ],
}
CONFIG = {
    "qwen_python": "~/old/.venv/bin/python",
    "model_id": "Qwen/Qwen3-TTS-12Hz-1.7B-Base",
    "device": "cpu",
    "dtype": "float32",
    "language": "English",
    "ref_audio": "assets/voice_ref/ref.wav",
    "ref_text": "assets/voice_ref/ref.txt",
    "output_dir": "media/voiceovers/qwen",
}


def old_project(folder: Path) -> Path:
    """Make one, with everything but recordings; returns the folder."""
    reference = folder / "assets" / "voice_ref"
    reference.mkdir(parents=True)
    (reference / "ref.wav").write_bytes(b"RIFF bytes of a voice")
    (reference / "ref.txt").write_text("Words of the reference.\n")
    (folder / "narration_script.py").write_text(SCRIPT)
    state = {"project_name": folder.name, "topic": "Rain", "phase": "complete", "run_count": 19}
    for name, content in (("plan", PLAN), ("voice_clone_config", CONFIG), ("project_state", state)):
        (folder / f"{name}.json").write_text(json.dumps(content))
    (folder / "scene_01_intro.py").write_text("raise SystemExit('a scene was run')\n")
    (folder / "final_video.mp4").write_bytes(b"a film")
    return folder


def write_ready(folder: Path, model_source: str) -> None:
    """`ready.json` with the fingerprint that the predecessor writes for the folder's reference."""
    config = json.loads((folder / "voice_clone_config.json").read_text())
    told = {name: config[name] for name in ("model_id", "device", "dtype", "language")}
    for name in ("audio", "text"):
        content = (folder / config[f"ref_{name}"]).read_bytes()
        told[f"ref_{name}_sha256"] = hashlib.sha256(content).hexdigest()
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    fingerprint = hashlib.sha256(canonical.encode()).hexdigest()
    ready = {"fingerprint": fingerprint, "model_id": config["model_id"]}
    cache = folder / config["output_dir"]
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "ready.json").write_text(json.dumps({**ready, "model_source": model_source}))


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder, by its content."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
