"""Codes that say why, as sentences name them: "remark code N35", "message J8410", "(CO-197)", "is denied. [W72]"."""

import re
from collections.abc import Iterator

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.base import Sheet
from extractors.codes import Code
from extractors.codeshapes import ANY, EACH, FIVE, GROUPED, NAMED, NEXT, OWN, RARC, STANDARD, printed, split
from extractors.legend import explanation, refuses
from extractors.lexicon import pattern, patterns
from extractors.remarks import says_why_not

_KIND, _WORD = patterns().source("reason.kind"), patterns().source("reason.code")
_SAYS = patterns().source("reason.means")
_DENIED_WITH = patterns().source("reason.denied_with")
_OF_THE_PLAN = patterns().source("reason.plans_own")
_CUE = re.compile(
    rf"\b(?P<cue>(?:{_KIND}\.? ?)*(?:(?<=\w )of )?{_WORD}(?:\(s\))?)(?![A-Za-z])"
    r"\s*(?:(?:is|was|are|of|(?:you (?:will|can|may) (?:find|see) )?(?:(?:printed|shown|given|used) )?on (?:(?:your|the|a) )?[^.,;:\n]{3,36}?(?: (?:is|was|are|were|will be)|(?=[:,])))(?!\w))?(?: ?\.{3,})?,?[:“\"'‘#()\s]+"
    rf"(?P<codes>{ANY}(?:{NEXT}{ANY})*)",
    re.I,
)
_MONTH = re.compile(r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d", re.I)
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
# the remark that goes with it: "CO-150, N180", "PR 96 N425", "CO-16 – Claim lacks information, with N657"
_REMARK = re.compile(
    r"(?:[^.;\n]{0,90}?(?:,|/|;\s|\band|\bwith) ?|\s)(?:(?:remark|code|RARC) )*(?P<code>N\d{1,3}|MA?\d{1,3})(?![\w-]|\.\d)"
)
_SPACED = re.compile(rf"(?<=[\dA-Z])\s(?P<code>{RARC})(?![\w-]|\.\d)")  # "REMARK N19 M15"
_AHEAD = re.compile(
    rf"(?<![\w-])(?P<code>{RARC})(?:,|/| / | and | with )\s?(?:\w+ code )?$"
)  # "N29 / CO-252"
_ONE = rf"(?:\d{{1,3}}|{STANDARD}|{OWN})(?![\w.])"
_BRACKET = re.compile(rf"[\[(](?P<codes>{_ONE}(?:[,;/|\s]+(?:(?:[A-Z][a-z]+ )?code )?{_ONE})*)[\])]")
# one with its meaning in brackets before the next one: "reject 70 (not covered) and 75 (prior authorization)"
_GLOSSED = re.compile(
    rf"\s?\([^()\n]{{4,90}}\)(?:,? and|[,;/]) (?:(?:{_KIND}|{_WORD}) )*(?P<code>{ANY})(?=\s?\(|[.;]?\s*(?:\n|$))",
    re.I,
)
_MEANS = re.compile(rf"[”\"’')\]]*(?:,? which)? {_SAYS}", re.I)
# letters alone, in brackets: "The reason code on your statement (PXN) stands for"
_LETTERS = re.compile(
    rf"\b(?:{_KIND}) {_WORD}\b[^.;:(\n]{{0,40}}[(“\"](?P<code>(?-i:[A-Z]{{2,6}}))[)”\"]+(?= {_SAYS})",
    re.I,
)
# "(explanation code NPA, CARC 197)"
_NAMED_LETTERS = rf"\(\s*(?:{_KIND}) {_WORD} (?P<code>(?-i:[A-Z]{{2,6}}))(?=[,;)])"
# "is denied with code RES"
_WITH_CODE = rf"{_DENIED_WITH}(?P<code>(?-i:[A-Z]{{2,5}}))(?![\w-])"
# "CO-249 (“...”) and plan code H88", "code 119 with plan message BMX"
_PLANS_OWN = rf"{_OF_THE_PLAN}(?P<code>(?-i:[A-Z]{{1,4}}\d{{1,3}}|[A-Z]{{2,5}}))(?![\w-])"
# "reason codes EMN and 40"
_LETTERS_FIRST = rf"\b(?:{_KIND}) codes (?P<code>(?-i:[A-Z]{{2,5}}))(?: and |, ?| ?/ ?)(?={ANY})"
_FIGURES_NEXT = rf"\b(?:{_KIND}) codes (?-i:[A-Z]{{2,5}})(?: and |, ?| ?/ ?)(?P<code>{ANY})"
_OF_ANY_MAKE = tuple(
    re.compile(shape, re.I)
    for shape in (
        _NAMED_LETTERS,
        _WITH_CODE,
        _PLANS_OWN,
        _LETTERS_FIRST,
        _FIGURES_NEXT,
    )
)
_STATUS = re.compile(r"\bDENIED ?[-–—:] ?(?P<code>(?=[A-Z]{0,3}\d)[A-Z0-9]{2,5})(?!\S)")
_COMMON = pattern("reason.common")  # a rule for all
_GUIDE = pattern("reason.place")
_SEE = re.compile(r"\bsee(?: the)? $", re.I)
_NOT_BRACKETED = pattern("reason.not_bracketed")
_GROUPED = pattern("reason.grouped")
_PAID = pattern("reason.of_paid")
_TAKEN_BACK = pattern("reason.taken_back")


def said(sheet: Sheet) -> list[Code]:
    """Codes in sentences."""
    found = []
    for match in _CUE.finditer(sheet.text):
        before = sheet.text[max(0, match.start() - 24) : match.start()]
        if _NOT_A_REASON.search(before) or _NOT_A_REASON.search(before + match["cue"].rpartition(" ")[0]):
            continue
        plain = bool(_PLAIN.match(match["cue"]))
        led = _LEADS.search(before) or sheet.starts_segment(match.start())
        if plain and not led and not _MEANS.match(sheet.text, match.end("codes")):
            continue
        if _WITHDRAWN.search(sheet.clause(match.start()) + sheet.text[match.start() : match.end() + 90]):
            continue
        if match["codes"].isdigit() and _MONTH.match(sheet.text, match.end("codes")):
            continue  # "17 JUL 2025" in the column beside
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
        bare = re.match(r"(?:reason|note|EOB)s?$", match["cue"], re.I)
        own = EACH.match(match["codes"])
        told = own and _told(sheet, own[0])
        standard = re.match(STANDARD, match["codes"]) and not match["cue"].lower().startswith("note")
        seen = (
            _SEE.search(before)
            and own
            and re.search("[A-Z]", own[0])
            and says_why_not(sheet.clause(match.start()))
        )
        if bare and not (standard or told or seen or _GROUPED.search(before)):
            continue
        if rule == "reason.said" and _NAMES_WHY.search(match["cue"]):
            rule = "reason.named"
        while glossed := _GLOSSED.match(sheet.text, end):
            found.append(printed(sheet, *glossed.span("code"), 0.85, rule))
            end = glossed.end()
        found += split(sheet, start, match.end("codes"), 0.85 if plain else 0.93, rule)
        while spaced := _SPACED.match(sheet.text, end):
            found.append(printed(sheet, *spaced.span("code"), 0.85, rule))
            end = spaced.end()
        for also in _ALSO.finditer(sheet.text, end, end + 24):  # letters alone in the same chain
            if also.start() == end and explanation(sheet, also["code"], marked=True):
                found.append(printed(sheet, *also.span("code"), 0.85, rule))
    for match in _SPELT.finditer(sheet.text):
        if says_why_not(sheet.clause_after(match.end(), 140)):
            found.append(printed(sheet, *match.span("code"), 0.85, "reason.said"))
    found += [printed(sheet, *m.span("code"), 0.85, "reason.said") for m in _LETTERS.finditer(sheet.text)]
    found += [printed(sheet, *m.span("code"), 0.85, "reason.said") for m in _named_so(sheet)]
    for match in _STANDING.finditer(sheet.text):
        if re.match(r"\s+\d{5}\b", sheet.text[match.end() : match.end() + 8]) or _GUIDE.search(
            sheet.text[max(0, match.start() - 14) : match.start()]
        ):
            continue
        if "-" in match[0] or " " in match[0] or match[0][-2:].isdigit():
            found.append(printed(sheet, match.start("code"), match.end("code"), 0.75, "reason.standard"))
            if ahead := _AHEAD.search(sheet.text, max(0, match.start() - 14), match.start()):
                found.append(printed(sheet, *ahead.span("code"), 0.75, "reason.standard"))
            end = match.end()
            while remark := _REMARK.match(sheet.text, end):
                found.append(printed(sheet, *remark.span("code"), 0.75, "reason.standard"))
                end = remark.end()
    for match in _BRACKET.finditer(sheet.text):
        if re.search(rf"\b(?:{STANDARD}|EX[- ]?\w)", match["codes"]) and not _NOT_BRACKETED.search(
            sheet.text[max(0, match.start() - 12) : match.start()]
        ):
            found += split(sheet, *match.span("codes"), 0.8, "reason.bracket")
    found += _companions(sheet, found)
    return [c for c in found if stands(sheet, c)]


def stands(sheet: Sheet, code: Code) -> bool:
    """Whether the plan denies by a code here: it took it not back, and speaks neither of a rule for all nor of what it paid."""
    clause = sheet.clause(code.start)
    off = _TAKEN_BACK.match(sheet.clause_after(code.end)) or _given_up(sheet, code)
    return not (off or _COMMON.search(clause) or _of_paid(sheet, code))


def of_another_kind(sheet: Sheet, code: Code) -> bool:
    """Whether the words before a code say that it is one for something else ("promotional code")."""
    before = sheet.text[max(0, code.start - 30) : code.start]
    return bool(_NOT_A_REASON.search(re.sub(r"\s*\bcodes?\W*$", "", before, flags=re.I)))


_RELIED_ON, _GIVEN_UP = pattern("reason.relied_on"), pattern("reason.given_up")


def _given_up(sheet: Sheet, code: Code) -> bool:
    """Whether the letter says, wherever it is, that the plan no longer stands on the code."""
    return any(
        _RELIED_ON.search(sheet.text[max(0, m.start() - 50) : m.start()])
        or _GIVEN_UP.match(sheet.text, m.end())
        for m in re.finditer(rf"(?<![\w-]){re.escape(code.text)}(?![\w-])", sheet.text)
    )


def _named_so(sheet: Sheet) -> Iterator[re.Match[str]]:
    """Codes of any make, in places where nothing else stands."""
    for shape in _OF_ANY_MAKE:
        yield from (m for m in shape.finditer(sheet.text) if m["code"].lower() not in STOP_WORDS)
    for match in _STATUS.finditer(sheet.text):
        segment = sheet.segment_at(match.start("code"))
        if sheet.offset_of(segment) + len(segment.text) == match.end():
            yield match


_BEHIND = re.compile(
    rf"\s?(?:[,;/|(\[]|and\b|with\b)\s?(?:(?:plan|payer|our|local|and|with|{_KIND}|{_WORD}) ?)*(?<![A-Za-z\d])(?-i:(?P<code>{ANY}))(?=[\s).,;:/|\]]|$)",
    re.I,
)
_BEFORE = re.compile(rf"(?<![\w.,/-])(?P<code>{ANY})\s?[,/|(\[]\s?$")


def _companions(sheet: Sheet, found: list[Code]) -> list[Code]:
    """A plan's own code beside a standard one: "CO-197 (plan code K12)", "D12 (CO-109)"; it holds a letter and a figure."""
    beside = []
    for code in found:
        if not re.fullmatch(STANDARD, code.text):
            continue
        around = (
            _BEHIND.match(sheet.text, code.end),
            _BEFORE.search(sheet.text, max(0, code.start - 12), code.start),
        )
        beside += [
            printed(sheet, *m.span("code"), 0.75, code.rule)
            for m in around
            if m
            and re.search(r"[A-Za-z]", m["code"])
            and re.search(r"\d", m["code"])
            and not FIVE.fullmatch(m["code"])
        ]
    return beside


def _told(sheet: Sheet, code: str) -> bool:
    """Whether the letter explains a code; one of digits alone by a refusal."""
    span = explanation(sheet, code, marked=True)
    return span is not None and (bool(re.search("[A-Z]", code)) or refuses(sheet.text[slice(*span)]))


def _of_paid(sheet: Sheet, code: Code) -> bool:
    """Whether the part of a sentence around a code says that something was paid, and nothing else."""
    before = re.split(r"[;:]| but | while ", sheet.clause(code.start))[-1]
    after = re.split(r"[;:]| but | while ", sheet.clause_after(code.end))[0]
    return bool(_PAID.search(before)) and not says_why_not(before + after)
