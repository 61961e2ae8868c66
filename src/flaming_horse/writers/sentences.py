"""A paragraph as lines of one to three sentences, and long words as short ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.writers.pieces import Piece, Pieces, split_at, tidy, words_in

MOST_SENTENCES = 3
MOST_WORDS = 45
"""Of a line: about 18 seconds of speech. One sentence that is longer stays whole."""
SHORT, SHORT_LETTERS = 12, 72
"""Words and letters of an item on the screen: more are not read while somebody speaks."""
WHOLE = 24
"""Words of an item that is set whole because it cannot be shortened."""
_MEAGRE, _MIDDLE = 6, 18
"""Words of a beginning that often says nothing, and of one that may stand instead: "You are already
familiar" for "You are already familiar with the simplest form of a linear model"."""
_LABELLED = re.compile(r"\s*(?:[:;]\s|\s[\u2013\u2014-]{1,3}\s|\()")
"""What stands behind a name."""
_FEWEST, _LONE = 3, 5
"""Words of a shortened item, and of one that ends at a comma, which may divide an enumeration."""
_END = re.compile(
    r"""(?<!\b[Ee]\.g)(?<!\b[Ii]\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)(?<!\bapprox)(?<!\bresp)
    (?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bProf)(?<!\bSt)(?<!\bFig)(?<!\bEq)(?<!\bNo)(?<!\b[A-Z])
    [.!?\u2026\u3002\uff01\uff1f]+["'\u201d\u2019\xbb)\]]*
    (?:\s+(?=["'\u201c\u2018\xab(\[]*[^\Wa-z]|["\u201c`])|(?<=[\u3002\uff01\uff1f])(?=.))""",
    re.VERBOSE,
)
"""The end of a sentence: a sign, blanks and a capital letter, but not after an abbreviation."""
_CLAUSE = re.compile(
    r"""\s*[:;]\s|\s(?:[\u2013\u2014]|-{1,3})\s|(?<!\b\w)(?<!\betc)(?<!\bvs)\.\s
    |(?<=\b\w)(?<!\.\w)\.\s(?=(?:The|This|It|In|If|We|You|There|So|But|And|A)\b)
    |,\s(?=which|so|because|but|where|when|and)|\s\(""",
    re.VERBOSE,
)

_GROUP = re.compile(
    r"""\s(?=(?:
      for|with|without|in|into|on|onto|at|by|from|through|during|before|after|while|when|whenever
    |where|which|that|so|because|since|using|via|between|among|across|under|until|than|whatever
    |ohne|während|nachdem|bevor|damit|weil|für|mit|durch|auf
    |para|con|sin|en|por|desde|hasta|mientras|cuando|que|donde|porque
    )\b)|,\s(?=(?:and|or|as|und|oder|aber|die|der|das|dass|y|o|pero)\b)
    |\s(?=(?:and|but|or)\s(?:\w+ly\s)?(?:I|it|we|you|they|he|she|this|these|those|there)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Where a group of words opens before which an item may end. Not before "of" and "to", which
belong to the word before them, nor inside an enumeration; "if" and "unless" change what is said."""
_LEADING = re.compile(
    r"(?:and\s+)?(?:if|when|whenever|while|after|before|once|since|because|although|though|until"
    r"|in order to|given|no matter|wenn|falls|nachdem|bevor|sobald|weil|obwohl|si|cuando|aunque"
    r"|by \w+ing|like|unlike|instead of|due to|despite|thanks to|based on)"
    r"\s[^,]*,\s+(?:then\s+)?(?=(?:[^\s,]+\s+){2})",
    re.IGNORECASE,
)
"""A clause that leads to what is said, which is behind it."""
_COMMA = re.compile(r",\s")
_OPEN = re.compile(
    r"""(?:^|\s)(?:
      the|an?|of|to|and|or|with|for|in|on|at|by|from|is|are|was|were|be|been|not|no|more|less|such
    |as|only|can|could|will|would|may|must|should|that|which|this|these|its|their|our|your|you|we
    |they|it|if|how|what|where|when|than|so|has|have|do|does|don't|doesn't
    |while|because|although|since|whereas|until|unless
    |der|die|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|zu|von|vom|im|am|nicht|kein|keine
    |requires?|means?|shows?|notes?|says?|said|knows?|assumes?|suppose|ensures?|implies|imply|sees?
    |looks?|assuming|located|comes?|tends?|seems?|appears?|consider|think|believes?|suggests?|proves?|finds?|turns\sout|allows?|lets?|makes?|gives?
    |contains?|provides?|called|named|like|about|into|between|shown|proven|note|dealing|starts?|lie|follows|plugged|used|set
    |argue|is\s(?:the|an?)\s\S+
    |ist|sind|wird|werden|kann|sich
    |el|la|los|las|un|una|de|del|al|y|o|no|se|es|son|su|sus|lo
    |(?:for|without|by|of|after|before|while|when)\s\w+ing
    )$|,\s\S+$|,\s(?:but|and|or)(?:\s\S+){1,3}$|^(?:it|this|that|there)\s(?:is|was)(?:\s\S+){1,4}$
    |^(?:(?:first|next|then|finally),?\s)?(?:in|for|at|to|as|using|by|with|from|under|during|without
    |on|like|unlike|had|just\sas|the\sfact\sthat|if|when|since|because|although|while|after|before|once)\s[^,]*
    (?:,\s(?:after|before|when|if|by|with|in|for|since|because|as|where|which)\s[^,]*)?$
    |\s(?:the|an?)\s(?:philosophy|idea|fact|view|claim|assumption|convention|notion|principle|belief)$
    |\s(?:in|for|of|on|at|by|to|from)\s(?:which|whose)(?:\s(?!(?:is|are|was|were|has|have|had|can|will
    |would|may|must|should|do|does|did)\b|\w+ed\b)\S+)*$
    |\s(?:because|since|whether)\s(?:the|an?|this|these|its|our|your)(?:\s(?!(?:is|are|was|were|has|have
    |had|can|will|would|may|must|should|do|does|did)\b|\w+ed\b|\w+[^s\W]s\b)\S+)*$
    |^(?:theorem|lemma|definition|corollary|proposition|example|figure|table|step|part|section|case
    |satz|figur|beispiel|teorema|ejemplo)\s[\d.]+$""",
    re.VERBOSE | re.IGNORECASE,
)

_JOINING = re.compile(
    r"(?:(?:and|but|so|then|also|now|thus|hence|therefore|however|moreover|furthermore|in addition"
    r"|in other words|in (?:particular|general|fact|summary|short)|of course|on the other hand|well"
    r"|first|next|lastly|for now|(?:more )?\w+ly,|that is|for (?:example|instance)|in this \w+,"
    r"|as (?:(?:you|we) (?:can see|have seen)|mentioned|an example)(?: before| earlier| above)?"
    r"|(?:please |we |you )?(?:can |already |also |now )?(?:note|notice|recall|remember|observe|see"
    r"|know|assume|suppose|found|saw|find|conclude) that"
    r"|we (?:adopt|use|follow|make) (?:a|the) \w+ that"
    r"|the \w+ (?:idea|point|fact|reason|problem|trick|result) is that"
    r"|the (?:idea|point|fact|reason|problem|trick|result) is that"
    r"|it (?:follows|turns out) that|it is (?:important|worth|interesting) (?:to note|noting) that"
    r"|und|aber|also|dann|y|pero|entonces),?\s+)+",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:the|an?|this|these|our|its|their|your|my) (?:\S+ ){0,8}\S+", re.IGNORECASE
)
_MAY_BE_VERB = re.compile(
    r" (?:are|was|were|have|had|can|will|would|may|must|should|do|did|\w+s|\w+ed|\w+t)(?= |$)"
)


def flat(pieces: Sequence[Piece]) -> str:
    """The joined texts, of equal length, in which code and formulas are a capital word.

    Of Greek letters: "all X. Then" would be an initial, which ends no sentence.
    """
    return "".join(_flat(piece) for piece in pieces)


def _flat(piece: Piece) -> str:
    if piece.kind != "text":
        return "\u039e" * len(piece.text)
    # A word in bold begins a sentence as a capital does: "It is fast. **ab** is a tool."
    first = piece.text[:1].upper() if piece.strong else piece.text[:1]
    return (first if len(first) == 1 else piece.text[:1]) + piece.text[1:]


def sentences(pieces: Pieces) -> list[Pieces]:
    """The sentences of a paragraph, in order. No word is lost."""
    found: list[Pieces] = []
    rest: Pieces = tidy(pieces)
    text = flat(rest)
    taken = 0
    for match in _END.finditer(text):
        head, rest = split_at(rest, match.end() - taken)
        taken = match.end()
        if head := tidy(head):
            found.append(head)
    if rest := tidy(rest):
        found.append(rest)
    return found


def as_lines(pieces: Pieces) -> list[Pieces]:
    """A paragraph as lines of up to MOST_SENTENCES sentences and about MOST_WORDS words."""
    lines: list[list[Pieces]] = []
    for sentence in sentences(pieces):
        last = lines[-1] if lines else []
        words = sum(words_in(one) for one in last) + words_in(sentence)
        if last and len(last) < MOST_SENTENCES and words <= MOST_WORDS:
            last.append(sentence)
        else:
            lines.append([sentence])
    return [joined(line) for line in lines]


def joined(parts: Sequence[Pieces]) -> Pieces:
    """Several texts as one, with blanks between them."""
    pieces: list[Piece] = []
    for part in parts:
        if pieces:
            pieces.append(Piece(" "))
        pieces += part
    return tidy(pieces)


def ended(pieces: Pieces, sign: str = ".") -> Pieces:
    """A text that ends as a sentence does."""
    text = flat(pieces).rstrip()
    if not text or re.search(r"[.!?:\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\xbb)\]]*$", text):
        return pieces
    return tidy((*without_end(pieces), Piece(sign)))


def without_end(pieces: Pieces) -> Pieces:
    """A text without the comma, semicolon, colon or full stop that ends it."""
    text = flat(pieces)
    kept = len(text.rstrip(" .,;:\u2013\u2014")) if not text.endswith(" -") else len(text) - 2
    if (pieces and pieces[-1].kind != "text") or not kept:
        return pieces
    return tidy(split_at(pieces, kept)[0])


def short_form(pieces: Pieces) -> Pieces:
    """What of an item is set on the screen: all of a short one, else its beginning.

    That ends where a clause or a group of words ends, and never in the middle of one; an item that
    has no such place stays whole up to WHOLE words.
    """
    pieces = without_end(tidy(pieces))
    if is_short(pieces):
        return pieces
    first = without_end(sentences(pieces)[0])
    if is_short(first):
        return first
    if skipped := leading_clause(pieces):
        # What is to be done, not when.
        return short_form(split_at(first, skipped)[1])
    text = flat(first)
    clauses, groups, commas = (
        [match.start() for match in sign.finditer(text)] for sign in (_CLAUSE, _GROUP, _COMMA)
    )
    best = _short_head(first, ((1, clauses), (_FEWEST, groups[::-1]), (_LONE, commas)))
    if best and (words_in(best) >= _MEAGRE or _LABELLED.match(text, len(flat(best)))):
        return best
    most = _MIDDLE if best else WHOLE
    if words_in(first) <= most:
        return first
    heads = [without_end(split_at(first, end)[0]) for end in sorted((*clauses, *groups, *commas))]
    longer = [head for head in heads if SHORT < words_in(head) <= most and not is_open(head)]
    return longer[0] if longer else best or first_words(first, SHORT - 2)


def _short_head(first: Pieces, ends_of: Sequence[tuple[int, Sequence[int]]]) -> Pieces:
    """The beginning that is read at a glance and can stand alone; () where there is none."""
    for fewest, ends in ends_of:
        for end in ends:
            head = without_end(split_at(first, end)[0])
            enough = words_in(head) >= fewest and is_short(head)
            if enough and not is_open(head) and not _is_subject(flat(head)):
                return head
    return ()


def without_joining(pieces: Pieces) -> Pieces:
    """A sentence without what only joins it to the one before: "In particular,", "As you see,"."""
    joins = _JOINING.match(flat(pieces))
    return tidy(split_at(pieces, joins.end())[1]) if joins else pieces


def _is_subject(text: str) -> bool:
    """Whether a text is only what a sentence speaks of: "The third and last way"."""
    return bool(_SUBJECT.fullmatch(text)) and not _MAY_BE_VERB.search(text)


_GOES_ON = re.compile(
    r"\s*(?:and|or|nor|but|yet|as well as|which|who|whose|where|since|because|if|when|while"
    r"|although|otherwise|\d+|und|oder|aber|y|o|pero)\b",
    re.IGNORECASE,
)
"""What joins the next words to the clause before them: they are no clause of their own."""
_AFTER_COMMA = re.compile(r",\s+(?=(?:\S+\s+){3})")


def leading_clause(pieces: Pieces) -> int:
    """The length of the clause that a long item begins with, and its short form does not."""
    pieces = without_end(pieces)
    first = without_end(sentences(pieces)[0]) if pieces else pieces
    text = flat(first)
    leading = None if is_short(pieces) or is_short(first) else _LEADING.match(text)
    end = leading.end() if leading else 0
    while end and _GOES_ON.match(text, end):
        comma = _AFTER_COMMA.search(text, end)
        end = comma.end() if comma else 0
    return end


def is_open(pieces: Pieces) -> bool:
    """Whether a text needs more words: it ends with "of", "the", "is", or in an enumeration."""
    text = flat(pieces)
    return bool(_OPEN.search(text)) or text.count("(") > text.count(")")


def is_short(pieces: Pieces) -> bool:
    """Whether an item is read at a glance."""
    return words_in(pieces) <= SHORT and len(flat(pieces)) <= SHORT_LETTERS


def first_words(pieces: Pieces, count: int) -> Pieces:
    """The first words, with an ellipsis where there are more."""
    found = list(re.finditer(r"\S+", flat(pieces)))
    near = [word for word in found[:count] if word.end() <= SHORT_LETTERS] or found[:1]
    if len(near) == len(found):
        return pieces
    head = without_end(split_at(pieces, near[-1].end())[0])
    return tidy((*head, Piece(" …")))
