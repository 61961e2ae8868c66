# ruff: noqa: RUF001  mathematical signs that look like letters are what this module is about
"""The Unicode signs of LaTeX's commands, letters and scripts."""

from __future__ import annotations

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzT",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ "
    "omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
SIGNS = (
    "sum Σ prod ∏ int ∫ oint ∮ partial ∂ nabla ∇ infty ∞ cdot · times × div ÷ pm ± mp ∓ ast ∗ "
    "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ propto ∝ in ∈ notin ∉ subset ⊂ "
    "subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ to → rightarrow → leftarrow ← mapsto ↦ "
    "Rightarrow ⇒ Leftrightarrow ⇔ implies ⇒ iff ⇔ land ∧ lor ∨ neg ¬ ldots … dots … cdots ⋯ "
    "vdots ⋮ circ ∘ otimes ⊗ oplus ⊕ perp ⊥ parallel ∥ angle ∠ langle ⟨ rangle ⟩ lfloor ⌊ "
    "rfloor ⌋ lceil ⌈ rceil ⌉ ell ℓ hbar ℏ Re ℜ Im ℑ prime ′ degree ° vert | lvert | rvert | "
    "Vert ‖ lVert ‖ rVert ‖ | ‖ ll ≪ gg ≫ top T bmod mod setminus ∖ supset ⊃ supseteq ⊇ "
    "Leftarrow ⇐ leftrightarrow ↔ longrightarrow ⟶ uparrow ↑ downarrow ↓ cong ≅ simeq ≃ bullet • "
    "star ⋆ dagger † therefore ∴ because ∵ nexists ∄ bigcup ⋃ bigcap ⋂ iint ∬ iiint ∭ lbrace { "
    "rbrace } triangle △ square □ checkmark ✓"
)
BLACKBOARD = dict(zip("RNZQCPHEF", "ℝℕℤℚℂℙℍ𝔼𝔽", strict=True))
RELATIONS = set("=≤≥≠≈≡∼∝∈∉⊂⊆⊃⊇→↦⇒⇔⇐↔⟶<>←≅≃≪≫") | {"mod"}
BINARY = set("+−±∓×·÷∪∩∧∨∘⊗⊕∖")
WITH_LIMITS = set("Σ∏∫∮∬∭⋃⋂") | {"lim", "max", "min", "sup", "inf"}
"""What a command shows whose limits end before its argument begins."""
BLANKS = [",", ";", ":", " ", "quad", "qquad", "enspace"]
LEFT_OUT = [
    "left",
    "right",
    "big",
    "Big",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "displaystyle",
    "limits",
    "!",
]
COMMANDS: dict[str, str] = {
    **dict(zip(*[iter(f"{GREEK} {SIGNS}".split())] * 2, strict=True)),
    **dict.fromkeys(BLANKS, " "),
    **dict.fromkeys(LEFT_OUT, ""),
    "\\": "; ",  # the next row of a matrix
    "mid": " | ",
    "colon": ": ",
}
PLAIN = {"-": "−", "'": "′", "}": "", "$": "", "~": " "}
TEXT = {"text", "mbox", "textbf", "textit", "textrm"}
KEEP_ARGUMENT = {
    "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "boldsymbol", "operatorname",
    "bm", "boxed", "underline", "ce",
}  # fmt: skip
ACCENTS = {
    "vec": "\u20d7", "hat": "\u0302", "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308",
    "tilde": "\u0303", "overrightarrow": "\u20d7", "widehat": "\u0302", "widetilde": "\u0303",
}  # fmt: skip
"""Signs that stand above the letter before them."""
FRACTIONS = {"frac", "dfrac", "tfrac", "cfrac"}
BRACKETS = {"pmatrix": "()", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}", "cases": "{}"}
"""What encloses an environment; other matrices have square brackets, and all else has none."""
