"""Sentences that say nothing but where to read on, click, join or give: a film has no links."""

from __future__ import annotations

import re

from flaming_horse.writers.pieces import Pieces, is_linked, plain, tidy, without
from flaming_horse.writers.sentences import joined, sentences

LINK_TALK = "sentences that only lead to a link"
_VERBS = (
    r"click|see|check out|visit|read|refer to|(?:have|take) a look at|look at|join|subscribe to"
    r"|follow(?: us)?|browse|head (?:over )?to|go to|consult|view|explore|watch|star|find"
)
_POINTS = re.compile(
    r"(?:(?:please|also|you can|you may|you could|feel free to|just|or|and|then|but) )*"
    rf"(?:{_VERBS})\b"
    r"|for (?:more|further|full|all|a|the)\b"
    r"|(?:more|further|full|additional) (?:details|information|examples|documentation)\b"
)
_POINTING = frozenset(
    """
    a about added additional all also and at be below bird blog can channel chat check click
    community complete consult could detailed details discord discussion discussions doc docs
    documentation examples explore feel file find follow following for found forum free full further
    gallery go guide guides have head here how in info information instructions is issue issues it
    join just learn link list look mailing may me more of on online or our out over page picture
    please post questions read refer releases see section server site slack star start subscribe
    take the then there this to tutorial tutorials twitter us view visit watch website what wiki you
    your
    """.split()  # noqa: SIM905 - forty quoted words are read by nobody
)
"""Words of a sentence that says nothing but where to read on."""
_SENDS = re.compile(
    r"(?:please |just |or )*(?:click|visit|subscribe to|follow us|star us|browse|raise an? issue)\b"
    r"|to request [^.]*\b(?:form|license|licence|email|us)\b"
    r"|(?:you can |please )?(?:(?:learn|read|find out) more|you can read about)\b"
    r"|(?:please |just |or )*(?:join|view|star) (?:our|us|the|this|on)\b"
    r"|(?:please |and |or |you can )*(?:(?:also |then )*consider )?"
    r"(?:donat(?:e|ing)|sponsor(?:ing)?"
    r"|support(?:ing)? (?:us|me|this|the|our)|buy(?:ing)? (?:us|me)|becom(?:e|ing) a sponsor"
    r"|giv(?:e|ing) (?:it|us|this|the) (?:\w+ )?a star)\b"
    r"|if you (?:love|like|enjoy) "
    r"(?:the|this|our|it|what)\b.*\b(?:donat|sponsor|star|coffee|support)"
    r"|for (?:[\w'-]+,? ){1,9}?(?:please |you can |just )*"
    r"(?:see|visit|click|check out|refer to|consult|read|head)\b"
    r"|if you (?:have|find|need|want|notice|encounter|run into|would like|'d like|are interested)\b"
    r"[^.]*\b(?:(?:open|file|create|submit|raise) an? issue|reach out|contact|get in touch|e-?mail"
    r"|let (?:us|me) know|ask (?:us|me|in|on))\b"
    r"|(?:[\w'-]+ ){0,3}?(?:instructions?|information|details|documentation|examples|tutorials?"
    r"|resources)\b[^.]*\b(?:can be|is|are) (?:also )?(?:found|available|listed|provided)"
    r" (?:in|at|on|here|from|under)\b"
)
"""How a sentence begins that sends away whatever else it says, if it is short."""
_DOCUMENT = re.compile(
    r"\b(?:docs?|documentation|guides?|tutorials?|manual|wiki|handbook|website|homepage|page|forums?"
    r"|gallery|faq|blog|channel|community|discord|slack|readme|licen[sc]e|changelog|repository"
    r"|contributing)\b"
)
"""What a link names that a sentence sends to with whatever reasons ("to find the best fit")."""
_BY_ITS_MEANS = re.compile(r"\b(?:with|using|by|via|through|into|and)\b")
"""What makes a link something to use, and no place to go to."""
_MOST_WORDS_ABOUT_IT, _MOST_BETWEEN = 40, 5
_LOVES = re.compile(
    r"(?:(?:do you )?(?:love|like|enjoy) (?:it|the|this|our)"
    r"|(?:do you )?want to (?:contribute|help|join)|(?:have you )?found an? (?:bug|issue|problem)"
    r"|see something|(?:do you )?have (?:any |a )?questions?|need help)\b[^.]*\?$"
)
_PLEASANTRY = re.compile(
    r"(?:we|i) (?:really |sincerely )?hope (?:that )?(?:you(?:'ll| will)? (?:enjoy|like|find)"
    r"|[^.]*\bhelps? you)\b"
    r"|thank(?:s| you) for (?:reading|your|using|visiting)\b|happy \w+ing\b"
)
"""How a sentence begins that is polite and says nothing."""
_ASKS = re.compile(
    r"(?:or |and |please |just )*(?:open|file|raise|create|submit) an? (?:issue|bug report)\b"
    r"|if [^,]{3,60}, (?:please |just )*(?:open|file|raise|create|submit) an? (?:issue|bug)"
    r"|(?:or |and )?(?:you can |please )*buy (?:me|us) a (?:coffee|beer)\b"
    r"|[^.]{0,40}\bavailable (?:to purchase|for purchase) on\b"
    r"|(?:please |you can |just )*click (?:on )?(?:the|an?|any|one)\b[^.]{0,40}"
    r"\b(?:below|above|icons?|badges?|banner)\b"
    r"|(?:please )?see (?:below|above)(?: for [^.]{1,40})?[.!]?$"
)
"""How one begins that sends its readers somewhere, though it has no link."""
_MOST_WORDS = 17
_ARROW = re.compile(r"[\u2192\u00bb\u203a\u27f6\u21d2>]+$")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_SENDS_ASIDE = re.compile(
    r"(?:for (?:example|instance|more),? )?(?:also |please |again )?"
    r"(?:see|cf\.?|compare|recall|refer|(?:you (?:can|may) )?click)\b"
    r"|(?:as )?(?:discussed|described|explained|introduced|covered|shown|seen|defined|mentioned)"
    r"(?: \w+)? (?:in|above|below|earlier|later|there)\b"
)
"""How words in brackets begin that only say where something stands."""
_ASIDES = frozenset("ref see link source docs here details paper code".split())  # noqa: SIM905


def without_pointers(words: Pieces) -> Pieces:
    """A paragraph without sentences that are polite, or only send the reader to another page."""
    said = [s for s in sentences(words) if re.search(r"\w", plain(s))]
    dropped = [is_pointer(sentence) or _only_asks(sentence) for sentence in said]
    # "Do you like it?" only leads to the next sentence.
    leads = [bool(_LOVES.match(plain(s).casefold())) and after
             for s, after in zip(said, [*dropped[1:], False], strict=False)]  # fmt: skip
    kept = [s for s, *out in zip(said, dropped, leads, strict=True) if not any(out)]
    return without_asides(joined(kept))


def is_pointer(sentence: Pieces) -> bool:
    """Whether a sentence with a link has nothing in it for somebody who cannot follow it."""
    if not any(piece.link for piece in sentence):
        return False
    text = plain(sentence).casefold()
    own = plain(piece for piece in sentence if not piece.link).casefold()
    linked = re.findall(r"\w+", plain(piece for piece in sentence if piece.link))
    if _ARROW.search(text) and len(linked) >= len(re.findall(r"\w+", own)):
        return True
    if _SENDS.match(text) and len(text.split()) <= _MOST_WORDS:
        return True
    if _sends_to_a_document(sentence, text):
        return True
    return bool(_POINTS.match(own) or _POINTS.match(text)) and not [
        word for word in re.findall(r"\w+", own) if word not in _POINTING
    ]


def _sends_to_a_document(sentence: Pieces, text: str) -> bool:
    """Whether a sentence begins with a verb of going there, and the first link is a document."""
    verb = _POINTS.match(text)
    first = next(piece.text for piece in sentence if piece.link).casefold()
    if verb is None or not _DOCUMENT.search(first) or len(text.split()) > _MOST_WORDS_ABOUT_IT:
        return False
    start = max(text.find(first), verb.end())
    between = text[verb.end() : start]
    return (
        len(between.split()) <= _MOST_BETWEEN
        and not _BY_ITS_MEANS.search(between)
        and not re.match(r"[^.]{0,3}, (?:which|where|who|whose)\b", text[start + len(first) :])
    )


def _only_asks(sentence: Pieces) -> bool:
    text = plain(sentence).casefold()
    says_nothing = _PLEASANTRY.match(text) or _ASKS.match(text)
    return bool(says_nothing) and len(text.split()) <= _MOST_WORDS


def without_asides(words: Pieces) -> Pieces:
    """Words without "(ref)", "(see Figure 3)" and their like: what in brackets leads elsewhere."""
    text = "".join(piece.text for piece in words)
    spans = [
        match.span()
        for match in _ASIDE.finditer(text)
        if _SENDS_ASIDE.match(match[0].strip(" ()").casefold())
        or (match[0].strip(" ()").casefold() in _ASIDES and is_linked(words, *match.span()))
    ]
    return tidy(without(words, spans)) if spans else words
