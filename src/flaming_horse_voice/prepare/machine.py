"""What this machine can clone a voice with: engine and model, by its system, memory and GPU."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from flaming_horse_voice.children.environment import Purpose, environment_for
from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.prepare.pins import ENGINES

OLDEST_MACOS = 14
"""mlx 0.32.4 and onnxruntime 1.31.1 have no wheels for older ones."""
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What the choice of engine and model goes by. Memory in bytes; `gpu_memory` of an NVIDIA GPU.

    `macos` is its version, "" on other systems.
    """

    system: str
    processor: str
    macos: str
    memory: int
    gpu_memory: int = 0

    @property
    def apple_silicon(self) -> bool:
        return self.system == "darwin" and self.processor == "arm64"


@dataclass(frozen=True, slots=True)
class Size:
    """A model that can be chosen: bytes to download and of memory while it speaks, about.

    `machine` is the memory of a machine, or of an NVIDIA GPU for `qwen`, from which it is
    recommended.
    """

    model: str
    what: str
    download: int
    memory: int
    machine: int


# Downloads: the models' public pages. Memory for mlx: what mlx-audio's author tells for four lines
# at once (3 GB for 0.6B, 3.6 GB for 1.7B in 4-bit); in 8-bit the weights' difference on top. For
# qwen: weights in float32 on a processor, bfloat16 on a GPU, and 1 GB to work with. Nothing of
# this was measured here.
SIZES: Mapping[str, tuple[Size, ...]] = {
    "mlx": (
        Size(ENGINES["mlx"].model, "0.6B, 4-bit", 17 * _GB // 10, 3 * _GB, 0),
        Size("mlx-community/Qwen3-TTS-12Hz-1.7B-Base-4bit", "1.7B, 4-bit",
             32 * _GB // 10, 36 * _GB // 10, 15 * _GB),
        Size("mlx-community/Qwen3-TTS-12Hz-1.7B-Base-8bit", "1.7B, 8-bit",
             48 * _GB // 10, 52 * _GB // 10, 30 * _GB),
    ),
    "qwen": (
        Size(ENGINES["qwen"].model, "0.6B", 25 * _GB // 10, 5 * _GB, 0),
        Size("Qwen/Qwen3-TTS-12Hz-1.7B-Base", "1.7B", 45 * _GB // 10, 6 * _GB, 75 * _GB // 10),
    ),
}  # fmt: skip


def this_machine() -> Machine:
    """This machine, told without starting more than `nvidia-smi` where there is one."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    mac = platform.mac_ver()[0] if sys.platform == "darwin" else ""
    return Machine(sys.platform, platform.machine(), mac, memory, _gpu_memory())


def default_engine(machine: Machine) -> str:
    """Mlx on Apple silicon, qwen elsewhere."""
    return "mlx" if machine.apple_silicon else "qwen"


def recommended(engine: str, machine: Machine) -> Size:
    """The largest model that the machine has memory for; on a bare processor the smallest.

    On two processors the 0.6B model takes about 7 s for a second of sound: a larger one would not
    be waited for.
    """
    if engine == "mlx":
        room = machine.memory if machine.apple_silicon else 0
    else:
        room = machine.gpu_memory
    return next(size for size in reversed(SIZES[engine]) if room >= size.machine)


def refuse_machine(engine: str, machine: Machine) -> None:
    """Raise NotInstalled for an engine that cannot run on this machine, before anything is fetched.

    MLX is for Apple silicon; on Linux it computes on the processor, for trials.
    """
    if machine.system != "darwin":
        return
    other = "or choose the other engine: --engine qwen"
    if engine == "mlx" and not machine.apple_silicon:
        raise NotInstalled(
            "MLX runs on Macs with Apple silicon, and this Python is one for Intel",
            remedy=f"on Apple silicon set up with an arm64 Python (uname -m says arm64), {other}",
        )
    major = int(machine.macos.split(".")[0] or 0)
    if engine == "mlx" and major < OLDEST_MACOS:
        raise NotInstalled(
            f"MLX needs macOS {OLDEST_MACOS} or newer, and this is macOS {machine.macos}",
            remedy=f"update macOS, {other}",
        )


def _gpu_memory() -> int:
    """The memory of the first NVIDIA GPU in bytes; 0 without one."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return 0
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, found on PATH
            [tool, "--query-gpu=memory.total", "--format=csv,noheader,nounits"],
            capture_output=True, text=True, timeout=10, check=False,
            env=environment_for(Purpose.SPEAKING),
        )  # fmt: skip
        return int(done.stdout.split()[0]) * 1024**2
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        return 0
