"""The claim table of an EOB with its codes and legend."""

from extractors.training.grammar import capital, expand, pick, wording
from extractors.training.invent import Case, number, why
from extractors.training.parts import NONE, Part, Said

HEADS = {
    "claim": ["Claim", "Claim number", "Claim no.", "ICN", "Claim ID"],
    "date": ["Date of service", "Service date", "Date", "DOS"],
    "service": ["Service", "Description", "What was done", "Type of service"],
    "code": ["Code", "CPT", "Proc. code", "Procedure"],
    "billed": ["Billed", "Charge", "Amount billed", "Billed amount", "Total charge"],
    "allowed": ["Allowed", "Plan allowed", "Allowed amount", "Member rate"],
    "denied": ["Not covered", "Denied", "Not payable", "Amount not covered", "Ineligible", "Disallowed"],
    "paid": ["Paid", "Plan paid", "We paid", "Payment"],
    "owe": ["You owe", "You may owe", "Your share", "Patient responsibility"],
    "remark": ["Remark", "Remarks", "Code", "Note", "See note", "Reason", "Msg"],
}
CODE_SHAPES = ("A#", "AA#", "##", "A##", "AA##", "(#)", "A", "#A", "AAA", "AA-##")
LEGEND_TITLES = (
    "Remarks",
    "Explanation of codes",
    "Notes",
    "Claim remarks",
    "What the codes mean",
    "Message legend",
    "Reason codes",
)
UNUSED_TITLES = ("All messages in use", "Codes used on our statements", "Standard remark codes")


def claim_table(case: Case, denied: bool) -> tuple[Part, Part, list[str], list[str]]:
    """The table, its legend, the reason sentences and the codes of the denied lines."""
    rng = case.rng
    columns = ["date", "service", *(["code"] if rng.random() < 0.7 else []), "billed"]
    columns += ["allowed"] if rng.random() < 0.7 else []
    columns += ["denied"] if denied or rng.random() < 0.7 else []
    columns += ["paid"] + (["owe"] if rng.random() < 0.6 else []) + ["remark"]
    if case.claim and rng.random() < 0.5:
        columns.insert(0, "claim")
    code = number(rng.choice(CODE_SHAPES), rng)
    legend: list[tuple[str, Said]] = []
    rows = [[pick(HEADS[c], rng) for c in columns]]
    codes: list[str] = []
    reason: list[str] = []
    if denied:
        assert case.category is not None
        text = why(case)
        reason = [text]
        codes = [code.strip("()")]
        carc = wording("slots")["remarks"][case.category.value]
        shown = text
        if carc and rng.random() < 0.4:
            extra = pick(carc, rng)
            codes.append(extra)
            shown = f"{text} ({'RARC' if extra[0] in 'NM' else rng.choice(['CARC', 'CO', 'PR'])} {extra})"
        legend.append((code, Said(shown, case.category.value)))
        rows.append(_row(case, columns, case.amount, True, code))
    paid_code, paid_text = pick(wording("slots")["paid_remarks"], rng)
    if not denied or rng.random() < 0.6:
        for _ in range(rng.randint(1, 3)):
            rows.append(_row(case, columns, round(rng.uniform(30, 700), 2), False, paid_code))
        legend.append((paid_code, Said(capital(expand(paid_text, case.context, rng)))))
    rng.shuffle(legend)
    title = pick(LEGEND_TITLES, rng)
    if rng.random() < (0.15 if denied else 0.3):  # a legend of all codes, most of them not used here
        title = pick(UNUSED_TITLES, rng)
        grounds = wording("grounds")
        for ground in rng.sample([g for g in grounds if g != "joins" and g != (case.category or "")], 4):
            whole = capital(expand(pick(grounds[ground]["whole"], rng), case.context, rng))
            legend.append((number("AA#", rng), Said(whole, NONE)))
    part = Part("legend", [said for _, said in legend], [[c] for c, _ in legend], style=title)
    body = rows[1:]
    rng.shuffle(body)
    return Part("table", rows=[rows[0], *body]), part, reason, codes


def _row(case: Case, columns: list[str], billed: float, denied: bool, code: str) -> list[str]:
    rng = case.rng
    allowed = 0.0 if denied else round(billed * rng.uniform(0.4, 0.8), 2)
    paid = 0.0 if denied else round(allowed * rng.choice([1.0, 0.8, 0.0]), 2)
    sign = rng.choice(["$", ""])
    money = {"billed": billed, "allowed": allowed, "denied": billed if denied else 0.0, "paid": paid}
    money["owe"] = billed if denied else round(allowed - paid, 2)
    other = wording("slots")["services"]["any"]
    service = case.service if denied else tuple(pick(other, rng))
    assert case.dos
    text = {
        "claim": case.claim or "",
        "date": case.date(case.dos[0]),
        "service": str(service[0]),
        "code": str(service[1]),
        "remark": code,
    }
    return [text[c] if c in text else f"{sign}{money[c]:,.2f}" for c in columns]
