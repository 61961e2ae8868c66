"""Names of programs in words: `CMAKE_BUILD_TYPE`, `parseHTMLFile`, `utf8_to_str`.

A name falls into parts at its underscores, hyphens, numbers and changes of case. A part that can be
read is a word, one that cannot is spelled: `BUILD` is a word, `FZF` is not, and `CMAKE` is a letter
before one.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.abbreviations import ABBREVIATIONS
from flaming_horse_voice.text.letters import is_read_as_word, letter, spelled

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_WORDS = frozenset(
    """
    no in is to of on so or by up at be do go if it as we us me my an am he
    max key set get bit map net mac reg use dev arm add log bad tag all end new out can for has pad
    too bus and off mod raw any win old app low red top pin sub non one pre ver fan val big pat
    run dot pop day dec hub cam pic con sun kit dig fog box doc two bug gem try pie pal mat row
    bar sum tin fat bag bin gap put tab cut hot mad now jar ill but age fin mix own eye fix hat
    era way ask zip pro cat yes sat hop may job foo hit fit eco war pen yet lid sip ion the not
    his her its are was let say see how who why you our did git vim apt
    awk sed cron few far buy air art arc bed bet
    bid bow boy bun cap car cow cry cup dad dam den die dry due ear eat egg ego elf fee fed fly
    fun fur gas god got gun guy had hay hen hid him hip hog hug ice ink jam jaw jet joy key lab
    lap law lay led leg lie lip lit lot mad man mat men met mob mud nap nod nor nut oak odd oil
    ore owl pan par pay pea pet pig pit pot rag ram ran rat raw ray rib rid rim rip rob rod rot
    rub rug rye sad sap saw sea sew shy sin sir sit six ski sky sow soy spa spy tap tar tax tea
    ten tie tip toe ton toy tub van via vow wax web wed wet wig win wit won age ago aid aim bat
    del gen opt ref rel rev rep pos env inv img seq req num buf ind div vol ext def dir sys mem
    var arg obj int tmp len min err ops arr
    build type flag size mode with mask info name file data have port none user code time
    bits link char base list test path prod rate text stat line font exit last load node null
    sync flow arch meta sign lock hash auth only wait auto from left copy send open page next call
    draw full blue menu free host peer scan root high fast kind core stop down fuse zero mark post
    swap spec unix skip cube hint unit byte wrap self bond item safe zone poly cast show math
    date back trap loop fail seed tape pass ring clip mono rule word caps atom dump help bias gate
    edge pipe mesh busy case done plus dest tree drop poll part head jump used task face fill move
    save huge slot pack pool icon idle make keys half find true need hook disk play join prop band
    view push role seek many echo step main dark over year gain pair heap weak team both tool sort
    wake hour keep temp warn sink card kill once soft door form mute wide hide note diff more dead
    want bold same dash idea term tags real home snap side week nest area tail quad hard omit blob
    axis boot grab disc deep raid trim wave work grid deck lead void slow repo fork emit miss zoom
    lost flat this bulk crop star hold take tile peek when even lazy tick best seen chip deny undo
    does span four good pure halt beta sets trip edit cull rear loss nice must room sack able less
    goto tone site like rows very some body java bars vars cell seal rank tilt thin bump life rich
    leaf logo rust tune than give five pane plug drag flip neon norm goal stem skew wire such grow
    plan game hops lose bins peak hack gold pull near each dice cost fake quit mail semi ruby cyan
    teal ends pale much verb trie that live cold mean lens perl days ping jobs late stub warm uses
    then wall ramp warp rest bios maps leak fits init args conf prev attr addr func elem dict enum
    iter temp orig dist expr incr noop util libs refs deps dirs objs devs curl node bash fish sudo
    error event class flags state image color video array queue write stats value alpha debug
    index start block check entry group audit count reset table local frame range audio width
    level query input limit token match store depth point shift parse cache bytes style first
    sound trace scale right valid short fixed stack power clear pixel timer space order close
    proxy alert allow empty macro found flush types usage other model force align names chain
    clock light setup speed curve label shape begin mount drive small spawn reply hello share
    break guest extra delay flash final abort chart wrong trust retry print super plane prime
    route round owner clone early basic pause patch child digit slice alias units after layer
    focus trans probe clamp month blend mouse delta files scope phase false lower latin chunk
    white front ready watch strip upper minus dirty split angle total batch gamma fetch unset
    smart ratio nonce meter fatal equal arrow admin modes words never props enter mixed fence
    lines erase email graph union quote guard leave pages tests merge title wheel scene cycle
    pitch blank bound known exact ports using hints inner forms agent dummy panel sense touch
    track cross below voice micro radio again codes suite reuse clean alarm quick rules epoch
    above solid click saved sleep marks times locks comma users plain links boost panic hooks
    three embed maybe slots paths world still added pairs rates latch stage claim nodes whole
    yield paint press noise parts flows floor brush heavy shell cases stale quiet raise built
    hosts great stubs specs draft apply popup third calls ultra atlas purge reads peers drops
    defer prior stick outer owned place edges crash music eight loose timed fully would given
    cover relay taken slash until logic typed grant issue throw under catch photo joins exits
    fresh async regex param utils const tuple mutex radix octal scipy numpy alloc codec glyph
    """.split()
)
"""Words of up to five letters of which names are made: the commonest parts of the constants in
some 120,000 names of C and Python, less those that are short for something."""
_ACRONYMS = frozenset(
    "uuid guid iana ietf igmp icmp sata pcie oidc edid rgba cmyk ieee imap saas iops pid uid "
    "gid tid sid fid vid nic lan wan sas sip".split()
)
"""Spelled though they look like words."""
_SPOKEN = {
    "py": "pie", "exe": "ee ex ee", "ctrl": "control", "cfg": "config", "msg": "message",
    "tmp": "temp", "cmd": "command", "src": "source", "btn": "button", "idx": "index",
    "ctx": "context", "ptr": "pointer", "str": "string", "kwargs": "keyword args",
    "stdin": "standard in", "stdout": "standard out", "stderr": "standard error",
    "mkdir": "make dir", "rmdir": "remove dir", "dirname": "dir name", "utf": "you tee eff",
    "cnt": "count", "len": "length", "dst": "destination", "pkg": "package",
    "sqlite": "ess cue light",
    "regexp": "regex", "async": "ay sink", "oauth": "oh auth", "uint": "you int", "usr": "user",
    "cmake": "see make", "chmod": "change mode", "chown": "change owner", "css": "see ess ess",
}  # fmt: skip
"""Short forms, and how people say them."""
_THREE = re.compile("[bcdfghjklmnprstvwz][aeiou][bcdfgklmnprstvxz]")
_VOWEL = re.compile("[aeiouy]")
_OPENS = re.compile(
    "(?:[bcdfghjklmnpqrstvwxyz]|[bcfgkps]l|[bcdfgkpt]r|[cgpstw]h|s[ckmnpqtw]|sch|scr|shr|spl|spr"
    "|str|thr|tw|dw|kn|wr|ph|qu|ps)?[aeiouy]"
)
_CLOSES = re.compile(
    "[aeiouy](?:[bcdfghklmnprstvwxyz]|bb|cc|ck|ct|dd|ff|ft|gg|ght|gh|gn|lb|lc|ld|lf|lk|ll|lm|lp|ls"
    "|lt|lth|lve|mb|mm|mp|mpt|nc|nch|nd|ng|ngth|nk|nn|nt|nx|ph|pp|pt|rb|rc|rch|rd|rf|rg|rk|rl|rm|rn"
    "|rp|rr|rs|rsh|rst|rt|rth|rv|sh|sk|sm|sp|ss|st|tch|th|tt|wl|wn|xt|zz)?s?$"
)


def words_of(name: str) -> str:
    """`"parseHTMLFile"` → "parse aitch tee em ell file", `"snake_case"` → "snake case"."""
    known = ABBREVIATIONS.get(name)
    return known or " ".join(part_of(part) for part in _PARTS.findall(name))


def part_of(part: str) -> str:
    """One part of a name: a number, a word, or letters."""
    low = part.lower()
    if part.isdecimal() or len(part) == 1:
        return numbers.number(part) if part.isdecimal() else letter(part)
    if low in _SPOKEN:
        return _SPOKEN[low]
    if _is_word(low, capitals=part.isupper()) or is_read_as_word(part.upper()):
        return low
    if low[1:] in _WORDS and len(low) > 3 and low not in _ACRONYMS:
        return f"{letter(low[0])} {low[1:]}"
    if low.endswith("s") and len(low) > 2 and not part.isupper():  # "urls"
        return spelled(low[:-1]) + "s"
    return spelled(low)


def _is_word(part: str, *, capitals: bool) -> bool:
    """Whether a part is a word, or sounds like one; of one in capitals more is asked."""
    if part in _ACRONYMS or len(part) < 3 or not part.isascii():
        return part in _WORDS or not part.isascii()
    if part in _WORDS or (len(part) == 3 and not capitals and _THREE.fullmatch(part)):
        return True
    if len(part) == 3 or not _VOWEL.search(part):
        return False
    return not capitals or bool(_OPENS.match(part) and _CLOSES.search(part))
