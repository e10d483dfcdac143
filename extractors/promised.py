"""Which sentences tell what is to come, should somebody appeal: they decide nothing, whatever verbs they hold.

"Within 30 days we will pay, uphold, or ask for more" stands among the steps of a first denial.
"""

import re
from collections.abc import Sequence

from extractors.grounds import Weighed

ACTS = frozenset(
    {"uphold", "overturn", "approve", "receive", "other", "closed", "appeal"}
)  # that may be promised
_TO_COME = re.compile(
    r"\b(?:will|would|shall|'ll|can then)\b(?! (?:not|be (?:paid|covered|reprocessed|processed)))"
)
_EITHER = re.compile(
    r"\b(?:will|would|shall|may|can|to|must)\b[^.;]{0,70}\b(?:uphold|affirm|sustain|overturn|reverse|change|pay|approve|deny|allow)\b"
    r"[^.;]{0,70}\bor\b[^.;]{0,30}\b(?:uphold|affirm|sustain|overturn|reverse|change|pay|approve|deny|allow|ask|tell|explain|write|send|modify)\b"
)
_AFTER_IT = re.compile(
    r"\b(?:after|of|from|with|receiv\w+|gets?|until) (?:our|its|the plan's|the|that|a|an|any) (?:\w+ ){0,2}?(?:letter|decision|notice|answer) "
    r"(?:upholding|affirming|denying|maintaining|sustaining|confirming)\b"
)


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
