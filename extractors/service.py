"""The service in question, in the letter's words, and the criteria that the decision names."""

import re

from extractors.base import Sheet
from extractors.claims import Claims
from extractors.codes import Code
from extractors.lexicon import Lexicon
from extractors.pairs import Pair

_JUNK = re.compile(
    r"^(?:of|and|or|review|appeals?|department|center|provided|dates?|from|not|the|to|is|was|are|denied|area|animal|mark|agreement|requested)\b|"
    r"\b(?:our|we|you|your appeal|member services|customer service|toll|call|phone|nearest|Office of)\b",
    re.I,
)
_LEAD = re.compile(
    r"^(?:the|an?|your|request for|coverage (?:of|for)|payment for|approval (?:of|for)|for)\s+", re.I
)


def services(
    sheet: Sheet, lexicon: Lexicon, labelled: list[Pair], claims: Claims, codes: list[Code]
) -> list[Code]:
    """Wordings of the service, best first."""
    found: list[Code] = []
    for pair in labelled:
        if pair.field != "service":
            continue
        text = re.split(r"\s[|•·]\s", pair.text)[0].strip(" .;,")
        if _bad(text):
            continue
        worth = 0.75 if pair.rule == "text.description" else 1.0
        if pair.label.strip(":. ").lower() in (
            "request",
            "requested",
            "item",
            "care",
            "type",
            "rx",
            "matter",
            "issue",
            "about",
            "benefit",
        ):
            worth = 0.8
        found.append(Code(text, pair.start, pair.start + len(text), pair.score * worth, pair.rule))
    for charge in claims.denied_charges:
        cell = charge.row.text("service") or re.sub(r"^[\w-]{4,9}\s+", "", charge.row.text("code"))
        if not _bad(cell) and charge.row.cells.get("service", charge.row.cells.get("code")):
            found.append(Code(cell, charge.start, charge.end, 0.82, "service.row"))
    for code in codes:  # "72148 (MRI of the lumbar spine)", "lumbar MRI (72148)"
        after = re.match(r"(?:-\w\w)?\s*[(–—:-]\s*([A-Za-z][^();\n]{5,90})", sheet.text[code.end :])
        before = re.search(
            r"(?:for|of|cover|approve|the|a|an|your|:|;|\.)\s+((?:[\w/'’-]+[ ,]+){1,9}?)\((?:CPT|HCPCS|code|codes|procedure code)?\s*$",
            sheet.text[max(0, code.start - 110) : code.start],
        )
        if after and not _bad(after[1]):
            start = code.end + after.start(1)
            found.append(
                Code(after[1].strip(" ,."), start, start + len(after[1]), 0.66, "service.code_words")
            )
        if before and not _bad(before[1]):
            start = max(0, code.start - 110) + before.start(1)
            found.append(
                Code(before[1].strip(" ,"), start, start + len(before[1]), 0.64, "service.words_code")
            )
    for cue in lexicon.cues.get("service", ()):
        for match in cue.pattern.finditer(sheet.text):
            text = _LEAD.sub("", match["value"].strip())
            if not _bad(text) and len(text.split()) < 22:
                found.append(
                    Code(
                        text,
                        match.start("value"),
                        match.end("value"),
                        cue.strength - 0.00001 * match.start(),
                        cue.id,
                    )
                )
    return sorted(found, key=lambda c: (-c.score, c.start))


def _bad(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (
        letters < 4
        or letters * 2 < len(text.replace(" ", ""))
        or bool(_JUNK.search(text[:60]))
        or len(text) > 220
    )


_BASIS = re.compile(
    r"\b(?:criteri|guideline|policy|bulletin|MCG|InterQual|based on|basis|using|under|per|pursuant|rule|section|provision|determination|"
    r"LCD|NCD|ASAM|LOCUS|source|reference|standard|booklet|article|edition)",
    re.I,
)


def criteria(sheet: Sheet, lexicon: Lexicon, labelled: list[Pair]) -> list[Code]:
    """Criteria named as the basis: by the shapes of their ids, and where a label says so."""
    found: list[Code] = []
    for cue in lexicon.cues.get("criteria", ()):
        for match in cue.pattern.finditer(sheet.text):
            block = sheet.block_at(match.start())
            around = sheet.text[max(block.start, match.start() - 120) : match.end() + 60]
            if _BASIS.search(around) and match[0].strip():
                found.append(
                    Code(" ".join(match[0].split()), match.start(), match.end(), cue.strength, cue.id)
                )
    for pair in labelled:
        if (
            pair.field == "criteria"
            and pair.score > 0.85
            and 6 < len(pair.text) < 160
            and re.search(r"[A-Z]", pair.text)
        ):
            text = re.split(r"\.\s", pair.text)[0].strip(" .;")
            found.append(Code(text, pair.start, pair.start + len(text), 0.7, pair.rule))
    kept: list[Code] = []
    for code in sorted(found, key=lambda c: (-c.score, -(c.end - c.start))):
        if not any(
            k.start <= code.start < k.end
            or code.start <= k.start < code.end
            or k.text.lower() == code.text.lower()
            for k in kept
        ):
            kept.append(code)
    return sorted(kept, key=lambda c: c.start)
