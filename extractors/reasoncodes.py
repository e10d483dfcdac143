"""Codes that say why: CARC and RARC, and a plan's own, from denied rows, their legend, and the words for codes.

CARC and RARC are the X12 claim adjustment and remittance advice remark codes; what they stand for is in codes.yaml.
A plan's own count only where a column, a key, a label or a word says "code".
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from extractors import codesigns
from extractors.base import Sheet
from extractors.claims import Claims, denied_rows
from extractors.codes import Code
from extractors.codeshapes import (
    CARC,
    CHAIN,
    EACH,
    FIVE,
    NO_DENIAL,
    RARC,
    STANDARD,
    boxes,
    printed,
    split,
)
from extractors.legend import explanation, refuses
from extractors.lexicon import pattern
from extractors.pairs import Pair
from extractors.remarks import Key, explains_why_not, says_why_not
from extractors.remarks import keys as keys_of
from extractors.rowcodes import row_codes
from extractors.saidcodes import of_another_kind, said, stands

_OWN = re.compile(
    r"(?=[A-Z\d]*[A-Z])[A-Z\d][A-Z\d-]{1,7}[a-z]?"
)  # a code of a plan's making, where it is explained

# "remark code N35", "message J8410", "the adjustment code is 22 and the remark MA04", "(EX code 0B, ...)"
_TOLD = re.compile(  # "Reason: 197 - Precertification absent", "Explanation: 1F1 The procedure is no benefit"
    rf"(?P<code>{STANDARD}|{CARC}|(?=\w*[A-Z])(?=\w*\d)[A-Z\d]{{2,5}})(?:\s*[–—:-]\s+(?=[A-Z][A-Za-z]{{2}})| (?=[A-Z][a-z]+ [a-z]))"
)
_ALONE = re.compile(
    rf"(?=[A-Z]*\d)(?:{STANDARD}|[A-Z]{{1,4}}-?\d{{1,4}}[A-Z]?)(?=\s*(?:$|[\n/|•·;,]))"
)  # all that a label holds


def reasons(
    sheet: Sheet, labelled: Sequence[Pair], claims: Claims, taken: frozenset[str] = frozenset()
) -> list[Code]:
    """Reason codes of the denial; codes of paid rows, and procedures or diagnoses (`taken`), are left out."""
    denied = denied_rows(claims)
    mine = [c for charge in denied for c in row_codes(sheet, charge)]
    others = {
        c.text
        for charge in claims.charges
        if charge not in denied and charge.row.settled and not charge.row.total
        for c in row_codes(sheet, charge)
    }
    others -= {c.text for c in mine}
    told = said(sheet)
    listed = [k for k in keys_of(sheet) if not _GOES_ON.search(sheet.text[max(0, k.start - 9) : k.start])]
    fine = {
        k.text for k in listed if k.shares
    }  # what stands on a denied row says why, unless it is the plan's rate
    mine = [c for c in mine if c.text not in fine] or mine
    used = any(k.uses for k in listed)
    spoken = {c.text for c in told} - {k.text for k in listed if any(c.start == k.start for c in told)}
    unused = {k.text for k in listed if used and not k.uses} - spoken
    others |= ({k.text for k in listed if not k.denies} | unused) - {c.text for c in mine}
    found = list(mine)
    of_mine = {c.text for c in mine}
    keys = others | of_mine
    for code in mine:
        found += _legend(sheet, code, keys)
    spans = [explanation(sheet, text, keys) for text in others]
    settled = [s for s in spans if s]
    found += [
        c
        for c in (*_labelled(sheet, labelled), *told)
        if c.text not in others and not any(a <= c.start < b for a, b in settled)
    ]
    if mine:
        found = [
            c
            for c in found
            if c.rule == "reason.numbered"
            or any(_ends(c.text) == _ends(m) for m in of_mine)
            or not (_only_listed(sheet, c.text) or _of_another(sheet, c))
        ]
    found += [
        printed(sheet, k.start, k.end, 0.88, "reason.key")
        for k in listed
        if k.uses and k.denies and not (mine and k.text not in of_mine and _on_paid(sheet, claims, k))
    ]
    found += [c for c in _headed(sheet, labelled, mine) if c.text not in others]
    found = found or _leading(sheet)
    checked, unchecked = boxes(sheet)
    taken -= {
        t for t in taken if re.fullmatch(RARC, t) and explains_why_not(sheet, t)
    }  # M15 is a diagnosis too
    told_so = _once([*(c for c in found if c.text not in unchecked), *checked], taken)
    return told_so or _likely(sheet, claims, taken, unchecked)


def _likely(sheet: Sheet, claims: Claims, taken: Set[str], unchecked: Set[str]) -> list[Code]:
    """The codes that only the weights tell; none where a discount's is among them, as in a paper of what was paid."""
    likely = [c for c in codesigns.likely(sheet, claims, taken) if c.text not in unchecked]
    if any(NO_DENIAL.fullmatch(c.text) for c in likely):
        return []
    return [c for c in likely if stands(sheet, c) and not of_another_kind(sheet, c)]


def _only_listed(sheet: Sheet, code: str) -> bool:
    """Whether a code stands only where a list explains it, as in a legend of all that the plan uses."""
    heads = rf"(?:\A|(?<=\n)|(?<=[.)\]!?] ))(?:{_MESSAGE}:? )?{re.escape(code)}[”\"]?(?:\s*[–—=:-]\s*|\s+)(?=[A-Z][a-z]|[A-Z]{{3}})"
    places = list(re.finditer(rf"(?<![\w-]){re.escape(code)}(?![\w-])", sheet.text))
    return len(re.findall(heads, sheet.text)) == len(places) or all(
        _explains(sheet, p.start()) for p in places
    )


def _explains(sheet: Sheet, start: int) -> bool:
    """Whether a code is all of a cell, and words stand level with it, as in a legend of two columns."""
    cell = sheet.segment_at(start)
    right = sheet.right(cell)
    alone = sheet.offset_of(cell) == start and " " not in cell.text.strip()
    return alone and right is not None and bool(_WORDS.match(right.text))


_WORDS = re.compile(r"[A-Z][A-Za-z-]+(?: [A-Za-z/-]+){3}")


_GOES_ON = re.compile(r"[a-z] codes?\s$")  # "was turned down with remark code B7. You explained" is no list
_MESSAGE = r"(?:MSG|RMK|NTE)"  # before a code and its explanation, in print-outs
_ANOTHER = pattern("reason.of_another")


def _of_another(sheet: Sheet, code: Code) -> bool:
    """Whether the sentence around a code tells how another claim was decided, or this one earlier."""
    return bool(_ANOTHER.search(sheet.clause(code.start)))


def _on_paid(sheet: Sheet, claims: Claims, key: Key) -> bool:
    """Whether every use of a key stands on a row of a table that was not denied."""
    paid = [c for c in claims.charges if c not in denied_rows(claims)]
    words = {id(w) for c in paid for s in (*c.row.segments, *c.row.more) for w in s.words}
    return all(any(id(sheet.words[i]) in words for i in sheet.word_span(u, u + 1)) for u in key.uses)


def _headed(sheet: Sheet, labelled: Sequence[Pair], mine: Sequence[Code]) -> list[Code]:
    """A code with its explanation right under a heading for codes ("Messages on this claim"), where it stands alone."""
    if mine:
        return []
    found = []
    for segment in sheet.segments:
        if len(segment.text) > 45 or not _HEADING.match(segment.text):
            continue
        below = sheet.below(segment)
        match = EACH.match(below.text) if below is not None else None
        if below is None or not match or FIVE.fullmatch(match[0]):
            continue
        start = sheet.offset_of(below)
        if (span := explanation(sheet, match[0], marked=len(below.text) < 9)) and refuses(
            sheet.text[slice(*span)]
        ):
            found.append(printed(sheet, start, start + match.end(), 0.85, "reason.heading"))
    return found


_HEADING = pattern("reason.heading")
# "D41: No benefits are payable because", "(1) K44 – This test is considered experimental"
_LEADS = re.compile(
    r"(?:\A|(?<=\n))(?:\(\d\) |Reject )?(?P<code>(?<=Reject )\d{2,3}|0\d\d|(?=[A-Z]*\d)[A-Z]{1,3}\d{1,3}[A-Z]?)"
    r" ?[.:–—-] (?=[A-Z][a-z]+ [a-z]|[A-Z]{3,} [A-Z]{3,})"
)


def _leading(sheet: Sheet) -> list[Code]:
    """Codes at the head of a paragraph that says why, in a letter that names none otherwise."""
    return [
        printed(sheet, *m.span("code"), 0.85, "reason.numbered")
        for m in _LEADS.finditer(sheet.text)
        if says_why_not(sheet.text[m.end() : m.end() + 400].partition("\n")[0])
    ]


def _once(found: list[Code], taken: frozenset[str]) -> list[Code]:
    kept: dict[str, Code] = {}
    many = len({_bare(c.text) for c in found}) > 1
    # a note of one figure names the codes that stand in it ("1 – Your plan only pays ... [X17]")
    named = any(re.fullmatch(STANDARD, c.text) or not re.fullmatch(r"\d", _bare(c.text)) for c in found)
    lines = any(
        re.fullmatch(STANDARD, c.text) for c in found
    )  # "01" beside a standard code is a line's number
    for code in sorted(found, key=lambda c: -c.score):
        bare = _bare(code.text)
        if (
            (code.text in taken and code.rule not in _SURELY)  # a plan's own code may look like a diagnosis
            or not bare.strip("0")
            or (lines and re.fullmatch(r"0\d", bare))
            or (_STATUS.fullmatch(code.text) and code.rule not in ("reason.row", "reason.named"))
            or (re.fullmatch(r"\d", bare) and (code.rule not in _NOTES or named))
        ):
            continue
        if any(_same(k, code.text) for k in kept) or (many and NO_DENIAL.fullmatch(code.text)):
            continue
        if code.text.isdigit() and any(re.fullmatch(rf"(?:CO|PR|OA|PI)[ -]*{bare}", c.text) for c in found):
            continue  # the end of a code that was broken over two lines
        kept[code.text] = replace(code, text=code.text.removeprefix("RARC").strip())
    return sorted(kept.values(), key=lambda c: c.start)


_SURELY = ("reason.row", "reason.key", "reason.numbered", "reason.after", "reason.legend", "text.denial_code")
_NOTES = ("reason.bracket", "reason.note", "reason.key")
_STATUS = re.compile(r"[AFP][0-5]")  # X12 claim status category: how far a claim is, not why


def _bare(text: str) -> str:
    return re.sub(r"^(?:(?:CARC|RARC)\s+|EX[- ]?(?=\w*\d))", "", text)


def _same(one: str, other: str) -> bool:
    """Whether two printings are of one code: "CARC 50" and "50", "CO-50" and "CARC 50"."""
    return _bare(one) == _bare(other) or (_ends(one) == _ends(other) and "CARC" in one + other)


def _ends(text: str) -> str:
    """A code without its list and its group: 50 of "CO-50"."""
    return re.sub(r"^(?:CO|PR|OA|PI)[ */-]*(?=\d)", "", _bare(text))


_PLAIN = r"(?:\d{2,4}|[A-Z]{1,3}\d{1,4})"


def _legend(sheet: Sheet, code: Code, keys: Set[str]) -> list[Code]:
    """The standard codes that the explanation of a plan's own code names."""
    note = rf"(?<!\S)\({re.escape(code.text)}\) (?P<code>{_PLAIN}) (?:[–—-] )?(?=[A-Z][a-z]+ [a-z])"  # "(2) 204 – Surgery ..."
    if numbered := re.search(note, sheet.text):
        return [printed(sheet, *numbered.span("code"), 0.88, "reason.numbered")]
    span = explanation(sheet, code.text, keys)
    if span is None:
        return []
    return [
        printed(sheet, span[0] + m.start(), span[0] + m.end(), 0.88, "reason.legend")
        for m in re.finditer(
            rf"(?<=[(\[,;| ]){STANDARD}(?=[\])\],;| ]|\.(?!\d))|(?<=[(\[]){CARC}(?=[)\]](?:\s|$|\.))|(?<=\[)[A-Z]{{1,2}}\d{{2,3}}(?=\])",
            sheet.text[slice(*span)],
        )
        if m[0] != code.text
    ]


def _labelled(sheet: Sheet, labelled: Sequence[Pair]) -> list[Code]:
    found = []
    for pair in labelled:
        if pair.field not in ("denial_code", "reason"):
            continue
        if own := _explained(sheet, pair):
            found += own
            continue
        match = CHAIN.match(sheet.text, pair.start)
        if (told := _TOLD.match(sheet.text, pair.start)) and told.end("code") <= pair.end:
            found.append(printed(sheet, *told.span("code"), 0.85, pair.rule))
            continue
        if pair.field == "reason" and not (match and _ALONE.match(sheet.text[pair.start : pair.start + 24])):
            continue
        if match and re.match(r"\s*(?:$|[\n(–—:;,.|/•·“\"-])", sheet.text[match.end() : match.end() + 3]):
            found += split(sheet, match.start(), match.end(), 0.95 * min(1.0, pair.score), pair.rule)
    return found


_WORD = re.compile(r"[A-Z]{7,}")  # "EXPLANATION OF BENEFITS" is no code


def _explained(sheet: Sheet, pair: Pair) -> list[Code]:
    """The codes of a label that holds nothing else, where one of a plan's own making is explained elsewhere."""
    line = re.match(r"[^\n]*", sheet.text[pair.start : pair.end])
    tokens = list(re.finditer(r"[^\s,;/&]+", line[0] if line else ""))
    codes = [m for m in tokens if m[0].lower() != "and"]
    own = [m for m in codes if not EACH.fullmatch(m[0])]
    if (
        not 0 < len(codes) < 5
        or not own
        or not all(_OWN.fullmatch(m[0]) and not _WORD.fullmatch(m[0]) for m in own)
    ):
        return []
    told = [explanation(sheet, m[0], marked=True) for m in own]
    if not all(
        span and not pair.start <= span[0] < pair.end and says_why_not(sheet.text[slice(*span)])
        for span in told
    ):
        return []
    return [printed(sheet, pair.start + m.start(), pair.start + m.end(), 0.9, pair.rule) for m in codes]
