"""The service in question, in the letter's words."""

import re

from extractors.base import Sheet
from extractors.claims import Claims
from extractors.codes import Code
from extractors.lexicon import Lexicon
from extractors.pairs import Pair

_JUNK = re.compile(
    r"^(?:of|and|or|review|appeals?|department|center|provided|dates?|from|not|the|to|is|was|are|denied|area|animal|mark|agreement|requested)\b|"
    r"\b(?:within \d+|MD|DO|PC|PLLC|LLC|Dear|Claim|Guidelines?|Notice|Reference|Benefit Plan|P\.O|Treatment Request|medical necessity|our|we|you|your appeal|member services|customer service|toll|call|phone|nearest|Office of)\b",
    re.I,
)
_CUT = re.compile(
    r"\.\s|\s\((?:effective|CPT|HCPCS|code)|, which\b|\b(?:Diagnos\w+|Outcome|Reviewer|DX|Requested by|Provider|Date of service)\b|; |\s[-–—]\s?\d{5}|\s\[|, (?:dates?|on) "
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
        text = _CUT.split(re.split(r"\s[|•·]\s", pair.text)[0])[0].strip(" .;,:")
        if _bad(text) or pair.slot == "bare" and not re.search(r"[a-z]{4}", text):
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
    found += phrases(sheet, lexicon)
    return sorted(found, key=lambda c: (-c.score, c.start))


_STOP = frozenset(
    "the a an your our this that these those his her my its and or but for of to with on in at by from as is are was were be been not no we you "
    "they he she it which who whom whose if when while because since after before about under over any each all some such other another "
    "than then there their more most less same only also both may must can could would should will do does did has have had asked ask asks "
    "request requested requests requesting approve approved approval cover covered covers coverage deny denied denies denial pay paid payment "
    "bill billed bills claim claims charge charges charged cost sent received plan fund trust member patient doctor provider dr mr mrs ms "
    "appeal appeals review decision letter notice authorization authorize authorized prior health medical insurance information records "
    "necessary needed need needs get getting gets kind type further additional proposed continued up out into between during without me".split()
)
_ASKS = re.compile(
    r"\b(?:request\w*|asked|asks|wrote|appl\w+|approv\w+|authoriz\w+|cover(?:age|ed)?|den(?:y|ied|ial)|declin\w+|refus\w+|pay(?:ment)?|bill|claim|"
    r"charg\w+|order\w*|prescri\w+|subject|regarding|about|matter|disput\w+|certif\w+)\b[^.;]{0,50}$",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:such as|for example|instead|alternative|try|tried|trial|failed|history|already|previous|earlier|could|approved for|other|usual|example)\b"
    r"[^.;]{0,40}$",
    re.I,
)
_DRUG = re.compile(
    r"\b[A-Z][\w-]+(?: [A-Z]{2,4})?(?: \([a-z][\w -]+\))? ?\d[\d.,/]*\s?(?:mg|mcg|mL|units?)\b(?:/[\d.]*\s?mL)?[^.;:\n(]{0,40}?(?=[.;:\n(]|, | for | from | to | at | is | was |$)"
    r"|\b[A-Z][a-z]+(?: [A-Z]{2,4})? \([a-z]{5,}(?:-[a-z]{4})?\)(?: (?:injections?|infusions?|pen|tablets?|capsules?)[^.;,\n]{0,24})?"
)


def phrases(sheet: Sheet, lexicon: Lexicon) -> list[Code]:
    """Noun phrases that end in a word for a service, and names of drugs; the more the letter is about one, the better."""
    heads = "|".join(sorted((re.escape(w) for w in lexicon.words["service_heads"]), key=len, reverse=True))
    seen: dict[str, tuple[float, int, int]] = {}
    counts: dict[str, int] = {}
    length = max(1, len(sheet.text))
    spans = [(m.start(), m.end(), 1.2) for m in _DRUG.finditer(sheet.text)]
    spans += [
        (*_grown(sheet.text, m.start(), m.end()), 0.0)
        for m in re.finditer(rf"\b(?:{heads})\b", sheet.text, re.I)
    ]
    for start, end, bonus in spans:
        text = " ".join(sheet.text[start:end].split()).strip(" ,")
        if _bad(text) or len(text.split()) < 2 and not bonus:
            continue
        before, after = sheet.text[max(0, start - 90) : start], sheet.text[end : end + 40]
        before = before.rsplit("\n")[-1]
        score = (
            bonus
            + 1.1 * bool(_ASKS.search(before))
            - 0.9 * bool(_ASIDE.search(before))
            + 0.7 * (1 - start / length)
        )
        score += 1.0 * bool(re.match(r"\s*[,(]?\s*\(?(?:CPT|HCPCS|code|codes)?\s*[A-Z]?\d{4,5}", after))
        score += 0.12 * min(len(text.split()), 5)
        name = text.lower()
        counts[name.split()[-1]] = counts.get(name.split()[-1], 0) + 1
        if name not in seen or score > seen[name][0]:
            seen[name] = (score, start, end)
    found = []
    for name, (score, start, end) in seen.items():
        score += 0.08 * min(counts.get(name.split()[-1], 0), 6)
        text = " ".join(sheet.text[start:end].split()).strip(" ,")
        found.append(Code(text, start, end, min(0.79, 0.3 + 0.12 * score), "service.phrase"))
    return found


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """A head word with what stands before it ("lumbar spine MRI") and after it ("of the left knee")."""
    floor = max(0, start - 90)
    left = re.search(r"[^.;:()\n,]*$", text[floor:start])
    words = list(re.finditer(r"[\w'’/-]+", left[0])) if left else []
    begin = start
    base = floor + (left.start() if left else 0)
    for word in reversed(words[-7:]):
        if word[0].lower() in _STOP or re.fullmatch(r"\d{4,}", word[0]):
            break
        begin = base + word.start()
    tail = re.match(
        r"(?: (?:of|to|in|for|with|without|on) (?:the |your |her |his |a |an )?[\w'’/-]+(?: (?!is|was|were|are|on|at|from|by|because|that|which|for|to|you|we)[\w'’/-]+){0,3})",
        text[end : end + 70],
    )
    return begin, end + (len(tail[0]) if tail else 0)


def _bad(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (
        letters < 4
        or letters * 2 < len(text.replace(" ", ""))
        or bool(_JUNK.search(text[:60]))
        or len(text) > 220
    )
