"""What to do with letters that come again: a table that can be read aloud."""

import pytest

from pipeline.record.verdict import Known, Verdict, judge

DONE = Known("done", bundle_id=1, in_hand=False, stamp="today", facts_sha256="facts")
ASIDE = Known("set_aside", bundle_id=1, in_hand=False, stamp="today", code="encrypted")


@pytest.mark.parametrize(
    ("known", "bundle", "stamp", "facts", "keep", "expected"),
    [
        # never seen: work
        (Known("new", 1, False), 1, "today", None, False, Verdict.WORK),
        # somebody alive works on the same bytes: wait for the answer
        (Known("working", 1, True), 2, "today", None, False, Verdict.BUSY),
        # somebody dead worked on it: work
        (Known("working", 1, False), 2, "today", None, False, Verdict.WORK),
        # a second run over the same folder: nothing to do
        (DONE, 1, "today", None, False, Verdict.SAME),
        # law, facts, program or day changed since: do it again
        (DONE, 1, "tomorrow", None, False, Verdict.WORK),
        # ... but not when a batch of yesterday is resumed
        (DONE, 1, "tomorrow", None, True, Verdict.SAME),
        # the same bytes from elsewhere: a duplicate, whatever the day
        (DONE, 2, "tomorrow", None, False, Verdict.DUPLICATE),
        # ... with the same facts beside it: still only a duplicate
        (DONE, 2, "tomorrow", "facts", False, Verdict.DUPLICATE),
        # ... with new facts: they are what the person wanted to tell us
        (DONE, 2, "today", "new facts", False, Verdict.WORK),
        # a bad letter again, nothing changed: the same answer without reading it
        (ASIDE, 1, "today", None, False, Verdict.SAME),
        # a copy of a bad letter: set aside as well, unread
        (ASIDE, 2, "today", None, False, Verdict.ECHO),
        # a bad letter with other facts or a newer program: try
        (ASIDE, 2, "tomorrow", None, False, Verdict.WORK),
        # resumed: what was set aside stays so
        (ASIDE, 1, "tomorrow", None, True, Verdict.SAME),
        # it took too long then; it may not now
        (Known("set_aside", 1, False, "today", None, "timeout"), 1, "today", None, False, Verdict.WORK),
        # a crash may have been the machine's fault
        (Known("set_aside", 1, False, "today", None, "crashed"), 2, "today", None, False, Verdict.WORK),
    ],
)
def test_verdict(
    known: Known, bundle: int, stamp: str, facts: str | None, keep: bool, expected: Verdict
) -> None:
    assert judge(known, bundle_id=bundle, stamp=stamp, facts_sha256=facts, keep=keep) is expected
