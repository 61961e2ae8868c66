r"""Names of LaTeX's commands that were left in the words of a formula, or in its caption.

A name is left when it stands there as a word, the formula has it only as a command, and it is no
word that a person says, or writes, for that command: "theta", "log" and "in" are right for
`\theta`, `\log` and `\in`, "odot" is not for `\odot`.
"""

from __future__ import annotations

import re
from typing import Literal

_NAME = re.compile(r"\\(?:begin\s*\{)?([a-zA-Z]{2,})")
_WORD = re.compile(r"[a-zA-Z]{2,}")
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega"
)
_WRITTEN = (
    "sin cos tan sec csc cot sinh cosh tanh sech csch coth arcsin arccos arctan log ln lg exp lim "
    "limsup liminf max min sup inf det dim gcd ker arg deg hom Pr mod choose"
)
_SPOKEN = (
    f"{_GREEK} in sum times to log max min arg mod partial hat bar tilde dot ell prime implies "
    "choose parallel exists star subset not end left right over union angle and text if"
)
ALLOWED = {"spoken": frozenset(_SPOKEN.split()), "captioned": frozenset(_WRITTEN.split())}


def left_in(latex: str, shown: str, where: Literal["spoken", "captioned"]) -> list[str]:
    """Those names, in the order of the formula."""
    names = dict.fromkeys(_NAME.findall(latex))
    bare = set(_WORD.findall(re.sub(r"\\[a-zA-Z]+", " ", latex)))
    words = set(_WORD.findall(shown)) - bare - ALLOWED[where]
    return [name for name in names if name in words]
