"""Words with a closed set of values, apart from the models that use them, so that they cost nothing to import."""

from enum import StrEnum


class Funding(StrEnum):
    FULLY_INSURED = "fully_insured"
    MARKETPLACE = "marketplace"
    SELF_FUNDED = "self_funded"  # ERISA
    SELF_FUNDED_GOVERNMENT = "self_funded_government"
    FEHB = "fehb"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICARE_PART_D = "medicare_part_d"
    ORIGINAL_MEDICARE = "original_medicare"
    MEDICAID = "medicaid"  # managed care
    MEDICAID_FFS = "medicaid_ffs"
    CHIP = "chip"
    TRICARE = "tricare"
    SHORT_TERM = "short_term"
    UNKNOWN = "unknown"


class FiledBy(StrEnum):
    PATIENT = "patient"
    PARENT = "parent"
    REPRESENTATIVE = "representative"
    PROVIDER = "provider"


class Outcome(StrEnum):
    UPHELD = "upheld"
    PENDING = "pending"
    NO_ANSWER = "no_answer"


class DocumentKind(StrEnum):
    INITIAL_DENIAL = "initial_denial"
    FINAL_INTERNAL_DENIAL = "final_internal_denial"
    EOB_DENIAL = "eob_denial"
    NOT_A_DENIAL = "not_a_denial"


class DenialClass(StrEnum):
    """Clinical where a medical judgment decided it, administrative otherwise."""

    CLINICAL = "clinical"
    ADMINISTRATIVE = "administrative"


class DenialCategory(StrEnum):
    MEDICAL_NECESSITY = "medical_necessity"
    EXPERIMENTAL = "experimental"
    LEVEL_OF_CARE = "level_of_care"
    EMERGENCY = "emergency"
    COSMETIC = "cosmetic"
    STEP_THERAPY = "step_therapy"
    OUT_OF_NETWORK = "out_of_network"
    NOT_COVERED = "not_covered"
    NO_PRIOR_AUTHORIZATION = "no_prior_authorization"
    CODING = "coding"
    MISSING_INFORMATION = "missing_information"
    TIMELY_FILING = "timely_filing"
    ELIGIBILITY = "eligibility"
    DUPLICATE = "duplicate"
    COORDINATION_OF_BENEFITS = "coordination_of_benefits"
    BENEFIT_LIMIT = "benefit_limit"
    RESCISSION = "rescission"


CLINICAL_CATEGORIES = frozenset(
    {
        DenialCategory.MEDICAL_NECESSITY,
        DenialCategory.EXPERIMENTAL,
        DenialCategory.LEVEL_OF_CARE,
        DenialCategory.EMERGENCY,
        DenialCategory.COSMETIC,
        DenialCategory.STEP_THERAPY,
    }
)


# What each path is called where a person reads a line or a table.
NEXT_STEP = {
    "external_review": "Ask for external review",
    "internal_appeal_first": "Appeal to the plan first",
    "administrative_route": "Correct the claim or complain",
    "other_program": "Use the program's own appeal",
    "needs_facts": "Tell us more, then decide",
    "not_a_denial": "Nothing to appeal",
}

# What a missing fact is called where there is room for a few words only; the checklist asks in full.
FACTS = {
    "plan.funding": "how the plan is funded",
    "plan.state": "the state of the plan",
    "plan.regulator": "the plan's regulator",
    "plan.grandfathered": "whether the plan is grandfathered",
    "plan.product": "HMO or PPO",
    "received_on": "when the letter came",
    "urgent": "whether it is urgent",
    "filed_by": "who files",
    "internal_appeals": "appeals so far",
    "denial.letter_date": "the letter's date",
    "denial.category": "the reason for the denial",
    "denial.kind": "what kind of letter it is",
    "denial.amount_denied": "the amount denied",
}
