"""Which sentences tell what is to come, should somebody appeal or the plan later refuse: they decide nothing yet.

"Within 30 days we will pay, uphold, or ask for more" stands among the steps of a first denial; "if we ever deny a
service you could then appeal within 60 days of that notice" stands in an approval.
"""

from collections.abc import Sequence

from extractors.grounds import Weighed
from extractors.lexicon import pattern

ACTS = frozenset(
    {"uphold", "overturn", "approve", "receive", "other", "closed", "appeal"}
)  # that may be promised
_TO_COME = pattern("promised.to_come")
_EITHER = pattern("promised.either")
_AFTER_IT = pattern("promised.after_it")

_LATER = pattern("promised.later")
_OF_THAT = pattern("promised.of_that")


def supposed(items: Sequence[Weighed]) -> frozenset[int]:
    """Places of the sentences that tell of a refusal yet to come, or, on from one in its paragraph, of that one."""
    found = set()
    open_in = -1  # the paragraph in which a later refusal is supposed
    for at, item in enumerate(items):
        if _LATER.search(item.text):
            open_in = item.sentence.block
            found.add(at)
        elif open_in == item.sentence.block and _OF_THAT.search(item.text):
            found.add(at)
    return frozenset(found)


def promised(items: Sequence[Weighed]) -> frozenset[int]:
    """Places of the sentences that tell of a step to come: either way, after it, or on from rights in one paragraph."""
    found = set()
    turned = -1  # the paragraph in which rights are being told
    for at, item in enumerate(items):
        on = turned == item.sentence.block and _TO_COME.search(item.text)
        if on or _EITHER.search(item.text) or _AFTER_IT.search(item.text):
            found.add(at)
        if "rights" in item.roles:
            turned = item.sentence.block
    return frozenset(found)
