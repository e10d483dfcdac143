"""Invented cases: people, numbers, dates, plans. Nothing here is a real patient; insurer names are real."""

import datetime as dt
import random
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.training.grammar import capital, expand, pick, wording
from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory

LATEST = dt.date(2026, 10, 30)
DATE_SHAPES = (
    "%B %d, %Y",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%b %d, %Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%m-%d-%Y",
    "%b. %d, %Y",
    "%d %b %Y",
)
ID_SHAPES = (
    "AAA#########", "W#########", "H########-##", "#########", "AAA### ### ###", "##########-##", "A########",
    "AAA#########A", "### ### ###", "A####-#####", "######## ##", "AA######", "#########*##", "AAA-####-####",
)  # fmt: skip
CLAIM_SHAPES = (
    "##A#########", "E########", "####-######-##", "##########", "AA-##-######", "#############", "##-####-#####",
    "AAA####AA##", "######A######", "#### #### ####", "A###########", "##-###-###-##", "########-###",
)  # fmt: skip
REF_SHAPES = (
    "A########",
    "AA-#######",
    "##-######",
    "AUTH######",
    "REQ-##-#####",
    "########",
    "A-##-####-####",
    "UM########",
)
GROUP_SHAPES = ("######", "#######", "A#####", "########", "######-###", "##-####", "AA####")
FUNDED = ("fully_insured", "fully_insured", "fully_insured", "self_funded", "self_funded", "marketplace", "medicare_advantage", "medicaid")  # fmt: skip


@dataclass
class Case:
    """All that is true of one invented case."""

    rng: random.Random
    kind: str
    category: DenialCategory | None
    insurer: str
    aliases: list[str]
    administrator: str | None
    plan_type: str
    place: list[str]
    member: str
    member_id: str
    group: str | None
    claim: str | None
    ref: str | None
    letter_date: dt.date
    dos: tuple[dt.date, dt.date] | None
    first_date: dt.date | None
    provider: str
    doctor: str
    service: tuple[str, str, str]
    policy: str
    amount: float
    shape: str = "%B %d, %Y"
    context: dict[str, str] = field(default_factory=dict)

    def date(self, day: dt.date) -> str:
        """`day` in this letter's own shape."""
        return day.strftime(self.shape).replace(" 0", " ")


@cache
def _insurers() -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "insurers.yaml"
    entries = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return entries if isinstance(entries, list) else entries["insurers"]


def _with_role(*roles: str) -> list[dict[str, Any]]:
    return [e for e in _insurers() if set(roles) & set(e.get("roles", ())) and len(e["name"]) > 4]


def number(shape: str, rng: random.Random) -> str:
    """An identifier of `shape`: A a letter, # a digit, the rest as it stands."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    out = re.sub("#", lambda _: rng.choice("0123456789"), re.sub("A", "\x00", shape))
    return re.sub("\x00", lambda _: rng.choice(letters), out)


def invent(kind: str, category: DenialCategory | None, rng: random.Random) -> Case:
    """A case of `kind` and `category`."""
    words = wording("slots")
    plan_type = rng.choice(FUNDED)
    place = pick(words["places"], rng)
    insurer, aliases, administrator = _plan(plan_type, category, rng, words)
    letter = LATEST - dt.timedelta(days=rng.randrange(500))
    start = letter - dt.timedelta(days=rng.randint(12, 160))
    end = start + dt.timedelta(days=rng.choice([0, 0, 0, 0, 0, 2, 4, 9]))
    retrospective = (
        kind in ("eob_denial", "paid_eob", "bill") or category in _ADMINISTRATIVE_CLAIMS or rng.random() < 0.4
    )
    doctor = (
        f"{pick(words['first_names'], rng)} {pick(words['last_names'], rng)}, {pick(words['titles'], rng)}"
    )
    places = {"City": place[0], "Last": pick(words["last_names"], rng)}
    provider = doctor if rng.random() < 0.3 else expand(pick(words["providers"], rng), places, rng)
    case = Case(
        rng=rng,
        kind=kind,
        category=category,
        insurer=insurer,
        aliases=aliases,
        administrator=administrator,
        plan_type=plan_type,
        place=place,
        member=_person(words, rng),
        member_id=number(rng.choice(ID_SHAPES), rng),
        group=number(rng.choice(GROUP_SHAPES), rng) if rng.random() < 0.6 else None,
        claim=number(rng.choice(CLAIM_SHAPES), rng) if retrospective else None,
        ref=number(rng.choice(REF_SHAPES), rng) if not retrospective or rng.random() < 0.3 else None,
        letter_date=letter,
        dos=(start, end) if retrospective else None,
        first_date=letter - dt.timedelta(days=rng.randint(25, 120)) if kind in _LOOK_BACK else None,
        provider=provider,
        doctor=doctor,
        service=_service(category, rng, words),
        policy=expand(pick(words["reg_policies"], rng), {}, rng),
        amount=round(rng.choice([rng.uniform(40, 900), rng.uniform(900, 48000)]), 2),
        shape=rng.choice(DATE_SHAPES),
    )
    case.context = _context(case, words)
    return case


_LOOK_BACK = (
    "final_internal_denial",
    "acknowledgement",
    "overturned",
    "withdrawn",
    "appeal_withdrawn",
    "iro",
)
_ADMINISTRATIVE_CLAIMS = {
    DenialCategory.CODING,
    DenialCategory.TIMELY_FILING,
    DenialCategory.DUPLICATE,
    DenialCategory.ELIGIBILITY,
    DenialCategory.COORDINATION_OF_BENEFITS,
    DenialCategory.EMERGENCY,
}


def _plan(
    plan_type: str, category: DenialCategory | None, rng: random.Random, words: dict[str, Any]
) -> tuple[str, list[str], str | None]:
    insurer = pick(_with_role("insurer", "hmo"), rng)
    administrator = None
    if plan_type == "self_funded":
        employer = pick(words["employers"], rng)
        name = f"{employer} {rng.choice(['Health Plan', 'Employee Benefit Plan', 'Medical Plan', 'Welfare Benefit Plan'])}"
        tpa = pick(_with_role("tpa", "insurer"), rng)["name"]
        return name, [tpa, employer], tpa
    if plan_type in ("medicaid", "medicare_advantage"):
        role = "medicaid_plan" if plan_type == "medicaid" else "medicare_advantage"
        insurer = pick(_with_role(role), rng)
    if rng.random() < 0.2:
        role = "pbm" if category is DenialCategory.STEP_THERAPY else "utilization_reviewer"
        administrator = pick(_with_role(role), rng)["name"]
    return (
        insurer["name"],
        list(insurer.get("aliases", [])) + list(insurer.get("entities", [])),
        administrator,
    )


def _person(words: dict[str, Any], rng: random.Random) -> str:
    parts = [pick(words["first_names"], rng), pick(words["middles"], rng), pick(words["last_names"], rng)]
    return " ".join(p for p in parts if p)


def _service(
    category: DenialCategory | None, rng: random.Random, words: dict[str, Any]
) -> tuple[str, str, str]:
    if category is DenialCategory.STEP_THERAPY or (category is None and rng.random() < 0.1):
        brand, generic, dx = pick(words["drugs"], rng)
        return (f"{brand} ({generic})", "", dx)
    own = words["services"].get(category.value if category else "any", words["services"]["any"])
    text, code, dx = pick(own, rng)
    return (text, str(code), dx)


def _context(case: Case, words: dict[str, Any]) -> dict[str, str]:
    rng = case.rng
    text = case.service[0]
    drug = text.split(" (")[0]
    article = text if text.split()[0].isupper() or text[:1].isupper() else f"the {text}"
    others = rng.sample(words["first_drugs"], 2)
    day = dt.timedelta(days=1)
    old = wording("grounds")[
        rng.choice(["medical_necessity", "missing_information", "out_of_network", "no_prior_authorization"])
    ]
    context = {
        "svc": rng.choice(
            [article, text if text[:1].isupper() or text.endswith("s") else f"{_a(text)} {text}"]
        ),
        "it": rng.choice(
            [
                article,
                "the request",
                "this service",
                "the service",
                f"the {text.split()[-1].strip('()')}",
                "it",
            ]
        ),
        "plan": case.insurer,
        "provider": case.provider,
        "doctor": f"Dr. {case.doctor.split(',')[0].split()[-1]}",
        "policy": case.policy,
        "drug": drug,
        "drug2": others[0],
        "drug3": others[1],
        "cpt": case.service[1] or "99214",
        "cpt2": rng.choice(["99213", "27447", "31267", "11403", "64721", "20610"]),
        "dx": case.service[2],
        "claim2": number(rng.choice(CLAIM_SHAPES), rng),
        "ref": case.ref or number(rng.choice(REF_SHAPES), rng),
        "amount": f"{case.amount:,.2f}",
        "date": case.date(case.letter_date - rng.randint(3, 90) * day),
        "date2": case.date(case.letter_date + rng.randint(10, 90) * day),
        "dos": case.date(case.dos[0]) if case.dos else case.date(case.letter_date - 20 * day),
        "reqdate": case.date(case.letter_date - rng.randint(2, 14) * day),
        "appdate": case.date(case.letter_date - rng.randint(5, 24) * day),
        "commdate": case.date(case.letter_date - rng.randint(1, 5) * day),
        "firstdate": case.date(case.first_date or case.letter_date - 60 * day),
        "month": rng.choice(["March", "May", "July", "October", "January", "last spring"]),
    }
    context["oldfact"] = expand(pick(old["facts"], rng), context, rng)
    context["oldverdict"] = expand(pick(old["verdicts"], rng), context, rng)
    return context


def _a(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeio" or noun[:3] in ("MRI", "LCD") else "a"


def why(case: Case) -> str:
    """A reason for this case's category, as a sentence or two."""
    assert case.category is not None
    rng = case.rng
    grounds = wording("grounds")
    own = grounds[case.category.value]
    draw = rng.random()
    if draw < 0.4:
        texts = own["whole"] if draw < 0.15 else wording("more")[case.category.value]
        return capital(expand(pick(texts, rng), case.context, rng))
    fact = expand(pick(own["facts"], rng), case.context, rng)
    if rng.random() < 0.3:
        fact = f"{fact} and {expand(pick(own['facts'], rng), case.context, rng)}"
    verdict = expand(pick(own["verdicts"], rng), case.context, rng)
    context = {**case.context, "fact": fact, "verdict": verdict}
    joins = [j for j in grounds["joins"] if j not in ("<Fact>.", "<Verdict>.") or rng.random() < 0.3]
    return capital(expand(pick(joins, rng), context, rng))


def denial_class(category: DenialCategory | None) -> str | None:
    """The class that belongs to `category`."""
    if category is None:
        return None
    return "clinical" if category in CLINICAL_CATEGORIES else "administrative"
