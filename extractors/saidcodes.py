"""Codes that say why, as sentences name them: "remark code N35", "message J8410", "(CO-197)", "is denied. [W72]"."""

import re

from extractors.base import Sheet
from extractors.codes import Code
from extractors.codeshapes import ANY, EACH, FIVE, GROUPED, NAMED, NEXT, STANDARD, printed, split
from extractors.legend import explanation
from extractors.lexicon import pattern, patterns
from extractors.remarks import says_why_not

_KIND, _WORD = patterns().source("reason.kind"), patterns().source("reason.code")
_CUE = re.compile(
    rf"\b(?P<cue>(?:{_KIND}\.? ?)*{_WORD})(?![A-Za-z])"
    r"\s*(?:(?:is|was|are|of|on (?:your|the)[^.;\n]{3,36}? (?:is|was))\b)?[:“\"'‘#()\s]+"
    rf"(?P<codes>{ANY}(?:{NEXT}{ANY})*)",
    re.I,
)
_NAMES_WHY = re.compile(r"reason|adjust|CARC|denial", re.I)
_ALSO = re.compile(r"(?:,| and| or|/|;) ?(?P<code>[A-Z]{2,5})(?![\w-])")
_SPELT = re.compile(  # "EX code: PDC - Plan does not cover this item."
    rf"\b(?:(?:{_KIND})\.? ?)+{_WORD}[: ]+(?P<code>(?-i:[A-Z]{{2,6}}))\s*[–—:=-]+\s+(?=[A-Z][a-z]+ [a-z])",
    re.I,
)
_NOT_A_REASON = pattern("reason.other_codes")
_PLAIN = re.compile(r"^(?:codes?|cds?)$", re.I)
_LEADS = pattern("reason.leads")  # what a bare "code" may follow: no noun that it is the code of
_WITHDRAWN = pattern("reason.withdrawn")
_STANDING = re.compile(rf"(?<![\w./-])(?P<code>{GROUPED}|{NAMED})(?![\w-]|\.\d)")
# the remark that goes with it: "CO-150, N180", "CO-16 – Claim lacks information, with N657"
_REMARK = re.compile(
    r"[^.;\n]{0,90}?(?:,|/|;\s|\band|\bwith) ?(?:(?:remark|code|RARC) )*(?P<code>N\d{1,3}|MA?\d{1,3})(?![\w-]|\.\d)"
)
_BRACKET = re.compile(rf"[\[(](?P<codes>(?:\d{{1,3}}|{STANDARD})(?:[,;/|\s]+(?:\d{{1,3}}|{STANDARD}))*)[\])]")
_COMMON = pattern("reason.common")  # a rule for all
_AFTER = re.compile(
    r"(?<=[.!]) ?[\[(](?P<code>(?=[A-Z]*\d)[A-Z]{1,4}\d{1,4}[A-Z]?)[\])]"
)  # "No benefits are payable. [W72]"
_GUIDE = pattern("reason.place")
_NOT_BRACKETED = pattern("reason.not_bracketed")
_GROUPED = pattern("reason.grouped")


def said(sheet: Sheet) -> list[Code]:
    """Codes in sentences."""
    found = []
    for match in _CUE.finditer(sheet.text):
        before = sheet.text[max(0, match.start() - 24) : match.start()]
        if _NOT_A_REASON.search(before) or _NOT_A_REASON.search(before + match["cue"].rpartition(" ")[0]):
            continue
        plain = bool(_PLAIN.match(match["cue"]))
        if plain and not _LEADS.search(before):
            continue
        if _WITHDRAWN.search(sheet.clause(match.start()) + sheet.text[match.start() : match.end() + 90]):
            continue
        if match["codes"][:1].islower() or (plain and FIVE.match(match["codes"])):
            continue
        start, end = match.span("codes")
        if match["cue"][-4:].upper() in ("CARC", "RARC") and re.match(r"0|\d{4}", match["codes"]):
            continue
        under = "\n" in sheet.text[match.end("cue") : start] and " " not in match["cue"]
        if under and match["codes"].isdigit():
            continue  # the head of a column over another one
        if match["cue"][:4].upper() in ("CARC", "RARC"):
            start = match.start("cue")
        rule = "reason.reject" if re.search(r"reject|NTE", match["cue"], re.I) else "reason.said"
        bare = re.match(r"(?:reason|note)s?$", match["cue"], re.I)
        own = EACH.match(match["codes"])
        told = own and re.search("[A-Z]", own[0]) and explanation(sheet, own[0], marked=True)
        standard = re.match(STANDARD, match["codes"]) and not match["cue"].lower().startswith("note")
        if bare and not standard and not told and not _GROUPED.search(before):
            continue
        if rule == "reason.said" and _NAMES_WHY.search(match["cue"]):
            rule = "reason.named"
        found += split(sheet, start, end, 0.85 if plain else 0.93, rule)
        for also in _ALSO.finditer(sheet.text, end, end + 24):  # letters alone in the same chain
            if also.start() == end and explanation(sheet, also["code"], marked=True):
                found.append(printed(sheet, *also.span("code"), 0.85, rule))
    for match in _SPELT.finditer(sheet.text):
        if says_why_not(sheet.clause_after(match.end(), 140)):
            found.append(printed(sheet, *match.span("code"), 0.85, "reason.said"))
    for match in _STANDING.finditer(sheet.text):
        if re.match(r"\s+\d{5}\b", sheet.text[match.end() : match.end() + 8]) or _GUIDE.search(
            sheet.text[max(0, match.start() - 14) : match.start()]
        ):
            continue
        if "-" in match[0] or " " in match[0] or match[0][-2:].isdigit():
            found.append(printed(sheet, match.start("code"), match.end("code"), 0.75, "reason.standard"))
            if remark := _REMARK.match(sheet.text, match.end()):
                found.append(printed(sheet, *remark.span("code"), 0.75, "reason.standard"))
    for match in _AFTER.finditer(sheet.text):
        if says_why_not(sheet.text[max(0, match.start() - 160) : match.start()].rpartition("\n")[2]):
            found.append(printed(sheet, *match.span("code"), 0.85, "reason.after"))
    for match in _BRACKET.finditer(sheet.text):
        if re.search(rf"\b{STANDARD}\b", match["codes"]) and not _NOT_BRACKETED.search(
            sheet.text[max(0, match.start() - 12) : match.start()]
        ):
            found += split(sheet, *match.span("codes"), 0.8, "reason.bracket")
    return [c for c in found if not _COMMON.search(sheet.clause(c.start))]
