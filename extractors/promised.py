"""Which sentences tell what is to come, should somebody appeal or the plan later refuse: they decide nothing yet.

"Within 30 days we will pay, uphold, or ask for more" stands among the steps of a first denial; "if we ever deny a
service you could then appeal within 60 days of that notice" stands in an approval.
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

_LATER = re.compile(
    r"\b(?:if|when|whenever|should|once|where)\b[^.;]{0,60}\b(?:we|plan|it|they|hospital|provider)\b[^.;]{0,50}"
    r"\b(?:den(?:y|ies|ied)|reduc\w+|ends?|stops?|refuses?|says? no|turns? down|not (?:approve|cover|pay|authorize))\b"
    r"|\b(?:can|may|might|could)\b[^.;]{0,30}\b(?:deny|refuse|be (?:denied|refused)|not be (?:paid|covered|approved))\b"
)
_OF_THAT = re.compile(
    r"\b(?:that|those|such|its) (?:\w+ )?(?:notice|letter|decision|denial|determination)s?\b|\b(?:could|would|may|can) then\b"
    r"|\bthen (?:you )?(?:ask|appeal|file|request|may|can|could|have)\b|\b(?:you|we|it)(?:'ll| will) (?:be (?:told|informed|notified)|tell|send|write|notify)\b"
)


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
