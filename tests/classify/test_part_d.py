"""A use that no reference supports: a clinical finding of a plan's own, and one of Medicare's law in Part D."""

from extractors.verdict import verdict
from tests.classify.paper import typed

RIGHTS = "\n\nYou may appeal within 180 days of this letter."


def test_a_use_outside_part_d_never_passes_as_clinical() -> None:
    text = "Dear Ann Reed:\n\nThe request for the off-label use of Ozempic is denied. Neither the FDA label nor the compendia that Medicare recognizes list prediabetes."
    found = verdict(typed(text + RIGHTS))
    assert found.outside_part_d and not found.class_sure


def test_a_use_outside_part_d_never_passes_as_administrative() -> None:
    text = "Dear Ann Reed:\n\nWe denied this drug. Medicare Part D covers a drug only for a medically accepted indication. The patch is asked for to treat low back strain, which is not a medically accepted indication."
    found = verdict(typed(text + RIGHTS))
    assert found.outside_part_d and not found.class_sure


def test_lines_refused_on_grounds_of_both_classes_never_pass() -> None:
    """Which of two codes decides is the person's to say, where both weigh about the same."""
    head = "EXPLANATION OF BENEFITS\n\nService    Billed    Not covered    Code\n"
    medical = "Ablation    $900.00    $900.00    M40\n"
    text = "M40 Ablation is medically necessary when symptoms go on. The records we have show neither.\n\n"
    twice = "D10 We already processed this service. This is a duplicate of a claim paid before."
    assert verdict(typed(head + medical + "Scan    $120.00    $120.00    D10\n\n" + text + twice)).divided
    assert not verdict(typed(head + medical + "\n" + text)).divided


def test_another_plan_may_call_a_use_unproven() -> None:
    text = "Dear Ann Reed:\n\nWe deny the injections. They are investigational for tennis elbow: the studies are small and do not show that they work better than exercise."
    found = verdict(typed(text + RIGHTS))
    assert not found.outside_part_d and found.class_sure
