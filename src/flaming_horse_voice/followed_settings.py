"""The settings that a model and its engine do not follow: refused, so that none is swallowed.

A setting that changes nothing would all the same change take keys, and have every line of a film
spoken again for nothing. What is ignored was read in mlx-audio 0.3.1, 0.4.2 and 0.6.2 and in
qwen-tts 0.1.1.
"""

from __future__ import annotations

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.prepare.models import BASE, CUSTOM_VOICE, SMALL, VOICE_DESIGN
from flaming_horse_voice.voice_settings import BUILT_IN, Values, number

REFERENCE_VARIABLE = "FLAMING_HORSE_VOICE_REF_DIR"
MLX_LEAST_PENALTY = 1.5
"""mlx-audio raises a lower `repetition_penalty` to this when it clones (qwen3_tts.py, generate)."""
ATTENTIONS = ("sdpa", "flash_attention_2", "eager")
"""How PyTorch computes attention, in the words of transformers."""

_CAN = {
    BASE: "clones a recording",
    CUSTOM_VOICE: "has speakers of its own",
    VOICE_DESIGN: "makes a voice from a description",
}
_NEVER = {
    BASE: ("instructions", "speaker"),
    VOICE_DESIGN: ("speaker", "reference"),
    CUSTOM_VOICE: ("reference",),
}
_OF_TORCH = {
    "device": "MLX computes on the GPU of Apple silicon by itself",
    "precision": "MLX takes the weights in the precision that they have",
    "attention": "MLX has one way to compute attention",
}


def refuse_ignored(engine: str, kind: str, size: str, values: Values) -> None:
    """Raise WrongInput for a setting without effect, and for one that is missing.

    `kind` and `size` are the model's. The error names the setting, where it comes from, the model
    and what works.
    """
    if kind not in _CAN:
        raise WrongInput(
            f"this model is of an unknown kind, {kind!r}", remedy="choose a Qwen3-TTS model"
        )
    _refuse_other_kinds(kind, values)
    if kind == CUSTOM_VOICE and size == SMALL:
        _refuse(values, "instructions", "0.6B CustomVoice models follow none",
                "choose a 1.7B CustomVoice model, or a VoiceDesign one")  # fmt: skip
    if engine == "mlx":
        _refuse_for_mlx(kind, values)
    attention, origin = values.get("attention", ("", ""))
    if attention and attention not in ATTENTIONS:
        raise WrongInput(
            f"attention is {attention!r} ({origin})",
            remedy=f"choose one of: {', '.join(ATTENTIONS)}",
        )
    if _number(values, "temperature") == 0:
        for name in ("top_k", "top_p"):
            _refuse(values, name, "with temperature = 0 the likeliest sound is always taken",
                    "raise temperature")  # fmt: skip


def _refuse_other_kinds(kind: str, values: Values) -> None:
    for name in _NEVER[kind]:
        value, origin = values.get(name, ("", ""))
        if value and origin != REFERENCE_VARIABLE:  # a shell's setting may be meant for others
            raise WrongInput(
                f"{name} is set ({origin}), but the model {values['model'][0]} {_CAN[kind]}",
                remedy=f"remove {name}, or choose another model",
            )
    for name, needed in (("speaker", CUSTOM_VOICE), ("instructions", VOICE_DESIGN)):
        if kind == needed and not values.get(name, ("", ""))[0]:
            raise WrongInput(
                f"the model {values['model'][0]} {_CAN[kind]}, and none is chosen",
                remedy=f"set {name} under [voice]",
            )


def _refuse_for_mlx(kind: str, values: Values) -> None:
    for name, reason in _OF_TORCH.items():
        _refuse(values, name, reason, "choose the service qwen")
    penalty = _number(values, "repetition_penalty")
    if kind == BASE and penalty is not None and penalty < MLX_LEAST_PENALTY:
        _refuse(values, "repetition_penalty",
                f"mlx-audio clones with {MLX_LEAST_PENALTY:g} or more and raises what is lower",
                f"give {MLX_LEAST_PENALTY:g} or more, or choose the service qwen")  # fmt: skip
    if _number(values, "top_p") == 0:
        _refuse(values, "top_p", "mlx-audio takes 0 for no limit", "give more than 0")
    if kind == VOICE_DESIGN and (_number(values, "batch") or 0) > 1:
        _refuse(values, "batch", "a VoiceDesign model speaks one line at a time through MLX",
                "give 1")  # fmt: skip


def _refuse(values: Values, name: str, reason: str, otherwise: str) -> None:
    """Raise WrongInput where `name` is set by anybody; 0 is a value, and "" is none."""
    value, origin = values.get(name, ("", BUILT_IN))
    if value != "" and origin != BUILT_IN:
        raise WrongInput(
            f"{name} = {value!r} ({origin}) would change nothing in the model"
            f" {values['model'][0]}: {reason}",
            remedy=f"remove {name}, or {otherwise}",
        )


def _number(values: Values, name: str) -> float | None:
    """A setting's number; None where nothing is set. Whether it is one is told elsewhere."""
    if name not in values:
        return None
    return number(values[name], name, float("-inf"), float("inf"))
