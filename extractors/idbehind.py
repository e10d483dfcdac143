"""Labels behind a number: "AHP-0440172 (your member number)", "2026-A-0171, the appeal number", "X is your group number"."""

import re

from extractors.base import Sheet
from extractors.context import Option
from extractors.idlabels import composed
from extractors.lexicon import LabelHit, Lexicon
from extractors.mentions import Span

FIELDS = ("claim_numbers", "member_id", "group_number", "reference_numbers", "other")
_REACH = 90  # characters behind the number
_PRODUCT = re.compile(r"(?:PPO|HMO|EPO|POS|HSA|HDHP) ?\d{3,5}$")  # "PPO 2500 (insured)"
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]\d]{2,60})[)\]]")
_OURS = r"(?:your|our|the|his|her|their|this|that)"
_WORDS = r"([A-Za-z][^()\[\]\d,;:.–—|·•]{2,50}?)"
_END = r"(?=\s*(?:[,;.)\]–—|·•]|\band\b|\n|$)(?!\s*:))"
# in apposition, or as what the number is said to be
_SAID = re.compile(
    rf"(?:,\s*(?:which is |being |as )?{_OURS}\s+{_WORDS}{_END}|,?\s*(?:which |that )?(?:is|was) {_OURS}\s+{_WORDS}{_END}|\s*[–—]\s*([a-z]+(?: [a-z]+){{0,2}})(?=\s*(?:[;.|·•]|$)))"
)
_LEAD = re.compile(rf"^(?:(?:which|it|being|as|is)\s+)*(?:{_OURS}\s+)*", re.I)
_TAIL = re.compile(
    r"\s+(?:with|at|for|on|to|in|from|that|we|you|assigned|given|as|of|under|by|against|about)\b.*$", re.I
)
_OUR = re.compile(r"(?:(?:which|it|is|being|as)\s+)*our\b", re.I)
_NUMBER_OF = re.compile(r"(?:[a-z]+ )?(?:numbers?|no\.|id|reference) (?:of|for|on) (.{3,50})$", re.I)


def behind(sheet: Sheet, lexicon: Lexicon, span: Span) -> tuple[Option, int] | None:
    """The label that follows a number in its sentence, and where it ends: it says nothing of the next number."""
    if _PRODUCT.match(span.text):
        return None
    after = sheet.text[span.end : min(sheet.block_at(span.start).end, span.end + _REACH)]
    for match in (_BRACKET.match(after), _SAID.match(after)):
        label = next((group for group in match.groups() if group), "") if match else ""
        if match and (hit := gloss(lexicon, label)):
            glossed = (
                0.8 if match.re is _BRACKET else 0.0
            )  # words in brackets behind a number are there to say whose
            score = min(0.96, max(hit.strength, glossed) + 0.1)
            return Option(hit.field, score, "behind", hit.id, label), span.end + match.end()
    return None


_TOPIC = re.compile(r"(?:\s[–—-]|\b(?:of|for|re:|about))\s*$", re.I)


def of_topic(sheet: Sheet, span: Span) -> bool:
    """Whether the words before a number say what the letter is about, and a bracket behind it says what it is:
    "Reconsideration — R 5582 1047 (contract)"."""
    bracket = _BRACKET.match(sheet.text[span.end : span.end + _REACH])
    return bool(bracket and _TOPIC.search(sheet.clause(span.start, _REACH)))


def gloss(lexicon: Lexicon, text: str) -> LabelHit | None:
    """What is said of a number: a label, a bare noun for one, or that it is "the number of" or "for" something."""
    bare = " ".join(_LEAD.sub("", text.strip()).split())
    if match := _NUMBER_OF.match(bare):
        nouns = [re.sub(r"\W|’s$|'s$", "", word) for word in match[1].split()]
        hits = (_known(composed(lexicon, f"{noun} number")) for noun in reversed(nouns))
        ours = LabelHit(
            "id.behind.ours", "reference_numbers", 0.8, len(bare)
        )  # "our number for the doctor's letter"
        return next((h for h in hits if h), ours if _OUR.match(text.strip()) else None)
    bare = _TAIL.sub("", bare)
    if len(bare.split()) > 5:
        return None
    return _known(lexicon.cell("id", bare)) or _known(composed(lexicon, bare + " number"))


def _known(hit: LabelHit | None) -> LabelHit | None:
    return hit if hit and hit.field in FIELDS[:4] else None
