"""Codes that say why: CARC and RARC, and a plan's own, from denied rows, their legend, and the words for codes.

CARC and RARC are the X12 claim adjustment and remittance advice remark codes; what they stand for is in codes.yaml.
A plan's own codes have no common shape, so that they count only where a column, a label or a word says "code".
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from extractors.base import Sheet
from extractors.claims import Charge, Claims, denied_rows
from extractors.codes import Code
from extractors.legend import explanation, refuses
from extractors.pairs import Pair

_GROUPED = r"(?:CO|PR|OA|PI)[ -]{0,2}(?:[1-9]\d{0,2}|[ABDPWY]\d{1,2})"
_NAMED = r"(?:CARC|RARC)\s+(?:MA?\d{1,3}|N\d{1,3}|[ABDPWY]\d{1,2}|\d{1,3})"
_RARC = r"(?:MA\d{2,3}|M\d{1,3}|N\d{1,3})"
_STANDARD = rf"(?:{_GROUPED}|{_NAMED}|{_RARC})"
_OWN = r"(?:(?=[A-Z-]{0,4}\d)[A-Z]{0,4}-?\d{1,4}(?:[A-Za-z]{1,2}|-[A-Z])?|\d[A-Z]\d?|[A-Z]\d[A-Z])"
_ANY = rf"(?:{_STANDARD}|{_OWN})(?![\w$]|[.,/]\d|-\w)"
_NEXT = r"(?:\s*(?:[,;/|]|and|&)\s*(?:and\s+)?|\s*\(\s*|\)\s*)(?:(?:remark|reason|adjustment|the)\s+(?:code\s+)?)*"
_CHAIN = re.compile(rf"{_ANY}(?:{_NEXT}{_ANY})*")
_EACH = re.compile(rf"(?<![\w-]){_ANY}")
_GROUPS = {"CO", "PR", "OA", "PI", "CR"}  # X12 claim adjustment group codes
_LETTERS = re.compile(r"(?<![\w-])[A-Z]{2,4}(?![\w-])")
_FIVE = re.compile(r"\d{4,5}[A-Z]?|[A-Z]\d{4}")

# "remark code N35", "message J8410", "the adjustment code is 22 and the remark MA04", "(EX code 0B, ...)"
_CUE = re.compile(
    r"\b(?P<cue>(?:(?:reason|remark|adjustment|explanation|denial|message|reject|note|EX|EOB|local|standard|adj|claim) ?)*"
    r"(?:codes?|remarks?|messages?|reasons?|notes?|reject|NTE|EX|RARC|CARC))(?![A-Za-z])\s*(?:(?:is|was|are|of|on (?:your|the)[^.;\n]{3,36}? (?:is|was))\b)?[:“\"'‘#()\s]+"
    rf"(?P<codes>{_ANY}(?:{_NEXT}{_ANY})*)",
    re.I,
)
_NOT_A_REASON = re.compile(
    r"(?:procedure|CPT|HCPCS|billing|billed|diagnosis|ICD(?:-10)?|zip|area|rev(?:enue)?|place|service|enrollment|access|group|type|"
    r"drug|NDC|tax|mail|condition|occurrence|value|insurance|administrative|public health|health|state|safety|welfare|internal revenue|bill|DRG|surgical|J)[\s-]*$",
    re.I,
)
_PLAIN = re.compile(r"^codes?$", re.I)
_STANDING = re.compile(rf"(?<![\w./-])(?P<code>{_GROUPED}|{_NAMED})(?![\w-]|\.\d)")
# the remark that goes with it: "CO-150, N180", "CO-16 – Claim lacks information, with N657"
_REMARK = re.compile(
    r"[^.;\n]{0,90}?(?:,|/|;\s|\band|\bwith) ?(?:(?:remark|code|RARC) )*(?P<code>N\d{1,3}|MA\d{2,3})(?![\w-]|\.\d)"
)
_BRACKET = re.compile(
    rf"[\[(](?P<codes>(?:\d{{1,3}}|{_STANDARD})(?:[,;/|\s]+(?:\d{{1,3}}|{_STANDARD}))*)[\])]"
)
_GUIDE = re.compile(r"\b(?:MCG|guideline|M&R|box|form|page|item|section|route|hwy)\W*$", re.I)


def reasons(
    sheet: Sheet, labelled: Sequence[Pair], claims: Claims, taken: frozenset[str] = frozenset()
) -> list[Code]:
    """Reason codes of the denial; codes of paid rows, and procedures or diagnoses (`taken`), are left out."""
    denied = denied_rows(claims)
    mine = [c for charge in denied for c in _row_codes(sheet, charge)]
    others = {
        c.text
        for charge in claims.charges
        if charge not in denied and charge.row.settled and not charge.row.total
        for c in _row_codes(sheet, charge)
    }
    others -= {c.text for c in mine}
    found = list(mine)
    keys = others | {c.text for c in mine}
    for code in mine:
        found += _legend(sheet, code, keys)
    spans = [explanation(sheet, text, keys) for text in others]
    settled = [s for s in spans if s]
    found += [
        c
        for c in (*_labelled(sheet, labelled), *_said(sheet))
        if c.text not in others and not any(a <= c.start < b for a, b in settled)
    ]
    found += _headed(sheet, labelled, mine)
    checked, unchecked = _boxes(sheet)
    return _once([*(c for c in found if c.text not in unchecked), *checked], taken)


_ON = re.compile(r"(?:☑|☒|\[\s?[xX✓✔]\s?\]|\([xX✓✔]\))\s*$")
_OFF = re.compile(r"(?:☐|\[\s{0,3}\]|\(\s{0,3}\)|\[_+\]|\(_+\))\s*$")


def _boxes(sheet: Sheet) -> tuple[list[Code], set[str]]:
    """Codes beside a box that is checked, where a list of such boxes stands, and those beside one that is not."""
    on: list[Code] = []
    off: set[str] = set()
    for segment in sheet.segments:
        start = sheet.offset_of(segment)
        match = re.match(
            rf"(?P<box>[☐☑☒]|[\[(][\s_xX✓✔]{{0,3}}[\])])?\s*(?P<code>{_ANY})(?=\s|$)", segment.text
        )
        if not match or _FIVE.fullmatch(match["code"]):
            continue
        left = sheet.left(segment)
        box = match["box"] or (left.text[-4:] if left is not None else "")
        if _OFF.search(box):
            off.add(match["code"])
        elif _ON.search(box):
            on.append(
                _code(sheet, start + match.start("code"), start + match.end("code"), 0.92, "reason.checked")
            )
    return (on, off - {c.text for c in on}) if off else ([], set())


def _headed(sheet: Sheet, labelled: Sequence[Pair], mine: Sequence[Code]) -> list[Code]:
    """A code with its explanation right under a heading for codes ("Messages on this claim"), where it stands alone."""
    if mine:
        return []
    found = []
    for segment in sheet.segments:
        if len(segment.text) > 45 or not _HEADING.match(segment.text):
            continue
        below = sheet.below(segment)
        match = _EACH.match(below.text) if below is not None else None
        if below is None or not match or _FIVE.fullmatch(match[0]):
            continue
        start = sheet.offset_of(below)
        if (span := explanation(sheet, match[0], marked=len(below.text) < 9)) and refuses(
            sheet.text[slice(*span)]
        ):
            found.append(_code(sheet, start, start + match.end(), 0.85, "reason.heading"))
    return found


_HEADING = re.compile(
    r"(?:your claim )?(?:messages?|remarks?|notes?|explanations?|(?:reason|remark|explanation|denial) codes?)\b",
    re.I,
)


def _once(found: list[Code], taken: frozenset[str]) -> list[Code]:
    kept: dict[str, Code] = {}
    many = len({_bare(c.text) for c in found}) > 1
    for code in sorted(found, key=lambda c: -c.score):
        bare = _bare(code.text)
        if (
            (code.text in taken and code.rule != "reason.row")  # a plan's own code may look like a diagnosis
            or not bare.strip("0")
            or (_STATUS.fullmatch(bare) and code.rule != "reason.row")
            or (re.fullmatch(r"\d", bare) and code.rule not in ("reason.bracket", "reason.note"))
        ):
            continue
        if any(_bare(k) == bare for k in kept) or (many and _NO_DENIAL.fullmatch(code.text)):
            continue
        if code.text.isdigit() and any(re.fullmatch(rf"(?:CO|PR|OA|PI)[ -]*{bare}", c.text) for c in found):
            continue  # the end of a code that was broken over two lines
        kept[code.text] = replace(code, text=code.text.removeprefix("RARC").strip())
    return sorted(kept.values(), key=lambda c: c.start)


_STATUS = re.compile(r"[AFP][0-5]")  # X12 claim status category: how far a claim is, not why


def _bare(text: str) -> str:
    return re.sub(r"^(?:CARC|RARC)\s+", "", text)


_NO_DENIAL = re.compile(
    r"(?:CARC|CO|PR|OA|PI)[ -]*(?:1|2|3|45)"
)  # cost share, and what a contract writes off


def _row_codes(sheet: Sheet, charge: Charge) -> list[Code]:
    """Codes in the note column of a row; letters alone ("EDL") only where a legend explains them."""
    found = []
    cells = charge.row.cells.get("note", []) or [
        s for s in charge.row.cells.get("code", []) if not re.search(r"\d{5}|[A-Z]\d{4}", s.text)
    ]
    last = max((s.box[2] for s in charge.row.segments), default=0.0)
    if not cells:
        cells = [s for s in charge.row.segments if s.box[2] == last]
    for cell in cells:
        start = sheet.offset_by_word(cell.words[0])
        text = sheet.text[start : start + len(cell.text)]
        if re.search(r"\$|\d\.\d\d", text):
            continue
        for match in _EACH.finditer(text):
            if not _FIVE.fullmatch(match[0]) and not re.match(
                r"\s*(?:days?|visits?|units?)\b", text[match.end() :]
            ):
                plain = re.fullmatch(r"\d", match[0]) and explanation(sheet, match[0], marked=True)
                rule = "reason.note" if plain else "reason.row"
                found.append(_code(sheet, start + match.start(), start + match.end(), 0.95, rule))
        for match in _LETTERS.finditer(text):
            if match[0] not in _GROUPS and explanation(sheet, match[0], marked=True):
                found.append(_code(sheet, start + match.start(), start + match.end(), 0.85, "reason.row"))
    return found


def _code(sheet: Sheet, start: int, end: int, score: float, rule: str) -> Code:
    return Code(" ".join(sheet.text[start:end].split()), start, end, score, rule)


def _legend(sheet: Sheet, code: Code, keys: Set[str]) -> list[Code]:
    """The standard codes that the explanation of a plan's own code names."""
    span = explanation(sheet, code.text, keys)
    if span is None:
        return []
    return [
        _code(sheet, span[0] + m.start(), span[0] + m.end(), 0.88, "reason.legend")
        for m in re.finditer(rf"(?<=[(\[,;| ]){_STANDARD}(?=[\])\],;| ]|\.(?!\d))", sheet.text[slice(*span)])
        if m[0] != code.text
    ]


def _labelled(sheet: Sheet, labelled: Sequence[Pair]) -> list[Code]:
    found = []
    for pair in labelled:
        if pair.field != "denial_code":
            continue
        match = _CHAIN.match(sheet.text, pair.start)
        if match and re.match(r"\s*(?:$|[\n(–—:;,.|“\"-])", sheet.text[match.end() : match.end() + 3]):
            found += _split(sheet, match.start(), match.end(), 0.95 * min(1.0, pair.score), pair.rule)
    return found


def _split(sheet: Sheet, start: int, end: int, score: float, rule: str) -> list[Code]:
    return [
        _code(sheet, start + m.start(), start + m.end(), score, rule)
        for m in _EACH.finditer(sheet.text[start:end])
        if not re.fullmatch(r"\d{4,}", m[0]) or rule == "reason.reject"
    ]


def _said(sheet: Sheet) -> list[Code]:
    """Codes in sentences."""
    found = []
    for match in _CUE.finditer(sheet.text):
        before = sheet.text[max(0, match.start() - 24) : match.start()]
        if _NOT_A_REASON.search(before) or _NOT_A_REASON.search(before + match["cue"].rpartition(" ")[0]):
            continue
        plain = bool(_PLAIN.match(match["cue"]))
        if match["codes"][:1].islower() or (plain and _FIVE.match(match["codes"])):
            continue
        start, end = match.span("codes")
        if match["cue"][:4].upper() in ("CARC", "RARC"):
            start = match.start("cue")
        rule = "reason.reject" if re.search(r"reject|NTE", match["cue"], re.I) else "reason.said"
        bare = re.match(r"(?:reason|note)s?$", match["cue"], re.I)
        own = _EACH.match(match["codes"])
        told = own and re.search("[A-Z]", own[0]) and explanation(sheet, own[0], marked=True)
        standard = re.match(_STANDARD, match["codes"]) and not match["cue"].lower().startswith("note")
        if bare and not standard and not told:
            continue
        found += _split(sheet, start, end, 0.85 if plain else 0.93, rule)
    for match in _STANDING.finditer(sheet.text):
        if re.match(r"\s+\d{5}\b", sheet.text[match.end() : match.end() + 8]) or _GUIDE.search(
            sheet.text[max(0, match.start() - 14) : match.start()]
        ):
            continue
        if "-" in match[0] or " " in match[0] or match[0][-2:].isdigit():
            found.append(_code(sheet, match.start("code"), match.end("code"), 0.75, "reason.standard"))
            if remark := _REMARK.match(sheet.text, match.end()):
                found.append(_code(sheet, *remark.span("code"), 0.75, "reason.standard"))
    for match in _BRACKET.finditer(sheet.text):
        if re.search(rf"\b{_STANDARD}\b", match["codes"]) and not re.search(
            r"(?:lic|dx|diagnos\w*|ICD)\W{0,3}$", sheet.text[max(0, match.start() - 12) : match.start()], re.I
        ):
            found += _split(sheet, *match.span("codes"), 0.8, "reason.bracket")
    return found
