"""What labels leave open, told by elimination: never sure, and always asked about.

A letter that names no member number still prints one, under "Policy", "Medical record" or nothing; a bare "control
number" is the claim's where there is a bill, and the request's where there is none.
"""

import re

from extractors import idprogram
from extractors.base import Segment, body_size
from extractors.context import Option
from extractors.ids import IdReading
from extractors.idsigns import leftovers
from extractors.idwords import is_code
from extractors.lexicon import pattern
from extractors.mentions import Span
from extractors.reading import Fields, Reading
from pipeline.models.fields import Field

_MAYBE = pattern("spare.maybe")
_NOT = pattern("spare.never")


def member(reading: Reading, fields: Fields) -> list[IdReading]:
    """The number that may be the member's where no label says so; empty where several may."""
    who = fields.get("member_name")
    name = who.quote or "" if isinstance(who, Field) else ""
    found: dict[float, list[IdReading]] = {}
    if record := _record(reading):
        return [record]
    for entry in reading.ids.values():
        score = _chance(reading, entry, name)
        if score:
            found.setdefault(score, []).append(entry)
    if not found:
        return _guess(reading)
    score = max(found)
    if len(found[score]) > 1:
        return []
    best = found[score][0]
    best.add(Option("member_id", score, "spare", "id.spare"), best.spans[0])
    return [best]


def _guess(reading: Reading) -> list[IdReading]:
    """The number that a label called the member's against the words around it, or that the words alone speak for."""
    every = [r for r in reading.ids.values() if r.field in (None, "other", "member_id")]
    told = [r for r in every if r.overruled == "member_id"]
    told = told or [r for r in every if reading.chance(r.key, "member_id") >= _LIKELIEST]
    if len(told) != 1:
        return []
    told[0].add(Option("member_id", 0.45, "spare", "id.guess"), told[0].spans[0])
    return told


_LIKELIEST = 0.3


def _record(reading: Reading) -> IdReading | None:
    """The medical record number of a plan that is its members' hospital too: they have no other number."""
    if not re.search(r"\bkaiser\b", reading.sheet.text, re.I):
        return None
    found = [
        entry
        for entry in reading.ids.values()
        if len(entry.key) >= 6 and any(_named_record(reading, span.start) for span in entry.spans)
    ]
    if len(found) != 1:
        return None
    found[0].scores.clear()
    found[0].add(Option("member_id", 0.86, "before", "id.record"), found[0].spans[0])
    return found[0]


_RECORD = pattern("member.record")


def _named_record(reading: Reading, start: int) -> bool:
    """Whether a number is called a medical record's by what stands before, beside or over it."""
    over = _over(reading, start) if reading.sheet.starts_segment(start) else None
    return bool(_RECORD.search(near(reading, start)) or (over is not None and _RECORD.search(over.text)))


def alone(reading: Reading, entry: IdReading, fields: Fields) -> bool:
    """Whether a number told by elimination stands right behind the member's name, and no other number is left to explain."""
    who = fields.get("member_name")
    if not isinstance(who, Field) or not who.quote or not entry.rules["member_id"].startswith("id.spare"):
        return False
    text, start = reading.sheet.text, entry.best_span["member_id"].start
    before = text[max(0, start - 4 - len(who.quote)) : start]
    others = [x for x in leftovers(reading) if x is not entry]
    return before.rstrip(" ,·|(-–—\n").endswith(who.quote) and not others


def near(reading: Reading, start: int) -> str:
    """The text before a number, or the cell to its left or over it."""
    sheet, segment = reading.sheet, reading.sheet.segment_at(start)
    if not sheet.starts_segment(start):
        return sheet.text[max(sheet.offset_of(segment), start - 45) : start]
    left = sheet.left(segment) or _over(reading, start)
    return left.text[-45:] if left else sheet.text[max(0, start - 45) : start]


def _over(reading: Reading, start: int) -> Segment | None:
    return next(iter(reading.sheet.above(reading.sheet.segment_at(start), 1)), None)


def _chance(reading: Reading, entry: IdReading, name: str) -> float:
    sheet, span = reading.sheet, entry.spans[0]
    segment = sheet.segment_at(span.start)
    if len(entry.key) < 7 or sum(c.isdigit() for c in entry.key) < 5 or is_code(entry.text):
        return 0.0
    if (
        segment.page != sheet.first_page
        or sheet.top(span.start) > 0.6
        or segment.size < 0.87 * body_size(sheet)
    ):
        return 0.0
    left = sheet.left(segment)
    label = (left.text if left else "") + " " + sheet.text[max(0, span.start - 45) : span.start]
    named = bool(_MAYBE.search(label))
    if entry.field in ("claim_numbers", "reference_numbers", "group_number", "other_claim"):
        return 0.0
    if entry.field == "other" and not named:
        return 0.0
    if _NOT.search(label) and not re.search(r"\bpolicy\W*$", label, re.I):
        return 0.0
    over = next(iter(sheet.above(segment, 1)), None)
    near = sheet.text[max(0, span.start - 160) : span.start] + (over.text if over else "")
    if name and name.lower() in near.lower():
        return 0.5
    if named:
        return 0.48
    return 0.42 if sheet.starts_segment(span.start) and len(segment.text) < 60 else 0.0


_CLAIM = pattern("spare.claim")
_BILL = pattern("spare.bill")
_PREMIUM = pattern("spare.premium")


def settle(reading: Reading) -> None:
    """Give numbers under a label of two meanings the one that the letter leaves to them."""
    bill = bills(reading)
    for entry in reading.ids.values():
        if max(entry.scores.values(), default=0.0) < 0.6 and _of_plan(reading, entry):
            entry.add(Option("member_id", 0.82, "before", "id.of_plan"), entry.spans[0])
    members = [r for r in reading.ids.values() if r.score("member_id") > 0.7]
    if not members:
        members = idprogram.clients(reading)
    for entry in reading.ids.values():
        bare = entry.rules.get("claim_numbers", "").startswith(("id.control_bare", "id.control_own"))
        control = (
            bare and not bill and re.search(r"\bcontrol\b", labels(reading, entry, "claim_numbers"), re.I)
        )
        if control or (bare and _PREMIUM.search(reading.sheet.text)):
            entry.move("claim_numbers", "reference_numbers")
            for listed in (reading.claims.denied, reading.claims.settled):
                listed[:] = [k for k in listed if k != entry.key]
        plan = entry.rules.get("member_id", "").startswith("id.somebodys_id") and re.search(
            r"\bplan (?:no\.?|number|#)", labels(reading, entry, "member_id"), re.I
        )
        if plan and len(members) > 1:
            entry.move("member_id", "group_number")
    _customers(reading, [m for m in members if m.score("member_id") > 0.7])
    _transactions(reading, bill)
    groups = [r for r in reading.ids.values() if r.field == "group_number" and r.score("group_number") > 0.55]
    _accounts(reading)
    policies = [r for r in reading.ids.values() if r.rules.get("member_id", "").startswith("id.policy/")]
    labelled = [m for m in members if not m.rules.get("member_id", "id.policy/").startswith("id.policy/")]
    if labelled and not groups and len(policies) == 1 and _STUDENT.search(reading.sheet.text):
        policies[0].move("member_id", "group_number")  # a school's policy is its group's number
        policies[0].scores["group_number"] = max(0.62, policies[0].scores["group_number"])


def bills(reading: Reading) -> bool:
    """Whether the letter speaks of a bill: rows of charges, a claim, or the amount of one."""
    sheet = reading.sheet
    return (
        bool(reading.rows)
        or bool(_CLAIM.search(sheet.text))
        or any(
            sheet.top(m.start) < 0.92 and _BILL.search(sheet.text[max(0, m.start - 60) : m.start])
            for m in reading.found.money
        )
    )


def _accounts(reading: Reading) -> None:
    """A number with the name of an employer's plan in brackets behind or before it is the group's: "(Taft Mills, 40017)"."""
    if any(r.field == "group_number" for r in reading.ids.values()):
        return
    for entry in reading.ids.values():
        for span in entry.spans:
            before, after = (
                reading.sheet.text[max(0, span.start - 60) : span.start],
                reading.sheet.text[span.end : span.end + 60],
            )
            named = _ACCOUNT_OF.match(after) and re.search(
                r"\b(?:account|acct)\W*(?:no\.?|number)?\W*$", before, re.I
            )
            if named or _COVERED.search(before):
                entry.scores.clear()
                entry.add(Option("group_number", 0.7, "before", "id.account_of"), span)
                return


_ACCOUNT_OF = re.compile(r" \([A-Z][\w’'&.-]+(?: [A-Z&][\w’'&.-]*)+\)")
_COVERED = pattern("spare.covered")


def _customers(reading: Reading, members: list[IdReading]) -> None:
    """The number of a client or customer beside that of a member is the employer's."""

    def customer(entry: IdReading) -> bool:
        start = entry.best_span["member_id"].start
        named = entry.rules["member_id"].startswith(("id.head.customer", "id.head.client"))
        firm = named and _FIRM.search(reading.sheet.text[max(0, start - 60) : start])
        return bool(firm or _CUSTOMER.search(near(reading, start)))

    others = [m for m in members if m.score("member_id") >= 0.78 and not customer(m)]
    for entry in members:
        if others and customer(entry):
            entry.move("member_id", "group_number")


def _transactions(reading: Reading, bill: bool) -> None:
    """Where a bill was denied and no number is called a claim's, the number of its transaction is the claim's."""
    claims = [
        r for r in reading.ids.values() if r.field == "claim_numbers" and r.score("claim_numbers") > 0.45
    ]
    found = [
        r
        for r in reading.ids.values()
        if sum(c.isdigit() for c in r.key) >= 5
        and r.field in (None, "reference_numbers", "other")
        and _TRANSACTION.search(near(reading, r.spans[0].start))
    ]
    if claims or not bill or not reading.found.money or len(found) != 1:
        return
    entry = found[0]
    entry.scores.clear()
    entry.add(Option("claim_numbers", 0.8, "before", "id.transaction"), entry.spans[0])
    reading.claims.denied.append(entry.key)
    reading.claims.unsettled = False


_CUSTOMER = pattern("member.customer")
_FIRM = pattern("member.firm")
_TRANSACTION = pattern("claim.transaction")


def _of_plan(reading: Reading, entry: IdReading) -> bool:
    """Whether a number is called by the name of a plan alone ("Amerigroup number"): what it calls its member by."""
    if sum(c.isdigit() for c in entry.key) < 6:
        return False
    label = _PLAN_NUMBER.search(near(reading, entry.spans[0].start))
    if label is None:
        return False
    known = any(hit.start == 0 and hit.end == len(label[1]) for hit in reading.names.find(label[1]))
    return known or _own_name(reading, label[1])


def _own_name(reading: Reading, owner: str) -> bool:
    """Whether `owner` is what the head of the letter prints: words of it together, or their first letters."""
    sheet = reading.sheet
    head = [s.text for s in sheet.page_segments(sheet.first_page) if sheet.top(sheet.offset_of(s)) < 0.2]
    if " " in owner:
        return any(re.search(rf"\b{re.escape(owner)}\b", text) for text in head)
    initials = ("".join(w[0] for w in re.findall(r"\b[A-Z]\w+", text)) for text in head)
    return len(owner) >= 4 and owner.isupper() and any(owner in letters for letters in initials)


_PLAN_NUMBER = re.compile(
    r"(?:^|[|·•;,.(:]\s*|\s{2}|\b(?:[Yy]our|[Hh]is|[Hh]er|[Tt]heir|the) )"
    r"([A-Z][\w’'&-]*(?: [A-Z&][\w’'&-]*){0,4}) ?(?:(?<= )number|(?<= )no\.?|num\.?|#)\s*:?\s*$"
)
_STUDENT = pattern("spare.student")


def labels(reading: Reading, entry: IdReading, name: str) -> str:
    """The text beside, over and before a number."""
    return " ".join(beside(reading, entry.best_span[name]))


def beside(reading: Reading, span: Span) -> list[str]:
    """The cell to the left of a number, the one over it, and the text before it."""
    sheet, segment = reading.sheet, reading.sheet.segment_at(span.start)
    near = (sheet.left(segment), next(iter(sheet.above(segment, 1)), None))
    return [*(s.text for s in near if s), sheet.text[max(0, span.start - 30) : span.start]]
