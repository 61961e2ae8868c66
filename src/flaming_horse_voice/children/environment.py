"""The variables that a child process may have: a list, so that no secret is in it by oversight.

What a process does not need it is not given: not the key of a language model, not the tokens of
a CI job. docs/sandbox.md has the same list with its reasons.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

PASSED_VARIABLE = "FLAMING_HORSE_PASS_ENVIRONMENT"
"""Names, separated by commas, that a user's own scenes and voices are given as well."""

ONE_THREAD: Mapping[str, str] = {"OPENBLAS_NUM_THREADS": "1"}
"""For processes whose numpy is to start no threads of its own.

Its OpenBLAS raises SIGINT where it cannot start one (a limit of processes, of memory). Our children
ignore Ctrl-C, and the next product of matrices would wait for that thread for ever.
"""


class Purpose(Enum):
    """What a child is for; each adds to what all of them have."""

    DRAWING = "drawing"
    """A scene: fonts and TeX."""
    SPEAKING = "speaking"
    """A voice: graphics cards and models that are on this machine."""
    INSTALLING = "installing"
    """pip and uv: package servers, their credentials, proxies and compilers."""


_ALWAYS = (
    *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "TZDIR"),
    *("LANG", "LANGUAGE", "LC_*", "LOCPATH", "LOCALE_ARCHIVE*", "GUIX_LOCPATH"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"),
    # shared libraries of conda, CUDA, Nix and Homebrew
    *("LD_LIBRARY_PATH", "DYLD_*", "NIX_LD", "NIX_LD_LIBRARY_PATH", "CONDA_PREFIX"),
    "HOMEBREW_PREFIX",
    # how Python itself behaves; not where it looks for modules, and nothing that it runs
    *("PYTHONHASHSEED", "PYTHONMALLOC", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONWARNINGS"),
    *("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONNOUSERSITE"),
    "PYTHONFAULTHANDLER",
    # threads and memory of numerical libraries
    *("OMP_*", "OPENBLAS_*", "GOTO_NUM_THREADS", "MKL_*", "KMP_*", "NUMEXPR_*", "VECLIB_*"),
    *("BLIS_*", "MALLOC_*", "ORT_*", "SOURCE_DATE_EPOCH", "__CF_USER_TEXT_ENCODING"),
    "FLAMING_HORSE_*",
)
_ADDED: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.DRAWING: (
        *("FONTCONFIG_*", "PANGO*", "TEX*", "BIBINPUTS", "BSTINPUTS", "LIBGS", "GS_LIB"),
        *("FREETYPE_PROPERTIES",),
    ),
    Purpose.SPEAKING: (
        *("CUDA_*", "NVIDIA_*", "NCCL_*", "CUBLAS_*", "CUDNN_*", "HIP_*", "ROCR_*", "ROCM_*"),
        *("HSA_*", "GPU_DEVICE_ORDINAL", "PYTORCH_*", "TORCH_*", "TORCHINDUCTOR_*", "TRITON_*"),
        *("MLX_*", "METAL_*", "MTL_*", "NUMBA_*", "TOKENIZERS_PARALLELISM"),
        *("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE"),
        *("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_*"),
        # PyTorch on ARM boards needs its OpenMP loaded first
        "LD_PRELOAD",
    ),
    Purpose.INSTALLING: (
        *("PIP_*", "UV_*", "NETRC", "SSL_CERT_FILE", "SSL_CERT_DIR", "NIX_SSL_CERT_FILE"),
        *("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"),
        *("NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"),
        *("CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "PKG_CONFIG_PATH", "CMAKE_*"),
        *("SDKROOT", "MACOSX_DEPLOYMENT_TARGET", "ARCHFLAGS", "CUDA_*", "ROCM_*"),
    ),
}
_NEVER = (
    *("*KEY", "*KEYS", "*TOKEN", "*TOKENS", "*SECRET*", "*PASSWORD*", "*PASSWD*", "*CREDENTIAL*"),
    *("*AUTH", "*COOKIE*"),
    "FLAMING_HORSE_LLM_*",
)
"""Left out whatever the lists say, but for what installs: that may need a server's password."""
_NOT_FOR_OTHERS = (
    *("HOME", "USER", "LOGNAME", "TMPDIR", "XDG_*", "FLAMING_HORSE_*", "HF_*", "TEXMFHOME"),
    "PYTHONPYCACHEPREFIX",
)
"""Left out for code that is nobody's here: who the user is and where the user's things are."""
_FOR_OTHERS_TOO = ("FLAMING_HORSE_LATEX",)


def environment_for(
    *purposes: Purpose,
    environ: Mapping[str, str] | None = None,
    own: bool = True,
    add: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The environment of a child: what the lists allow of ours, then `add` as it stands.

    `own` says that the code is the user's or ours: only then is it told who the user is and where
    things of the user's are, and given what FLAMING_HORSE_PASS_ENVIRONMENT names.
    """
    environ = os.environ if environ is None else environ
    allowed = [*_ALWAYS, *(name for each in purposes for name in _ADDED[each])]
    never = () if Purpose.INSTALLING in purposes else _NEVER
    if not own:
        never = (*never, *_NOT_FOR_OTHERS)
    variables = {
        name: value
        for name, value in environ.items()
        if _is_among(name, allowed) and (name in _FOR_OTHERS_TOO or not _is_among(name, never))
    }
    if own:
        variables |= {name: environ[name] for name in _passed(environ) if name in environ}
    if our_path := _needed_path(environ):
        variables.setdefault("PYTHONPATH", our_path)
    return {**variables, **(add or {})}


def _is_among(name: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _passed(environ: Mapping[str, str]) -> Iterator[str]:
    for name in environ.get(PASSED_VARIABLE, "").split(","):
        if name.strip():
            yield name.strip()


def _needed_path(environ: Mapping[str, str]) -> str:
    """Of the caller's PYTHONPATH the one entry in which these packages are, if that has them.

    No more of it is obeyed: it would put modules of anybody's before the ones that were tested.
    """
    root = Path(__file__).resolve().parents[2]
    entries = environ.get("PYTHONPATH", "").split(os.pathsep)
    return str(root) if any(entry and Path(entry).resolve() == root for entry in entries) else ""
