"""Words that tell days of care from days of papers, of history and of what was granted."""

import re

from extractors.dates import A_DATE
from extractors.lexicon import pattern

NEAR_CARE = pattern("care.near")
CARE = pattern("care.care")
CARE_AFTER = pattern("care.care_after")
DONE_BY = pattern("care.done_by")
ASIDE = pattern("care.aside")
GRANTED = pattern("care.granted")
REFUSED_AFTER = pattern("care.refused_after")
LISTED = pattern("care.and_on")  # between a day and the next
PAID_AFTER = pattern("care.paid_after")
RANGE = pattern("care.range")
LENGTH = pattern("care.length")
ONWARD = pattern("care.onward")
LED = re.compile(
    rf"\b(?:on|by) (?:\w+day,? )?(?:{A_DATE.pattern})(?:, \d{{4}})?,? (?:we|you|it|they|he|she|(?:your|the|our|dr\.?) \w+) (?:\w+ )?\w+",
    re.I,
)
CLAIMED = pattern("care.claimed")
IN_FORCE = pattern("care.in_force")
BILLED = pattern("care.billed")
SETTLES = pattern("care.settles")
NOT_FROM = pattern("care.refused_from")  # right before the first day that is refused
FROM_THEN = pattern("care.from_then")  # right before a day from which something goes on
REFUSED_THEN = pattern("care.refused_then")  # right after it: it is refused
REFUSED_RANGE = pattern("care.refused_range")
DAYS_KEPT = pattern("care.days_kept")  # a label of days that were refused
HANDLED = pattern("care.handled", "care.handled_on", "care.of_papers")
WE_AFTER = pattern("care.we_after")
