"""Which process a person's plan belongs to: by funding, state, regulator, filer and grandfathered status."""

from dataclasses import replace

from pipeline.decide.basis import Route, denial_class, get, plan_rule
from pipeline.decide.program_route import PROGRAM_PLANS, program_route
from pipeline.law import Law, Process
from pipeline.law.terms import Ground, Reach, Role
from pipeline.models.decision import Because, Situation
from pipeline.models.words import (
    DenialCategory,
    DenialClass,
    DocumentKind,
    FiledBy,
    Funding,
)

SURPRISE_CATEGORIES = (DenialCategory.EMERGENCY, DenialCategory.OUT_OF_NETWORK)


def route(situation: Situation, law: Law) -> Route:
    """Choose the process. A missing fact is named in `missing`; it is never guessed."""
    match situation.funding:
        case funding if funding in PROGRAM_PLANS:
            return program_route(situation, law)
        case Funding.SHORT_TERM:
            process = get(law, "FED-NO-EXTERNAL", situation)
            others = [(p, "if the letter or the state's department says that its law reaches this policy")
                      for p in _state_processes(situation, law)]  # fmt: skip
            return Route(process, tuple(others), because=(plan_rule(process),))
        case Funding.SELF_FUNDED:
            return _grandfathered(_self_funded(situation, law), situation, law)
        case Funding.SELF_FUNDED_GOVERNMENT:
            return _grandfathered(_public_employer(situation, law), situation, law)
        case Funding.FULLY_INSURED | Funding.MARKETPLACE:
            return _grandfathered(_insured(situation, law), situation, law)
        case _:
            return _unknown_funding(situation, law)


def _state_processes(situation: Situation, law: Law) -> tuple[Process, ...]:
    """The state's own processes for insured plans."""
    if not situation.state or situation.state == "US":
        return ()
    found = law.for_jurisdiction(situation.state, situation.letter_date)
    return tuple(p for p in found if Funding.FULLY_INSURED.value in p.serves)


def _insured(situation: Situation, law: Law) -> Route:
    if not situation.state:
        return Route(None, missing=("plan.state",))
    found = _state_processes(situation, law)
    if not found:
        return Route(None, missing=("plan.state",))
    external = tuple(p for p in found if p.role is Role.EXTERNAL)
    chosen = _by_filer(external, situation) or _by_regulator(external, situation)
    if chosen is None and law.raw(f"states/{situation.state}").get("if_unclear") == "ask":
        candidates = tuple((p, f"if the regulator is the {p.regulator}") for p in external)
        return Route(None, candidates, missing=("plan.regulator",))
    missing: tuple[str, ...] = ()
    if chosen is None:
        chosen = max(_patients(external), key=lambda p: _rank(p, situation))  # the first of equals
        missing = ("plan.regulator",)
    others = tuple(
        (p, f"if the letter names it: {p.plans}") for p in _patients(external) if p.id != chosen.id
    )
    if situation.filed_by is None and len(_patients(external)) < len(external):
        missing = (*missing, "filed_by")
        others += tuple((p, "if a provider files for itself") for p in external if p.providers_only)
    chosen, beside = _medical_or_contract(chosen, found, situation)
    return Route(chosen, beside + others, _also(beside, situation), missing, (plan_rule(chosen),))


def _rank(process: Process, situation: Situation) -> int:
    """How surely a process takes this category: outside, depends, reviewable; 1 where it is not known."""
    if situation.category is None:
        return 1
    order = (Ground.OUTSIDE, Ground.DEPENDS, Ground.REVIEWABLE)
    return order.index(process.grounds[situation.category.value].status)


def _also(beside: tuple[tuple[Process, str], ...], situation: Situation) -> tuple[Process, ...]:
    """The contract road beside the medical one chosen, where the denial may turn out to belong there."""
    if denial_class(situation) is DenialClass.CLINICAL:
        return ()
    contract = (process for process, _ in beside if process.role is Role.ADMINISTRATIVE)
    return tuple(process for process in contract if _rank(process, situation) > 0)


def _patients(processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """Without those that only a provider may use for itself."""
    return tuple(p for p in processes if not p.providers_only)


def _by_filer(processes: tuple[Process, ...], situation: Situation) -> Process | None:
    """A provider who files for itself has a process of its own in New York, after the plan's final decision."""
    if situation.filed_by is not FiledBy.PROVIDER or situation.kind is DocumentKind.INITIAL_DENIAL:
        return None
    return next((p for p in processes if p.providers_only), None)


def _by_regulator(processes: tuple[Process, ...], situation: Situation) -> Process | None:
    """By the regulator's code, its name in the letter, or the product; the only one, if there is one."""
    processes = _patients(processes)
    if len(processes) == 1:
        return processes[0]
    code = (situation.regulator or "").upper()
    named = (situation.regulator_named or "").lower() + " " + code.lower()
    product = (situation.product or "").upper()
    by_code = [p for p in processes if code in p.regulator_codes]
    by_name = [p for p in processes if any(word.lower() in named for word in p.regulator_words)]
    by_product = [p for p in processes if product in p.products]
    return next((fitting[0] for fitting in (by_code, by_name, by_product) if len(fitting) == 1), None)


def _medical_or_contract(
    chosen: Process, found: tuple[Process, ...], situation: Situation
) -> tuple[Process, tuple[tuple[Process, str], ...]]:
    """Some states review contract denials on a road of their own: take the one that takes this denial."""
    contract = next((p for p in found if p.role is Role.ADMINISTRATIVE), None)
    if contract is None:
        return chosen, ()
    kind = denial_class(situation)
    if kind is DenialClass.CLINICAL:
        return chosen, ((contract, "if the reason turns out to be the contract and not a medical judgment"),)
    if situation.category is None and kind is DenialClass.ADMINISTRATIVE:
        return contract, ((chosen, "if medical judgment entered the decision"),)
    if situation.category is None:
        return chosen, ((contract, "if the reason was the contract and not a medical judgment"),)
    here, there = _rank(chosen, situation), _rank(contract, situation)
    if there > here or (there == here and there > 0 and kind is DenialClass.ADMINISTRATIVE):
        return contract, ((chosen, "if medical judgment entered the decision"),)
    return chosen, ((contract, "for what is not a medical judgment"),)


def _self_funded(situation: Situation, law: Law) -> Route:
    process = get(law, "FED-PRIVATE-IRO", situation)
    return Route(process, because=(plan_rule(process),))


def _public_employer(situation: Situation, law: Law) -> Route:
    """The federal rules, unless the state's own law reaches plans of public employers."""
    federal = get(law, "FED-NONFED-GOV", situation)
    state = law.for_jurisdiction(situation.state or "", situation.letter_date)
    reached = tuple(p for p in state if Funding.SELF_FUNDED_GOVERNMENT.value in p.serves)
    external = tuple(p for p in reached if p.role is Role.EXTERNAL)
    if external:
        chosen, beside = _medical_or_contract(external[0], reached, situation)
        others = (*beside, (federal, "if the letter names the federal process"))
        return Route(chosen, others, also=(federal,), because=(plan_rule(chosen),))
    others = tuple(
        (p, "if the letter names the state's department")
        for p in _patients(state)
        if p.role is Role.EXTERNAL and Funding.FULLY_INSURED.value in p.serves
    )
    also = tuple(p for p, _ in others if Funding.SELF_FUNDED_GOVERNMENT.value in p.may_serve)
    missing = (
        () if situation.state else ("plan.state",)
    )  # some states' law, with a shorter time, reaches the plan
    return Route(federal, others, also, missing, (plan_rule(federal),))


def _grandfathered(found: Route, situation: Situation, law: Law) -> Route:
    """Grandfathered plans: outside the federal rules but for surprise billing; state law may reach them."""
    process = found.process
    if process is None or situation.grandfathered is False:
        return _surprise(found, situation, law)
    if situation.grandfathered is None:
        letter_offers = any(one.step == "external_review" for one in situation.stated_deadlines)
        if process.grandfathered is Reach.NOT_REACHED and not letter_offers:
            found = replace(found, missing=(*found.missing, "plan.grandfathered"))
        return _surprise(found, situation, law)
    if process.grandfathered is Reach.REACHED:
        return found
    own = get(law, "FED-GRANDFATHERED", situation)
    because = (plan_rule(own),)
    if process.grandfathered is Reach.UNKNOWN and process.jurisdiction != "US":
        others = ((own, "if the state's department says that its law does not reach the plan"), *found.others)
        return replace(found, others=others, because=found.because + because)
    if situation.surprise_billing or (
        situation.surprise_billing is None and situation.category in SURPRISE_CATEGORIES
    ):
        surprise = get(law, "FED-NSA", situation)
        return Route(
            surprise,
            ((own, "if it is no surprise-billing dispute"),),
            because=(*because, plan_rule(surprise)),
        )
    return Route(own, because=because)


def _surprise(found: Route, situation: Situation, law: Law) -> Route:
    """Surprise-billing disputes go where the plan's reviews go, unless the state does not take them."""
    process = found.process
    relevant = situation.surprise_billing or (
        situation.surprise_billing is None and situation.category in SURPRISE_CATEGORIES
    )
    if process is None or not relevant:
        return found
    surprise = get(law, "FED-NSA", situation)
    if situation.surprise_billing and process.surprise_billing is Reach.NOT_REACHED:
        others = ((process, "if medical necessity was the reason"), *found.others)
        return replace(found, process=surprise, others=others, because=(plan_rule(surprise),))
    if process.id == surprise.id:
        return found
    when = "if the dispute is about surprise-billing protections and this process does not take it"
    return replace(found, others=(*found.others, (surprise, when)))


def _unknown_funding(situation: Situation, law: Law) -> Route:
    """Not known who pays: a regulator the person names settles it, else it must be asked."""
    if situation.regulator and situation.state:
        code = situation.regulator.upper()
        if any(code in p.regulator_codes for p in _state_processes(situation, law)):
            insured = situation.model_copy(update={"funding": Funding.FULLY_INSURED})
            found = _grandfathered(_insured(insured, law), insured, law)
            why = Because(rule="route.regulator", text="A plan under a state regulator is insured.",
                          cite="29 U.S.C. 1144(b)(2)(A)-(B)")  # fmt: skip
            return replace(found, missing=(*found.missing, "plan.funding"), because=(why, *found.because))
    insured = situation.model_copy(update={"funding": Funding.FULLY_INSURED})
    state = _insured(insured, law)
    plan = get(law, "FED-PRIVATE-IRO", situation)
    others = tuple((p, "if an insurance company bears the cost") for p in state.candidates)
    missing = ("plan.funding",) if situation.state else ("plan.funding", "plan.state")
    return Route(None, (*others, (plan, "if the employer or union pays the claims itself")), missing=missing)
