"""The truth of a made letter, in the format of the labelled letters: only what stands on the paper."""

from typing import Any

from extractors.training.invent import Case, denial_class

DENIALS = ("initial_denial", "final_internal_denial", "eob_denial")


def truth(
    case: Case,
    sort: str,
    id_: str,
    printed: str,
    deadlines: list[dict[str, Any]],
    codes: list[str],
    reason: list[str],
) -> dict[str, Any]:
    """What is true of the letter whose text is `printed`."""
    denial = sort in DENIALS
    final = sort == "final_internal_denial"
    first = case.first_date if final and case.first_date and case.context["firstdate"] in printed else None
    amount = f"{case.amount:,.2f}" in printed and case.claim and denial
    return {
        "id": id_,
        "document_kind": sort if denial else "not_a_denial",
        "insurer": case.insurer,
        "insurer_aliases": case.aliases,
        "administrator": case.administrator if (case.administrator or "-") in printed else None,
        "plan_type": "unknown",
        "state": case.place[1],
        "regulator": case.place[3] if case.place[3] in printed else None,
        "member_name": case.member,
        "member_id": case.member_id,
        "group_number": case.group,
        "claim_numbers": [case.claim] if case.claim else [],
        "reference_numbers": [case.ref] if case.ref else [],
        "letter_date": case.letter_date.isoformat(),
        "service_dates": [[d.isoformat() for d in case.dos]] if case.dos else [],
        "internal_appeal_decision_date": case.letter_date.isoformat() if final else None,
        "initial_denial_date": first.isoformat() if first else None,
        "stated_deadlines": deadlines if denial else [],
        "provider": case.provider,
        "service": case.service[0] if denial and case.service[0] in printed else None,
        "procedure_codes": [c for c in (case.service[1],) if c and denial and c in printed],
        "diagnosis_codes": [case.service[2]] if case.service[2] in printed else [],
        "denial_codes": codes,
        "amount_denied": f"{case.amount:.2f}" if amount else None,
        "denial_reason": " ".join(reason) or None,
        "denial_class": denial_class(case.category),
        "denial_category": case.category.value if case.category else None,
        "criteria_cited": [case.policy] if denial and case.policy in printed else [],
        "expedited_rights_mentioned": any(w in printed for w in ("xpedited", "fast appeal", "72 hours")),
        "urgent_or_concurrent": False,
        "notes": f"made by the generator: {sort}",
    }
