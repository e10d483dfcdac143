"""How much a letter does of each act, what kind that makes it, and what speaks against that kind."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from pipeline.models.fields import DocumentKind

YET_OPEN = "it approves, and yet tells how to appeal this decision"
BOTH = "it approves one thing and denies another"
NO_STEP = "it upholds a denial, but names no step after the plan's own appeals"
NO_LINE = "no line of the claim is clearly denied"
DISMISSED = "it turns an appeal away without a look at its merits"
DENIES_NOTHING = "it reads as a denial, but says that nothing is denied"
GRANTS = "it approves, and all its words together read as a letter that denies nothing"
ONLY_CUT = "what was not paid of its charges may be no more than a discount"
NOTHING = "nothing says whether this is a denial, a decision on appeal or neither"
SAID = 2.0  # points of one act below which nothing is said
STRONG = 3.0  # points of one act that are a plain statement
HINTED, HINTED_PAID, SURELY_TOLD, TOLD_AT_LENGTH = 2.5, 4.0, 7.0, 12.0  # weights of a ground on the letter
HEARD_PLAINLY = 0.6
FAINTLY_HEARD = 0.3  # weight of a ground by the categorizer alone
MOST_POINTS = 15.0  # more points of one act say no more
FAVOURS = (
    "overturn",
    "approve",
    "receive",
    "ask",
    "bill",
    "other",
    "closed",
    "reviewed",
)  # no denial in them
ACTS = ("deny", "uphold", "appeal", *FAVOURS)
BILLED = 7.0  # points of a bill that two sentences make: who asks to be paid tells what others denied
SAID_TWICE = 6.0  # points of one act that more than one sentence makes


@dataclass(frozen=True, slots=True)
class Signals:
    """How much a letter says of each act, in points; and what its form shows."""

    deny: float = 0.0
    uphold: float = 0.0
    appeal: float = 0.0
    overturn: float = 0.0
    approve: float = 0.0
    receive: float = 0.0
    ask: float = 0.0
    bill: float = 0.0
    other: float = 0.0
    closed: float = 0.0  # an appeal ended without a decision
    reviewed: float = 0.0  # an outside reviewer has decided
    outside: float = 0.0  # a step after the plan's own appeals is named
    titled: bool = False  # it calls itself an EOB or remittance
    columns: float = 0.0  # heads of claim tables
    money_rows: int = 0
    denied: bool = False  # as an EOB, it shows something denied
    amounts: bool = False  # an amount above zero stands in a column of what was not paid
    paid: bool = False  # as an EOB, it has a column for what was not paid, and nothing in it
    salutation: bool = False
    ground: float = 0.0
    recapped: bool = False  # it looks back at an earlier denial, as an answer to an appeal does


def rank(seen: Signals) -> Mapping[DocumentKind, float]:
    """The share of each kind; all together make one."""
    form = seen.titled or (not seen.salutation and seen.money_rows >= 2 and seen.columns >= 3)
    denied = seen.denied
    denial = min(seen.deny, 6.0) + min(seen.ground, 15.0) / 4
    uphold = (
        seen.uphold if seen.appeal else 0.4 * seen.uphold
    )  # "the decision stands" needs an appeal to speak of
    appealed = uphold + 0.6 * min(seen.appeal, 5.0)
    billed = seen.bill if seen.bill >= BILLED else 0.0
    beside = max(seen.closed, seen.reviewed, billed)  # the plan itself decides nothing
    undone = seen.overturn if not uphold else 0.0
    final = appealed + denial if uphold else 0.6 * min(seen.appeal, 5.0)
    final = max(final - beside - undone, 0.0)
    first = max(denial - appealed if uphold else denial - undone / 2 - beside, 0.0)
    points = {
        DocumentKind.FINAL_INTERNAL_DENIAL: final,
        DocumentKind.EOB_DENIAL: max(
            (6.0 + denial if form and denied else 2.0 if form and not seen.paid else 0.0)
            - (appealed if uphold else 0.0),
            0.0,
        ),
        DocumentKind.INITIAL_DENIAL: first * (0.5 if form and denied else 0.2 if form else 1.0),
        DocumentKind.NOT_A_DENIAL: max(
            1.0,
            seen.overturn * (0.3 if uphold else 1.2) - seen.deny * 0.3,
            seen.approve - seen.deny,
            max(seen.receive, seen.ask) - seen.deny * 0.8 - uphold / 2,
            seen.bill - seen.deny * 0.5,
            seen.other - seen.deny,
            beside * 1.5 - uphold / 2,
            8.0 if form and seen.paid else 3.0 if form and not denied else 0.0,
        ),
    }
    whole = sum(points.values())
    return {k: p / whole for k, p in points.items()}


def signs(by_cues: Signals, by_model: Signals, heard: float) -> dict[str, float]:
    """What speaks for each kind, by name: both counts, both rankings, and the weight of the ground the model hears."""
    one, two = rank(by_cues), rank(by_model)
    found = {f"cues {k}": min(float(v), MOST_POINTS) for k, v in asdict(by_cues).items()}
    found |= {f"model {k}": min(float(v), MOST_POINTS) for k, v in asdict(by_model).items() if k in ACTS}
    for k in one:
        found |= {f"cues {k}": one[k], f"model {k}": two[k], f"both {k}": one[k] * two[k]}
    return found | {"model heard": heard}


def _favour(seen: Signals) -> float:
    return max(float(getattr(seen, act)) for act in FAVOURS)


def contrary(
    by_cues: Signals, by_model: Signals, shown: Mapping[str, float], best: DocumentKind, heard: float
) -> str | None:
    """What speaks so strongly against `best` that a person must look.

    `shown` are the signs of the whole letter, `heard` the weight of the best ground that the categorizer hears.
    """
    if shown["shown dismissed"]:
        return DISMISSED
    if best is DocumentKind.NOT_A_DENIAL:
        return _against_none(by_cues, by_model, shown, heard)
    if shown["shown denies_nothing"]:
        return DENIES_NOTHING
    if best is DocumentKind.EOB_DENIAL:
        return _against_eob(by_cues, shown)
    if by_cues.reviewed >= STRONG:
        return "it may tell what an outside reviewer decided"
    if by_cues.closed >= STRONG:
        return "it may close an appeal without deciding it"
    if best is DocumentKind.INITIAL_DENIAL:
        return _against_first(by_cues, by_model, shown)
    return _against_final(by_cues, by_model, shown)


def _against_first(by_cues: Signals, by_model: Signals, shown: Mapping[str, float]) -> str | None:
    both = max(min(float(getattr(by_cues, a)), float(getattr(by_model, a))) for a in FAVOURS)
    if both >= SAID and _favour(by_cues) >= max(by_cues.deny, STRONG) and by_cues.ground < TOLD_AT_LENGTH:
        return "it denies, but it also approves, asks, acknowledges or undoes a denial"
    if max(by_cues.deny, by_model.deny) < SAID:
        return "no sentence plainly denies anything"
    if shown["shown lodged"]:
        return "it speaks of an appeal already made"
    return None


def _against_final(by_cues: Signals, by_model: Signals, shown: Mapping[str, float]) -> str | None:
    appeal = max(by_cues.appeal, by_model.appeal)
    if appeal < SAID and by_cues.uphold < SAID_TWICE and not shown["shown lodged"]:
        return "it upholds a denial, but names no appeal"
    return None if by_cues.outside else NO_STEP


def _against_eob(seen: Signals, shown: Mapping[str, float]) -> str | None:
    if seen.closed >= STRONG:
        return "it may close an appeal without deciding it"
    if seen.salutation and seen.money_rows < 2:
        return "it speaks of an explanation of benefits, but is written as a letter"
    if shown["rows refused"]:
        return None
    if shown["rows cut"]:
        return ONLY_CUT
    if shown["legend told"]:  # a line that is not read as refused carries a code for a refusal
        return None
    if shown["rows settled"]:
        return NO_LINE
    if not seen.titled and not seen.amounts:
        return "it has a claim table, but does not call itself an explanation of benefits"
    if not seen.amounts and seen.deny < STRONG and seen.ground < SURELY_TOLD:
        return NO_LINE
    return None


def grants(seen: Signals, best: DocumentKind, whole: Mapping[str, float]) -> bool:
    """Whether a letter taken for a denial approves as plainly as it denies, and reads as `whole` like one that denies none."""
    if best is DocumentKind.NOT_A_DENIAL or max(whole, key=lambda k: whole[k]) != DocumentKind.NOT_A_DENIAL:
        return False
    return _favour(seen) >= max(seen.deny, STRONG)


def does_nothing(by_cues: Signals, by_model: Signals, shown: Mapping[str, float]) -> bool:
    """No act of a letter that denies nothing is heard, and it is no statement of what was paid."""
    settled = by_cues.paid or (by_cues.titled and (by_cues.money_rows or shown["shown all_paid"]))
    return not settled and max(_favour(by_cues), _favour(by_model)) < SAID


def _against_none(
    by_cues: Signals, by_model: Signals, shown: Mapping[str, float], heard: float
) -> str | None:
    seen = by_cues
    if seen.closed >= STRONG:
        return "it may close an appeal without deciding it"
    if shown["shown denies_nothing"] and max(by_cues.deny, by_model.deny) < STRONG and heard < HEARD_PLAINLY:
        return None  # it says so itself
    if shown["shown fill_in"] and shown["shown blank"] and not seen.salutation and by_model.deny < STRONG:
        return None  # a form for an appeal, which tells how to file it
    # a refusal in words that nothing knows still says how to appeal
    steps = shown["shown inside"] or shown["shown outside_now"] or heard >= FAINTLY_HEARD
    if steps and does_nothing(by_cues, by_model, shown):
        return NOTHING
    if min(seen.approve, seen.deny) >= STRONG > seen.overturn and by_model.deny >= SAID:
        return BOTH
    approves = max(by_cues.approve, by_model.approve) >= STRONG > max(by_cues.overturn, by_model.overturn)
    if approves and shown["shown appeal_open"] and not seen.titled:
        return YET_OPEN
    if seen.approve > max(seen.overturn, seen.bill) and seen.ground >= HINTED:
        return "it approves, but may also deny a part"
    if seen.titled and heard >= FAINTLY_HEARD and seen.ground >= (HINTED_PAID if seen.paid else HINTED):
        return "an explanation of benefits on which no denied line was found"
    return None
