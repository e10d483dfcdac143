"""The number of the group: under a label of its own, or told by elimination where the employer's plan is numbered otherwise.

Plans number the contract they have with an employer or a school as its group, account, control or policy. A policy's
number beside a member's own is the group's; an account's or a control number is where it stands behind the plan's name.
"""

import re

from extractors.base import Segment
from extractors.context import beside
from extractors.extent import STATE
from extractors.ids import IdReading
from extractors.idwords import is_code
from extractors.lexicon import pattern
from extractors.people import FACILITY
from extractors.reading import Fields, Reading
from extractors.spare import near
from pipeline.models.fields import DocumentKind, Field

_DIAGNOSIS = re.compile(r"[A-TV-Z]\d[\dA-Z]\.\d{1,4}")  # of ICD-10-CM
_LEAST = 0.55  # from which a label says enough
_SURE = 0.78  # from which a member's number is labelled as such
_REFUSED = 0.9  # from which a label says that a number is nobody's
_FOOT = 0.35  # of a plain label in small print
_COMPANY = re.compile(r"\s+compan(?:y|ies)\b")  # "a Group 1001 company" is a name
_POLICY = pattern("group.policy")
_ACCOUNT = pattern("group.account")
_CONTROL = pattern("group.control")
_GROUPED, _INDIVIDUAL = pattern("group.grouped"), pattern("group.individual")
_PLAINLY = pattern("group.plainly")
_OWNER = pattern("group.owner")
_NOT_OWNER = pattern("group.not_owner")
_GROUP, _ACCOUNT_HEAD = pattern("group.head").pattern, pattern("group.account_head").pattern
_WORD = r"(?:[A-Z&](?:[^\W\d_]|[’'&./-])*|of|and|the|for)"
_NAME = rf"{_WORD}(?:,? {_WORD})*"
# a cell that holds the employer's name before its number, under the label of a group or behind it
_AFTER_NAME = re.compile(
    rf"^(?::\s*)?(?P<label>{_GROUP})?(?P<name>{_NAME}),? +(?:[–—/·-] +|\()?(?P<value>(?!(?:19|20)\d\d\b|\d\d-\d\d\b|(?:1-)?\d{{3}}-\d{{3}}-\d{{4}})(?=(?:.*\d){{4}})[A-Z]{{0,3}}-?\d[\w-]{{3,14}})\)?$"
)
# the number of an account, with the firm whose it is behind it, or in the line above
_BEFORE_NAME = re.compile(rf"^{_ACCOUNT_HEAD}(?P<value>\d[\w-]{{4,14}}) (?:[–—/·-] )?(?P<name>{_NAME})$")
_ALONE = re.compile(rf"^{_ACCOUNT_HEAD}(?P<value>\d[\w-]{{4,14}})$")
_ACCOUNT_NAME = re.compile(rf"^{_ACCOUNT_HEAD}(?P<name>{_NAME})$")
_NOT_OF_FIRM = pattern("group.not_of_firm")
_POST = re.compile(rf"\b(?:[A-Z]{{2}}|{STATE}),? +\d{{5}}(?:-\d{{4}})?$", re.I)  # a town with its code
_NUMBER = re.compile(r"(?P<value>(?=(?:.*\d){4})[A-Z0-9]+(?:-[A-Z0-9]+)*)")
_ONLY_NAME = re.compile(rf"{_NAME} {_NAME}")
_AROUND = 90  # characters before a label that say whose account it is


def group(reading: Reading, kind: str | None, fields: Fields, taken: set[str]) -> None:
    """The group number: under a label, else letters alone under one, else the number of an employer's plan."""
    sheet = reading.sheet
    bill = (
        kind == DocumentKind.NOT_A_DENIAL.value and len(reading.found.money) > 1
    )  # whose account is the payer's, not the group's
    groups = [
        r
        for r in reading.ids.values()
        if r.field == "group_number"
        and r.key not in taken
        and (
            r.score("group_number") > _LEAST
            or (r.rules["group_number"].startswith("id.control/") and r.score("group_number") > _FOOT)
        )
        and not _DIAGNOSIS.fullmatch(r.text)
        and not _COMPANY.match(sheet.text, r.best_span["group_number"].end)
        and not (bill and r.rules["group_number"].startswith(("id.head.account", "id.account")))
    ]
    plain = [r for r in groups if not _pharmacy(r)]
    told = None if plain else _eliminated(reading, taken)
    if told:
        entry, rule = told
        span = entry.spans[0]
        fields["group_number"] = sheet.found(span.text, span.start, span.end, 0.75, rule)
        taken.add(entry.key)
        return
    if groups:
        best = max(
            groups,
            key=lambda r: (
                r.score("group_number")
                - 0.1 * r.text.upper().startswith("RX"),  # the pharmacy's, if there is another
                r.votes["group_number"],
                -r.spans[0].start,
            ),
        )
        span = best.best_span["group_number"]
        fields["group_number"] = sheet.found(
            span.text, span.start, span.end, min(0.97, best.score("group_number")), best.rules["group_number"]
        )
        taken.add(best.key)
        return
    if named := _of_firm(reading, fields, bill):
        fields["group_number"] = named
        return
    for segment in sheet.segments:
        letters = re.fullmatch(r"(?:[\w.]+ / ){0,3}([A-Z]{4,10})", segment.text)
        if letters and not reading.lexicon.cell("id", letters[1]):  # the next label
            for option in beside(sheet, reading.lexicon, "id", segment):
                if option.field == "group_number" and "rx" in option.label.lower():
                    start, end = (sheet.offset_of(segment) + at for at in letters.span(1))
                    fields["group_number"] = sheet.found(letters[1], start, end, 0.9, option.rule)
                    return
    for cue in reading.lexicon.cues.get("group_letters", ()):
        if hit := cue.pattern.search(sheet.text):
            fields["group_number"] = sheet.found(
                hit["value"], hit.start("value"), hit.end("value"), 0.9, cue.id
            )
            return


def _of_firm(reading: Reading, fields: Fields, bill: bool) -> Field | None:
    """The number that stands in one cell with the name of the employer's firm, under or behind a label of its group."""
    sheet = reading.sheet
    for segment in sheet.segments:
        match, left = _AFTER_NAME.match(segment.text), sheet.left(segment)
        other = _POST.search(segment.text) or (match and _NOT_OF_FIRM.search(match["name"]))
        if match and not other and (match["label"] or _labelled(reading, segment)):
            return _at(reading, segment, match, "group.named")
        number = _NUMBER.fullmatch(segment.text)
        if number and left and _ONLY_NAME.fullmatch(left.text) and _labelled(reading, left):
            return _at(reading, segment, number, "group.named")
        account = None if bill else _BEFORE_NAME.match(segment.text) or _ALONE.match(segment.text)
        if account is None:
            continue
        over = next(iter(sheet.above(segment, 1)), None)
        whose = account if "name" in account.re.groupindex else _ACCOUNT_NAME.match(over.text if over else "")
        if whose and _firm(whose["name"], fields):
            return _at(reading, segment, account, "group.account")
    return None


def _labelled(reading: Reading, segment: Segment) -> bool:
    """Whether a label beside or over a cell calls it a group's."""
    return any(o.field == "group_number" for o in beside(reading.sheet, reading.lexicon, "id", segment))


def _firm(name: str, fields: Fields) -> bool:
    """Whether a name is of two words or more and neither the member's nor a hospital's, which has accounts of its own."""
    member = fields.get("member_name")
    person = isinstance(member, Field) and str(member.value).lower() in name.lower()
    return " " in name and not person and not FACILITY.search(name)


def _at(reading: Reading, segment: Segment, match: re.Match[str], rule: str) -> Field:
    start = reading.sheet.offset_of(segment)
    return reading.sheet.found(
        match["value"], start + match.start("value"), start + match.end("value"), 0.75, rule
    )


def _pharmacy(entry: IdReading) -> bool:
    """Whether it is the group of the pharmacy's card, which another number may go before."""
    return entry.text.upper().startswith("RX") or not any(c.isdigit() for c in entry.text)


def _eliminated(reading: Reading, taken: set[str]) -> tuple[IdReading, str] | None:
    """The one number that may be the group's where none is called so, and what tells it."""
    found: dict[str, list[IdReading]] = {}
    for entry in reading.ids.values():
        if entry.key in taken or sum(c.isdigit() for c in entry.key) < 4:
            continue
        if rule := _told(reading, entry):
            found.setdefault(rule, []).append(entry)
    for rule in ("group.under", "group.plainly", "group.account", "group.policy", "group.control"):
        if len(one := found.get(rule, [])) == 1:
            return one[0], rule
    return None


def _told(reading: Reading, entry: IdReading) -> str | None:
    """What speaks for a number as the group's."""
    others = [r for r in reading.ids.values() if r is not entry]
    member = any(
        r.score("member_id") >= _SURE and not r.rules["member_id"].startswith("id.policy") for r in others
    )
    claim = any(
        r.field == "claim_numbers"
        and r.surely_labelled
        and not r.rules["claim_numbers"].startswith("id.control")
        for r in others
    )
    text = reading.sheet.text
    grouped = bool(_GROUPED.search(text)) and not _INDIVIDUAL.search(text)
    for span in entry.spans:
        before = near(reading, span.start)
        line = reading.sheet.clause(span.start, _AROUND)
        line = line if len(line) > len(before) else before
        if _PLAINLY.search(line):
            return "group.plainly"
        if account := _ACCOUNT.search(line):
            lead = reading.sheet.text[
                max(0, span.start - _AROUND - len(account[0])) : span.start - len(account[0])
            ]
            if _OWNER.search(lead) and not _NOT_OWNER.search(line):
                return "group.account"
        if is_code(entry.text):
            continue
        policy = _POLICY.search(before) or entry.rules.get("member_id", "").startswith("id.policy/")
        if (
            member
            and grouped
            and policy
            and entry.score("other") < _REFUSED
            and not re.search(r"[./]", entry.text)
        ):
            return "group.policy"
        if member and claim and _CONTROL.search(before) and reading.sheet.top(span.start) < 0.5:
            return "group.control"
        if max(entry.scores.values(), default=0.0) < _LEAST and _under(reading, span.start):
            return "group.under"
    return None


def _under(reading: Reading, start: int) -> bool:
    """Whether a number is the second line of a value whose first line is a name under the label of a group."""
    sheet, segment = reading.sheet, reading.sheet.segment_at(start)
    over = next(iter(sheet.above(segment, 1)), None)
    if over is None or not sheet.starts_segment(start) or re.search(r"\d|:\s*$", over.text):
        return False
    if abs(over.box[0] - segment.box[0]) > 3 or segment.box[1] - over.box[3] > segment.size:
        return False
    return any(o.field == "group_number" for o in beside(sheet, reading.lexicon, "id", over))
