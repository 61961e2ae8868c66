# ruff: noqa: RUF001  mathematical signs that look like letters are what this module is about
r"""Formulas as captions can show them: `C_{ij} = \sum_k A_{ik} B_{kj}` → `Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ`.

Nothing is ever refused: what has no Unicode form is shown by its name, for captions must show
something for every spoken formula.
"""

from __future__ import annotations

import re

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzT",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ "
    "omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "sum Σ prod ∏ int ∫ oint ∮ partial ∂ nabla ∇ infty ∞ cdot · times × div ÷ pm ± mp ∓ ast ∗ "
    "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ propto ∝ in ∈ notin ∉ subset ⊂ "
    "subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ to → rightarrow → leftarrow ← mapsto ↦ "
    "Rightarrow ⇒ Leftrightarrow ⇔ implies ⇒ iff ⇔ land ∧ lor ∨ neg ¬ ldots … dots … cdots ⋯ "
    "vdots ⋮ circ ∘ otimes ⊗ oplus ⊕ perp ⊥ parallel ∥ angle ∠ langle ⟨ rangle ⟩ lfloor ⌊ "
    "rfloor ⌋ lceil ⌈ rceil ⌉ ell ℓ hbar ℏ Re ℜ Im ℑ prime ′ degree ° mid | vert | Vert ‖ ll ≪ "
    "gg ≫"
)
_BLACKBOARD = dict(zip("RNZQCPHEF", "ℝℕℤℚℂℙℍ𝔼𝔽", strict=True))
_RELATIONS = set("=≤≥≠≈≡∼∝∈∉⊂⊆→↦⇒⇔<>←")
_BINARY = set("+−±∓×·÷∪∩∧∨∘⊗⊕")
_BLANKS = [",", ";", ":", "!", " ", "quad", "qquad", "enspace"]
_LEFT_OUT = ["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle"]
_COMMANDS: dict[str, str] = {
    **dict(zip(*[iter(f"{_GREEK} {_SIGNS}".split())] * 2, strict=True)),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(_LEFT_OUT, ""),
    "\\": "; ",  # the next row of a matrix
}
_PLAIN = {"-": "−", "&": " ", "'": "′", "}": "", "$": ""}
_TEXT = {"text", "mbox", "textbf", "textit", "textrm"}
_KEEP_ARGUMENT = {
    "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "boldsymbol", "operatorname",
    "bm", "boxed", "underline", "overline",
}  # fmt: skip
_ACCENTS = {"vec": "\u20d7", "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "tilde": "\u0303"}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|\d+(?:\.\d+)?|\s+|.", re.DOTALL)


def readable(latex: str) -> str:
    """The formula in one row of Unicode."""
    return re.sub(r"\s+", " ", _Reader(latex).row()).strip()


class _Reader:
    """Walks through the tokens of a formula; every loop takes at least one of them."""

    def __init__(self, latex: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(latex)
        self._next = 0

    def row(self, end: str = "") -> str:
        """Everything up to the token `end`, which is taken too."""
        shown = ""
        while self._next < len(self._tokens):
            token = self._take()
            if token == end:
                break
            if not token.isspace():
                shown = self._append(shown, token)
        return shown

    def _append(self, shown: str, token: str) -> str:
        if token in {"^", "_"}:
            return shown.rstrip() + self._script(token)
        part = self._shown(token)
        if part.startswith("(") and shown[-2:-1].isalpha():
            shown = shown.rstrip()  # sin(x)
        if part in _RELATIONS or (part in _BINARY and shown and shown[-1] not in "(= "):
            return f"{shown.rstrip()} {part} "
        if token.startswith("\\") and part.isascii() and part.isalpha():
            # A function's name stands apart from what is before and after it.
            apart = " " if shown and (shown[-1].isalnum() or shown[-1] == ")") else ""
            return f"{shown}{apart}{part} "
        if shown[-1:] and _ends_factor(shown[-1]) and part[:1].isalpha() and part.isalpha():
            return f"{shown} {part}"
        return shown + part

    def _shown(self, token: str) -> str:
        if token.startswith("{"):
            return self.row("}")
        if not token.startswith("\\"):
            return _PLAIN.get(token, token)
        name = token[1:]
        sign = _COMMANDS.get(name)
        return self._command(name) if sign is None else sign

    def _command(self, name: str) -> str:
        if name in {"begin", "end"}:
            matrix = "matrix" in self._argument()
            return ("[" if name == "begin" else "]") if matrix else ""
        if name in {"frac", "dfrac", "tfrac"}:
            return f"{_grouped(self._argument())}/{_grouped(self._argument())}"
        if name == "sqrt":
            return self._root()
        if name in _ACCENTS:
            return self._argument() + _ACCENTS[name]
        return self._named(name)

    def _named(self, name: str) -> str:
        if name == "piece":
            self._argument()
            return self._argument()
        if name == "mathbb":
            return "".join(_BLACKBOARD.get(letter, letter) for letter in self._argument())
        if name in _TEXT:
            return self._text()
        if name in _KEEP_ARGUMENT:
            return self._argument()
        return name

    def _text(self) -> str:
        """A group in which blanks count."""
        if self._peek() != "{":
            return self._argument()
        self._take()
        words = ""
        depth = 1
        while self._next < len(self._tokens):
            token = self._take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                break
            words += token.strip("{}$\\") if not token.isspace() else " "
        return words

    def _root(self) -> str:
        degree = ""
        if self._peek() == "[":
            self._take()
            degree = _script(self.row("]"), _SUPERSCRIPTS) or ""
        return f"{degree}√{_grouped(self._argument())}"

    def _script(self, kind: str) -> str:
        content = self._argument()
        if kind == "^" and content in {"∘", "°"}:
            return "°"
        if kind == "^" and set(content) == {"′"}:
            return content
        tight = content.replace(" ", "").replace("−", "-")
        raised = _script(tight, _SUPERSCRIPTS if kind == "^" else _SUBSCRIPTS)
        if raised is not None:
            return raised
        return kind + (content if len(content) == 1 else f"({content})" if content else "")

    def _argument(self) -> str:
        """The next token or group."""
        while self._peek().isspace():
            self._take()
        if self._next >= len(self._tokens):
            return ""
        return self._shown(self._take()).strip()

    def _take(self) -> str:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""


def _ends_factor(letter: str) -> bool:
    """Whether a subscript or superscript ends here: the next factor stands apart."""
    return letter in _SUBSCRIPTS.values() or letter in _SUPERSCRIPTS.values()


def _script(content: str, table: dict[str, str]) -> str | None:
    if not content or any(letter not in table for letter in content):
        return None
    return "".join(table[letter] for letter in content)


def _grouped(content: str) -> str:
    simple = re.fullmatch(r"[\w.′⁰-⁹₀-₉ᵢⱼₖ]*", content)
    return content if simple else f"({content})"
