"""The reason as it stands, the class with its proof, and doubt where rules and model differ."""

from extractors.grounds import weigh
from extractors.kind import kind
from extractors.opinion import Opinion
from extractors.reason import reason
from extractors.verdict import judge
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


def test_rules_and_model_that_differ_on_the_class_are_never_sure() -> None:
    weighing = weigh(typed(LETTER))
    against = Opinion(((DenialCategory.TIMELY_FILING, 1.2), (DenialCategory.MEDICAL_NECESSITY, 0.1)), {}, {})
    verdict = judge(weighing, against)
    assert not verdict.class_sure and not verdict.ground_sure


def test_rules_and_model_that_differ_within_the_class_are_sure_of_the_class_only() -> None:
    weighing = weigh(typed(LETTER))
    near = Opinion(((DenialCategory.EXPERIMENTAL, 1.2), (DenialCategory.MEDICAL_NECESSITY, 0.1)), {}, {})
    verdict = judge(weighing, near)
    assert verdict.class_sure and not verdict.ground_sure


def test_the_model_alone_never_decides() -> None:
    verdict = judge(weigh(typed("Dear Ann Reed:")), Opinion(((DenialCategory.CODING, 1.0),), {}, {}))
    assert verdict.by_rules is None and not verdict.class_sure
