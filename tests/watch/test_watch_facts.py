"""Facts dropped beside a letter: before it, after it, mended, changed, for two."""

import json
import shutil
import time

from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.watch.inbox import Inbox


def test_the_same_bad_letter_with_mended_facts_starts_again(inbox: Inbox) -> None:
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.facts.yaml", "colour: red\n")
    inbox.once()
    assert inbox.lying("set_aside") == [
        "set_aside/a.facts.yaml",
        "set_aside/a.pdf",
        "set_aside/a.pdf.reason.json",
    ]
    shutil.move(inbox.out / "set_aside/a.pdf", inbox.folder / "a.pdf")
    inbox.put("a.facts.yaml", "plan: {state: CA}\n")
    assert inbox.once().counts == {"done": 1}
    case = json.loads(next((inbox.out / "cases").glob("*/case.json")).read_text())
    assert case["facts"]["plan"]["state"] == "CA"
    assert inbox.lying("done") == ["done/a.facts.yaml", "done/a.pdf"]


def test_facts_that_two_letters_share_reach_both(inbox: Inbox) -> None:
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.tif", letter("a, another scan"))
    inbox.put("a.facts.yaml", "urgent: true\n")
    assert inbox.once(workers=2).counts == {"done": 2}
    facts = [json.loads(p.read_text())["facts"]["urgent"] for p in (inbox.out / "cases").glob("*/case.json")]
    assert facts == [True, True]


def test_facts_without_their_letter_wait_for_it_and_it_is_said_once(inbox: Inbox) -> None:
    with inbox.going() as watching:
        inbox.put("a.facts.yaml", "urgent: true\n")
        time.sleep(1.0)
        assert [notice for notice in inbox.notices if "a.facts.yaml" in notice] == inbox.notices
        assert len(inbox.notices) == 1 and "drop the letter too" in inbox.notices[0]
        inbox.put("a.pdf", letter("a"))
        watching.until({"a.pdf": "done"})
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert case["facts"]["urgent"] is True


def test_facts_changed_later_make_a_new_version(inbox: Inbox) -> None:
    """The letter was done; the same letter comes again with other facts, in place or from `done/`."""
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.facts.yaml", "urgent: false\n")
    inbox.once()
    shutil.copy(inbox.out / "done/a.pdf", inbox.folder / "a.pdf")
    inbox.put("a.facts.yaml", "urgent: true\n")
    inbox.once()
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert case["facts"]["urgent"] is True
    with Ledger(inbox.url) as ledger:
        assert [row["version"] for row in ledger.show(case["case_id"])["versions"]] == [1, 2]
        assert ledger.totals() == {"pending": 0, "done": 1, "set_aside": 0, "duplicate": 1}
