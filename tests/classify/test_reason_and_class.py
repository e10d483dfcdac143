"""The reason as it stands, the class with its proof, and doubt where rules and model differ."""

from dataclasses import replace

import pytest

from extractors.grounds import weigh
from extractors.kind import kind
from extractors.opinion import Opinion, opinion
from extractors.reason import reason
from extractors.verdict import Verdict, judge
from pipeline.classify import classify
from pipeline.models.document import Document
from pipeline.models.fields import DenialCategory, DenialClass, DocumentKind, Extraction, Field
from tests.classify.paper import typed

LETTER = """
NOTICE OF DENIAL

Dear Ann Reed:

You asked us to approve a sleep study in a laboratory. The request is denied.

Why

Your index was 4 events an hour, below the number in our policy. The laboratory study is therefore not
medically necessary.

Your rights

You may ask for external review if your denial was based on an experimental treatment.
"""


def classified(document: Document) -> object:
    found, doubts = kind(document)
    return classify(document, Extraction(kind=found, fields={}, doubts=doubts))


def test_the_reason_stands_in_the_letter_word_for_word_with_the_facts_beside_it() -> None:
    field, doubts = reason(typed(LETTER), DocumentKind.INITIAL_DENIAL)
    assert field is not None and doubts == ()
    assert field.value == (
        "Your index was 4 events an hour, below the number in our policy. "
        "The laboratory study is therefore not medically necessary."
    )
    assert field.quote == field.value and field.page == 1 and field.box is not None


def test_no_denial_has_no_reason_and_no_class() -> None:
    document = typed(LETTER)
    assert reason(document, DocumentKind.NOT_A_DENIAL) == (None, ())
    none = classify(document, Extraction(kind=Field(value="not_a_denial", confidence=1.0), fields={}))
    assert none.denial_class is None and none.denial_category is None and none.doubts == ()


def test_class_category_and_evidence() -> None:
    found = classify(typed(LETTER), Extraction(kind=Field(value="initial_denial", confidence=1.0), fields={}))
    assert found.denial_class is DenialClass.CLINICAL
    assert found.denial_category is DenialCategory.MEDICAL_NECESSITY
    assert found.doubts == () and found.confidence > 0.9
    assert "not medically necessary" in found.evidence[0].quote and found.evidence[0].box is not None


def test_a_denial_without_a_reason_has_no_class_and_a_doubt() -> None:
    document = typed("Dear Ann Reed:\n\nThe request is denied.")
    found = classify(document, Extraction(kind=Field(value="initial_denial", confidence=1.0), fields={}))
    assert found.denial_class is None
    assert [d.field for d in found.doubts] == ["denial_class"]


SAYS_LATE = Opinion(((DenialCategory.TIMELY_FILING, 1.2), (DenialCategory.MEDICAL_NECESSITY, 0.1)), {}, {})


def told(rules: DenialCategory, model: DenialCategory, **other: object) -> Verdict:
    found = Verdict(((rules, 0.9), (model, 0.1)), rules, model, rules is model, DenialClass.CLINICAL)
    return replace(found, **other)


NEED, LATE = DenialCategory.MEDICAL_NECESSITY, DenialCategory.TIMELY_FILING


@pytest.mark.parametrize(
    ("found", "sure"),
    [
        (told(NEED, NEED, class_probability=0.9, by_words=0.6), True),  # all of one mind
        (told(NEED, NEED, class_probability=0.9, by_words=0.1), False),  # the whole letter reads like the other class
        (told(NEED, NEED, class_probability=0.8, by_words=0.9), False),  # likely, but not enough
        (told(NEED, LATE, class_probability=0.9, by_words=0.9), False),  # rules and model differ
        (told(NEED, LATE, class_probability=0.98, by_words=0.9), False),  # they differ, whatever all else says
        (told(NEED, LATE, class_probability=0.98, by_words=0.4), False),  # the words must be for it too
        (told(NEED, LATE, class_probability=0.99, by_words=0.55), False),  # and not by a hair
        (told(NEED, LATE, class_probability=0.98, by_words=0.9, held=0.3), False),  # one half hardly hears it
        (told(NEED, LATE, class_probability=0.99, by_words=0.9, held=0.3), False),  # even where the other and the whole letter leave no doubt
        (told(NEED, LATE, class_probability=0.99, by_words=0.8, held=0.3), False),
        (told(NEED, NEED, class_probability=0.9, by_words=0.9, faint=True), False),  # rules that hardly hear anything
        (told(NEED, NEED, class_probability=0.98, by_words=0.9, faint=True), True),
    ],
)  # fmt: skip
def test_the_class_is_sure_where_enough_speaks_for_it(found: Verdict, sure: bool) -> None:
    assert found.class_sure is sure


def test_rules_and_model_that_differ_on_the_class_are_not_sure_of_the_ground() -> None:
    assert not judge(weigh(typed(LETTER)), SAYS_LATE).ground_sure


@pytest.mark.parametrize(
    "said",
    [
        # the plan's own doctor gives the reason, in the words that an argument on appeal has too
        "Dr. Philbrick says the log shows only two finger sticks on most days, so that a pump is not medically necesary for her at this time.",
        "Dr. Lee said the scan is not needed to treat this pain and that exercises come first.",
        "Dr. Ames wrote that her strength is nearly normal, and that the machine would not help her walk.",
        "The doctor stated that the drug has not been proven for this cancer.",
        "Doctor Vance believes that she is doing well on her injections and a pump is not medically needed now.",
    ],
)
def test_a_reason_in_the_mouth_of_the_plans_doctor_is_heard(said: str) -> None:
    paper = typed(
        f"Dear Ann Reed:\n\nDr. Philbrick looked at your papers. We can not pre-approve it.\n\n{said}"
    )
    verdict = judge(weigh(paper), opinion(paper))
    assert verdict.ground is not None and verdict.denial_class is DenialClass.CLINICAL


def test_rules_and_model_that_differ_within_the_class_are_sure_of_the_class_only() -> None:
    weighing = weigh(typed(LETTER))
    near = Opinion(((DenialCategory.EXPERIMENTAL, 1.2), (DenialCategory.MEDICAL_NECESSITY, 0.1)), {}, {})
    verdict = judge(weighing, near)
    assert verdict.class_sure and not verdict.ground_sure


def test_the_model_alone_never_decides() -> None:
    verdict = judge(weigh(typed("Dear Ann Reed:")), Opinion(((DenialCategory.CODING, 1.0),), {}, {}))
    assert verdict.by_rules is None and not verdict.class_sure
