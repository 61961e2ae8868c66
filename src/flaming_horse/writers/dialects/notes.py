"""The notes of a page that stand in a box: what they are called, and how their kinds are said."""

from __future__ import annotations

import re

_KINDS = {
    "note": "Note", "info": "Note", "information": "Note", "seealso": "See also",
    "see-also": "See also", "tip": "Tip", "hint": "Hint", "important": "Important",
    "warning": "Warning", "warn": "Warning", "attention": "Attention", "caution": "Caution",
    "danger": "Danger", "error": "Error", "bug": "Known fault", "failure": "Failure",
    "fail": "Failure", "missing": "Failure", "success": "Success", "check": "Check",
    "done": "Done", "question": "Question", "help": "Question", "faq": "Question",
    "example": "Example", "abstract": "Summary", "summary": "Summary", "tldr": "Summary",
    "todo": "To do", "quote": "", "cite": "", "admonition": "", "theorem": "Theorem",
    "lemma": "Lemma", "corollary": "Corollary", "proposition": "Proposition",
    "definition": "Definition", "axiom": "Axiom", "conjecture": "Conjecture", "proof": "Proof",
    "remark": "Remark", "exercise": "Exercise", "solution": "Solution", "algorithm": "Algorithm",
    "observation": "Observation", "property": "Property", "assumption": "Assumption",
    "criterion": "Criterion", "versionadded": "New", "versionchanged": "Changed",
    "deprecated": "Deprecated", "topic": "", "sidebar": "", "dropdown": "", "details": "",
    "notice": "Note", "alert": "Note", "callout": "Note", "primary": "Note", "secondary": "Note",
}  # fmt: skip
"""The kinds of MyST, Sphinx, mkdocs-material, VitePress, Docusaurus, Quarto, Obsidian and Hugo's
themes. "" for a box that is nothing in particular: its title is all there is to say."""


_IN_OTHER_LANGUAGES = {
    "de": {"Note": "Hinweis", "Tip": "Tipp", "Hint": "Tipp", "Important": "Wichtig",
           "Warning": "Warnung", "Attention": "Achtung", "Caution": "Vorsicht",
           "Danger": "Gefahr", "Error": "Fehler", "Example": "Beispiel", "Question": "Frage",
           "Summary": "Zusammenfassung", "See also": "Siehe auch", "Theorem": "Satz",
           "Lemma": "Lemma", "Definition": "Definition", "Proof": "Beweis",
           "Exercise": "Aufgabe", "Solution": "Lösung", "Remark": "Bemerkung"},
    "es": {"Note": "Nota", "Tip": "Consejo", "Hint": "Pista", "Important": "Importante",
           "Warning": "Advertencia", "Attention": "Atención", "Caution": "Precaución",
           "Danger": "Peligro", "Error": "Error", "Example": "Ejemplo", "Question": "Pregunta",
           "Summary": "Resumen", "See also": "Véase también", "Theorem": "Teorema",
           "Lemma": "Lema", "Definition": "Definición", "Proof": "Demostración",
           "Exercise": "Ejercicio", "Solution": "Solución", "Remark": "Observación"},
    "fr": {"Note": "Remarque", "Tip": "Astuce", "Hint": "Indice", "Important": "Important",
           "Warning": "Avertissement", "Attention": "Attention", "Caution": "Prudence",
           "Danger": "Danger", "Error": "Erreur", "Example": "Exemple", "Question": "Question",
           "Summary": "Résumé", "See also": "Voir aussi", "Theorem": "Théorème",
           "Lemma": "Lemme", "Definition": "Définition", "Proof": "Démonstration",
           "Exercise": "Exercice", "Solution": "Solution", "Remark": "Remarque"},
    "it": {"Note": "Nota", "Tip": "Suggerimento", "Important": "Importante",
           "Warning": "Avvertenza", "Attention": "Attenzione", "Caution": "Attenzione",
           "Danger": "Pericolo", "Example": "Esempio"},
    "pt": {"Note": "Nota", "Tip": "Dica", "Important": "Importante", "Warning": "Aviso",
           "Attention": "Atenção", "Caution": "Cuidado", "Danger": "Perigo",
           "Example": "Exemplo"},
}  # fmt: skip


def in_language(name: str, language: str) -> str:
    """How `called` is said in another language; "" where there is no word for it there."""
    base = language[:2].lower()
    return name if base == "en" else _IN_OTHER_LANGUAGES.get(base, {}).get(name, "")


def is_note(kind: str) -> bool:
    """Whether this is a kind of note that a dialect knows."""
    return _plain(kind) in _KINDS


def called(kind: str) -> str:
    """How a kind of note is said: "Warning"; what nobody knows is said as it is written."""
    kind = _plain(kind)
    if kind in _KINDS:
        return _KINDS[kind]
    return re.sub(r"[-_]+", " ", kind).strip().capitalize()


def _plain(kind: str) -> str:
    kind = kind.strip().lower().removesuffix("+").removesuffix("-")
    return re.sub(r"^(?:callout|prf:|alert|admonition|note)-?(?=[a-z])", "", kind)
