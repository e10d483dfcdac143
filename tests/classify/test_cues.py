"""Every cue finds its own example and leaves its counter-example; every code means something we know."""

from collections import Counter

import pytest

from extractors.cues import Cue, codes, cues, plain
from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory

EVERY = list(cues())


@pytest.mark.parametrize("cue", EVERY, ids=lambda c: c.id)
def test_finds_its_example(cue: Cue) -> None:
    assert cue.find.search(plain(cue.example)), f"{cue.id} no longer finds its example"


@pytest.mark.parametrize("cue", [c for c in EVERY if c.unlike], ids=lambda c: c.id)
def test_leaves_its_counter_example(cue: Cue) -> None:
    assert not cue.find.search(plain(cue.unlike or ""))


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(c.id for c in EVERY).items() if n > 1] == []


def test_every_ground_has_cues_and_none_yields_to_itself() -> None:
    assert set(cues().grounds) == set(DenialCategory)
    assert all(ground not in stronger for ground, stronger in cues().yields.items())


@pytest.mark.parametrize(
    ("code", "category", "denial"),
    [
        ("50", DenialCategory.MEDICAL_NECESSITY, "yes"),  # the commonest clinical code
        ("29", DenialCategory.TIMELY_FILING, "yes"),
        ("18", DenialCategory.DUPLICATE, "yes"),
        ("97", DenialCategory.CODING, "yes"),
        ("22", DenialCategory.COORDINATION_OF_BENEFITS, "yes"),
        ("45", None, "no"),  # a contractual write-off is no denial
        ("1", None, "no"),  # nor is a deductible
        ("MA01", None, "no"),  # appeal boilerplate in a remark code
    ],
)
def test_codes(code: str, category: DenialCategory | None, denial: str) -> None:
    assert (codes()[code].category, codes()[code].denial) == (category, denial)


def test_vague_codes_are_marked() -> None:
    # 16, 96 and their like say little; a remark code or the text beside them decides
    assert all(codes()[c].vague for c in ("16", "96", "A1", "226", "227", "252"))


def test_clinical_codes_exist_for_each_clinical_ground_that_has_codes() -> None:
    found = {c.category for c in codes().values()}
    assert CLINICAL_CATEGORIES - found == set()
