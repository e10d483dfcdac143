"""Public programs: each kind of plan has one process, except TRICARE, where the reason of the denial decides."""

from pipeline.decide.basis import Route, denial_class, get, plan_rule
from pipeline.law import Law, Process
from pipeline.models.decision import Situation
from pipeline.models.words import DenialCategory, DenialClass, Funding

PROGRAMS = {
    Funding.FEHB: "FED-FEHB",
    Funding.MEDICARE_ADVANTAGE: "FED-MA",
    Funding.MEDICARE_PART_D: "FED-PARTD",
    Funding.ORIGINAL_MEDICARE: "FED-ORIG-MEDICARE",
    Funding.MEDICAID: "FED-MEDICAID-MCO",
    Funding.MEDICAID_FFS: "FED-MEDICAID-FFS",
    Funding.CHIP: "FED-CHIP",
}
PROGRAM_PLANS = (*PROGRAMS, Funding.TRICARE)


def program_route(situation: Situation, law: Law) -> Route:
    """The program's process, and what stands beside it. `situation.funding` is one of PROGRAM_PLANS."""
    funding = situation.funding
    if funding is None or funding not in PROGRAMS:
        return _tricare(situation, law)
    process = get(law, PROGRAMS[funding], situation)
    also: tuple[Process, ...] = ()
    if funding is Funding.MEDICARE_ADVANTAGE and situation.category is DenialCategory.STEP_THERAPY:
        also = (get(law, PROGRAMS[Funding.MEDICARE_PART_D], situation),)  # most likely a drug's
    return Route(process, _beside_program(situation, law), also, because=(plan_rule(process),))


def _beside_program(situation: Situation, law: Law) -> tuple[tuple[Process, str], ...]:
    """State reviews that also take members of a public program."""
    if not situation.state or situation.funding is None:
        return ()
    return tuple(
        (process, "beside the program's own appeal, where the notice offers it")
        for process in law.for_jurisdiction(situation.state, situation.letter_date)
        if situation.funding.value in process.serves
    )


def _tricare(situation: Situation, law: Law) -> Route:
    medical = get(law, "FED-TRICARE-MN", situation)
    factual = get(law, "FED-TRICARE-FACTUAL", situation)
    match denial_class(situation):
        case DenialClass.CLINICAL:
            return Route(medical, because=(plan_rule(medical),))
        case DenialClass.ADMINISTRATIVE:
            return Route(factual, because=(plan_rule(factual),))
        case _:
            others = ((medical, "if necessity or level of care was the reason"),
                      (factual, "if coverage or policy was the reason"))  # fmt: skip
            return Route(None, others, missing=("denial.class",))
