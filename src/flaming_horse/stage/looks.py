"""How a film looks: colours, type scale and motion, as frozen values.

Sizes are font sizes as fractions of the frame's shorter side; times are seconds. Every ink is
readable on its background: WCAG 2.2 asks for a contrast of 4.5 to 1, and a test computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flaming_horse.errors import WrongInput

TEXT_FONTS = ("Source Sans 3", "New Computer Modern Math", "DejaVu Sans Mono")
"""What text is set in, and the named fonts that stand in for a missing sign."""
CODE_FONTS = ("Source Code Pro", "DejaVu Sans Mono", "New Computer Modern Math")
MATHS_FONTS = ("New Computer Modern Math", "Source Sans 3")


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Font sizes as fractions of the frame's shorter side; `smallest` is still readable.

    Programs, which are read in pieces, go down to `code_smallest`: 26 pixels of 1080.
    """

    title: float = 0.128
    key_phrase: float = 0.092
    heading: float = 0.058
    subheading: float = 0.046
    body: float = 0.052
    maths: float = 0.068
    display: float = 0.100
    code: float = 0.038
    small: float = 0.036
    note: float = 0.024
    smallest: float = 0.030
    code_smallest: float = 0.024


@dataclass(frozen=True, slots=True)
class Motion:
    """Seconds.

    `gap` lies between two lines, `lead_in` before the first, `hold` after the last;
    the `heading` comes before the first visual. Between two scenes the voice pauses for `hold`,
    `leave` and `lead_in`: about as long as a speaker does between two paragraphs.
    `settle` lies between what has entered and a cue on it: the film's own check must see the
    picture at rest in two frames of a draft, after the encoder's corrections to the last motion.
    """

    enter: float = 0.7
    leave: float = 0.4
    show: float = 0.45
    hide: float = 0.3
    highlight_on: float = 0.3
    highlight_off: float = 0.3
    gap: float = 0.35
    lead_in: float = 0.3
    heading: float = 0.3
    hold: float = 0.45
    title: float = 1.8
    silence: float = 4.0
    settle: float = 0.25


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as `#RRGGBB`. `panel` and `rule` are surfaces and hairlines, never inks.

    `highlight` is the soft surface behind what is being said, `highlight_ink` what is written on
    it. `curves` maps the colour names of a storyboard to inks.
    """

    name: str
    background: str
    foreground: str
    muted: str
    accent: str
    accent_2: str
    highlight: str
    highlight_ink: str
    panel: str
    rule: str
    curves: Mapping[str, str]
    sizes: TypeScale = field(default_factory=TypeScale)
    motion: Motion = field(default_factory=Motion)

    def curve(self, name: str | None, index: int = 0) -> str:
        """The ink of a named colour; without a name, the `index`-th of the look's cycle."""
        if name is None:
            cycle = ("blue", "orange", "green", "purple", "red", "yellow")
            return self.curves[cycle[index % len(cycle)]]
        if name not in self.curves:
            known = ", ".join(sorted(self.curves))
            raise WrongInput(f"no colour {name!r}", remedy=f"Colours of a look: {known}.")
        return self.curves[name]


def _curves(**inks: str) -> Mapping[str, str]:
    inks["grey"] = inks["gray"]
    return MappingProxyType(inks)


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "plain": Look(
            name="plain",
            background="#FBFAF7",
            foreground="#1F2430",
            muted="#626A78",
            accent="#1B5FA8",
            accent_2="#A8480F",
            highlight="#FFE59A",
            highlight_ink="#1F2430",
            panel="#F0EEE8",
            rule="#CFCBC1",
            curves=_curves(
                blue="#1B5FA8", red="#B8322A", yellow="#856000", green="#1E7145",
                orange="#A8480F", purple="#7440A0", white="#1F2430", black="#1F2430",
                pink="#B02E6E", teal="#0F6F74", gray="#626A78",
            ),
        ),
        "chalk": Look(
            name="chalk",
            background="#1F2E2A",
            foreground="#F2EFE4",
            muted="#A7B5AE",
            accent="#F3CE6B",
            accent_2="#8FCBE8",
            highlight="#41594F",
            highlight_ink="#FFE08A",
            panel="#283A35",
            rule="#4B5F58",
            curves=_curves(
                blue="#8FCBE8", red="#F49A8C", yellow="#F3CE6B", green="#A5D98F",
                orange="#F2B077", purple="#CBB2EC", white="#F2EFE4", black="#F2EFE4",
                pink="#F3A6C4", teal="#86D6C8", gray="#A7B5AE",
            ),
        ),
        "midnight": Look(
            name="midnight",
            background="#0E1526",
            foreground="#EDF1FA",
            muted="#9AA7C2",
            accent="#6CB6FF",
            accent_2="#FFB86B",
            highlight="#24467A",
            highlight_ink="#FFFFFF",
            panel="#18223A",
            rule="#384766",
            curves=_curves(
                blue="#6CB6FF", red="#FF8A80", yellow="#FFD866", green="#7FDBA0",
                orange="#FFB86B", purple="#C4A7FF", white="#EDF1FA", black="#EDF1FA",
                pink="#FF9EC7", teal="#6FDCDC", gray="#9AA7C2",
            ),
        ),
    }
)  # fmt: skip


def look_named(name: str) -> Look:
    """The look of that name. Raises WrongInput with the known names."""
    if name not in LOOKS:
        raise WrongInput(f"no look {name!r}", remedy=f"Looks: {', '.join(LOOKS)}.")
    return LOOKS[name]


def contrast(ink: str, surface: str) -> float:
    """Contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(ink), _luminance(surface)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
