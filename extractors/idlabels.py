"""Labels of numbers that no entry of the lexicon names: their head noun says what the number is.

"Medicaid/FAMIS no.", "P2P conf. no." and "EVICORE CASE" share no wording with other letters, but end like every label
of their kind: owner, then what is numbered, then a word for number. Heads are word lists in `lexicon.yaml`.
"""

import re

from extractors.base import Segment, Sheet
from extractors.lexicon import LabelHit, Lexicon, normal

FIELDS = ("claim_numbers", "member_id", "group_number", "reference_numbers")
_ITEM = re.compile(r"^\W*(?:box\s+)?\d{1,2}[a-z]?[.):]\s+|^\W+", re.I)  # "3. GROUP", "(4) Case"
_NUMBER = {"number", "numbers", "id", "ids", "identification", "identifier", "nbr", "code", "record", "key"}
_AFTER = {
    "on", "with", "for", "assigned", "given", "in", "by", "at", "to", "from", "as", "if", "when", "used", "is", "was", "we", "you", "our",
}  # fmt: skip
# what a claim's number is also called, after "claim"
_OF_A_CLAIM = {
    "ref",
    "reference",
    "cntl",
    "ctrl",
    "control",
    "seq",
    "sequence",
    "line",
    "key",
    "record",
    "file",
    "suffix",
    "date",
    "identification",
}
_SHAPE = re.compile(r"(?:[^\d,;:!?]|(?<=[A-Za-z])\d(?=[A-Za-z])){2,60}[:#.]*\s*")


_NUMBER_OF = re.compile(
    r"\b(?:number|no\.|id|code|identif\w+) (?:of|for|on) (?:(?:this|the|your|our) )?((?:[a-z]+ )?[a-z]+)\W*$",
    re.I,
)


_KEPT_AS = re.compile(
    r"(?:(?:your|the|our|this) )?([a-z]+(?: [a-z]+)?) (?:(?:is|was|has been) )?"
    r"(?:logged|registered|recorded|entered|filed|kept|booked|tracked|known|listed)(?: (?:by|with|to) us)?"
    r" (?:as|under)(?: (?:no\.?|number|#))?\W*",
    re.I,
)


def composed(lexicon: Lexicon, text: str) -> LabelHit | None:
    """What a label ends on: its head noun, weaker than a label that the lexicon knows; None where it names no number."""
    whole = _ITEM.sub("", text.strip())
    shown = re.sub(
        r"\s*\([^)]*\)|\s+(?:[12]|I{1,2})(?=\s*(?:/|[:#]?$))|\b(?:stage|level|step|tier) (?:[1-4]|I{1,3}) (?=\w)",
        "",
        whole,
        flags=re.I,
    )
    if kept := _KEPT_AS.fullmatch(shown):  # "Receipt logged as:" is a receipt's number
        return lexicon.cell("id", kept[1] + " number") or _by_head(lexicon, text, kept[1] + " number")
    hit = _by_head(lexicon, text, shown)
    if hit is None and (of := _NUMBER_OF.search(shown)):  # "Identification number for this appeal"
        hit = _by_head(lexicon, text, of[1] + " number")
    inside = re.search(r"\(([A-Za-z ]{3,20})\)[:#.]*$", whole)
    if hit is None and inside:  # "Charge (claim)"
        hit = _by_head(lexicon, text, inside[1] + " number")
    return hit or _abbreviated(lexicon, text, shown)


_MORE_NOUNS = ("policy", "contract", "certificate")
_NO_ABBREVIATION = {"part", "care", "comp", "cont", "conf", "term", "pers", "even", "track", "ident"}


def spelled_out(lexicon: Lexicon, word: str) -> str | None:
    """The noun that an abbreviation on a form stands for ("subscr", "enrle"): it begins with it, or with its consonants
    and hardly a vowel between; None for a word of its own, and where nouns for several fields fit."""
    nouns = {w: name for name in FIELDS for w in lexicon.words[f"id_{name}"]} | dict.fromkeys(_MORE_NOUNS, "")
    if len(word) < 4 or word in nouns or word in _NO_ABBREVIATION or word in lexicon.words["id_never"]:
        return None
    longer = [noun for noun in nouns if len(noun) > len(word) + 1 and noun[0] == word[0]]
    fits = [noun for noun in longer if noun.startswith(word)]
    if not fits and sum(c in "aeiou" for c in word[1:]) <= 1:
        fits = [noun for noun in longer if _consonants(noun).startswith(_consonants(word))]
    return fits[0] if len({nouns[noun] for noun in fits}) == 1 else None


def _consonants(word: str) -> str:
    """Its consonants, doubled ones once."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiou]", "", word))


def _abbreviated(lexicon: Lexicon, text: str, shown: str) -> LabelHit | None:
    """A label whose last noun before "no." or "ID" is abbreviated in a way that no list holds."""
    words = normal(shown).split()
    at = next((i for i in range(len(words) - 1, 0, -1) if words[i] not in _NUMBER), 0)
    if not words or words[-1] not in _NUMBER or at == len(words) - 1:
        return None
    if (noun := spelled_out(lexicon, words[at])) is None:
        return None
    label = " ".join((*words[:at], noun, *words[at + 1 :]))
    return lexicon.cell("id", label) or _by_head(lexicon, text, label)


def _by_head(lexicon: Lexicon, text: str, shown: str) -> LabelHit | None:
    if not _SHAPE.fullmatch(shown):
        return None
    words = normal(shown).split()
    if not words or len(words) > 7:
        return None
    if any(w in lexicon.words["id_never"] for w in words):
        return LabelHit("id.head.never", "other", 0.84, len(shown))
    cut = next((i for i, w in enumerate(words) if i and w in _AFTER), len(words))
    words = words[:cut]
    numbered = words[-1] in _NUMBER
    while len(words) > 1 and words[-1] in (_NUMBER | {"name", "/", "&"} if numbered else {"/", "&"}):
        words.pop()
    claim = next((w for w in words if w in lexicon.words["id_claim_numbers"]), None)
    if claim and words[-1] in _OF_A_CLAIM:
        return LabelHit(f"id.head.{claim}", "claim_numbers", 0.84, len(shown))
    for part in " ".join(words).split(" / "):
        head = part.split()[-1] if part.split() else ""
        for field in FIELDS:
            if head in lexicon.words[f"id_{field}"]:
                said = numbered or text.rstrip().endswith((":", "#"))
                return LabelHit(f"id.head.{head}", field, 0.84 if said else 0.72, len(shown))
    return None


# "your claim for $412.00 (no. 26-1188-401)": what is numbered stands before the bracket
_IN_BRACKET = re.compile(
    r"\b(?:your|the|this|that|our|his|her|their|a|an)\s+((?:[\w-]+\s+){0,3}?[a-z]+)\b(?:\s+(?:of|for|from|by|to|on|that|we|you|dated)\b[^;:()]{0,60})?\s*\(\s*(?:our\s+)?(?:no\.?|number|#|id)\s*:?\s*$",
    re.I,
)


def before_number(lexicon: Lexicon, before: str) -> LabelHit | None:
    """The label that the text before a number ends with, told by its head; it must say "number", "no.", "ID" or ":"."""
    if match := _IN_BRACKET.search(before):
        return composed(lexicon, match[1].split()[-1] + " number")
    part = re.split(r"[|·•;,(]|\s[–—-]\s|(?<=[a-z]{3})[.:]\s", before.rstrip())[-1].strip()
    shown = part.rstrip(":#. ")
    told = re.search(
        r"(?:\b(?:number|no|nos|num|nbr|ident(?:ification)?)\b\.?|\bI\.?D\b\.?|#|:)\s*$", part, re.I
    )
    if shown and not told and re.search(r"[|•·]\s*[A-Z][\w /]{2,24}$", before.rstrip()):
        return composed(lexicon, shown)  # one of several in a line
    if not told or not shown:
        return None
    for count in range(min(6, len(shown.split())), 0, -1):
        words = shown.split()[-count:]
        if count < len(shown.split()) and words[0].islower() and count > 2:
            continue
        if hit := composed(lexicon, " ".join(words) + ("" if told[0].strip() == ":" else " number")):
            return hit
    first, stroke, _ = shown.partition(" / ")  # in two languages: "Notice number / Número de aviso:"
    return before_number(lexicon, first + ":") if stroke else None


_ON_FILE = re.compile(
    r"\b([A-Za-z]+(?: no\.| numbers?)?) (?:on|in|under) (?:our )?(?:files?|records?|review|appeal|dispute|question)[\s:#.]*$",
    re.I,
)


def on_file(lexicon: Lexicon, before: str) -> LabelHit | None:
    """The label of what is on file or under review ("Claims on file:"), which names no file's number."""
    match = _ON_FILE.search(before)
    if not match:
        return None
    return composed(lexicon, match[1] + ":") or lexicon.ending("id", before[: match.end(1)])


_NAMED = re.compile(
    r"(?:(?P<label>[A-Z][^\W\d_](?:[^\W\d_]|[ /’'.#-]){1,29}):\s+)?(?P<name>[A-Z][^|:]{2,60}?)\s*(?:[/·•–—(,-]\s*)$"
)
# nothing but a name stands between: "Group: Stark Metal Forming Health Plan 11872"
_NAMED_BARE = re.compile(
    r"(?:^|[.;|·•]\s+|\s{2}|(?<=\d)\s)(?P<label>[A-Z][^\W\d_](?:[^\W\d_]|[ /’'.#-]){1,29}):\s+"
    r"(?P<name>(?:(?:[A-Z][\w’'&.,-]*|&|of|and|the|for|de|del|la)\s+){1,8})$"
)


def named(sheet: Sheet, start: int) -> tuple[str, Segment] | None:
    """The name that a number stands after in its cell ("Adirondack Mills · 20018834", "Ana Rivera (W12 345)").

    Returns the label before the name in the same line, "" where the cell holds none, and the cell.
    """
    segment = sheet.segment_at(start)
    line = sheet.clause(start, 110)  # the name may begin on the line before, behind its label
    match = _NAMED.search(line) or _NAMED_BARE.search(line)
    if match is None or match["label"] is None:
        match = _NAMED.search(sheet.text[sheet.offset_of(segment) : start])
        if match is None or (match["label"] is None and match.start() != 0):
            return None
    return None if any(c.isdigit() for c in match["name"]) else (match["label"] or "", segment)


def over_the_line(sheet: Sheet, lexicon: Lexicon, start: int) -> LabelHit | None:
    """The label at the right end of the line above a number that begins its line: the line was too long for both."""
    segment = sheet.segment_at(start)
    if sheet.left(segment) is not None or not sheet.starts_segment(start):
        return None
    above = [s for s in sheet.page_segments(segment.page) if 0 < segment.box[1] - s.box[1] < 2 * segment.size]
    if not above:
        return None
    last = max(above, key=lambda s: s.box[2])
    tail = re.split(r"[|•·;]|\s{2,}", last.text)[-1]
    if last.box[2] - segment.box[0] < 250 or last.box[2] < 340 or last.text.rstrip().endswith("."):
        return None
    return lexicon.cell("id", tail) or (lexicon.ending("id", tail) if len(tail) < 40 else None)


def rest_of_cell(sheet: Sheet, end: int, most: int = 8) -> str:
    """What follows a number in its cell."""
    segment = sheet.segment_at(end - 1)
    return sheet.text[end : min(end + most, sheet.offset_of(segment) + len(segment.text))]
