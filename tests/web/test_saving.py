"""Saving: what a person changes is kept as a new version, everything else stays as it was."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.errors import BadInputError, NotFoundInputError
from pipeline.models.case import Case, Review
from pipeline.models.document import Origin
from pipeline.models.fields import Doubt
from pipeline.record.review import ReviewBook
from pipeline.web.together import files_of
from tests.web.build import LETTERS, first_denial, url
from tests.web.forms import form_of


def opened(client: TestClient, case: Case) -> dict[str, str]:
    page = client.get(f"/cases/{case.case_id}")
    assert page.status_code == 200
    return form_of(page.text, f"/cases/{case.case_id}") | {"who": "Odette Marsh"}


def stored(out: Path, case: Case) -> Case:
    with ReviewBook(url(out)) as book:
        return book.case(case.case_id)


def versions(out: Path, case: Case) -> list[tuple[int, str]]:
    with ReviewBook(url(out)) as book:
        return [(v.version, v.who) for v in book.versions(case.case_id)]


def corrections(out: Path, case: Case) -> list[dict[str, object]]:
    with ReviewBook(url(out)) as book:
        return [row["facts"] for row in book.show(case.case_id)["corrections"]]


def test_an_untouched_form_touches_no_value(client: TestClient, out: Path, grievance: Case) -> None:
    """It decides again by today's law, which is what pressing Save on an old case is for."""
    for _ in range(2):
        client.post(f"/cases/{grievance.case_id}", data=opened(client, grievance))
    after = stored(out, grievance)
    assert (after.fields, after.facts, after.classification) == (
        grievance.fields, grievance.facts, grievance.classification,
    )  # fmt: skip
    assert [v for v, _ in versions(out, grievance)] == [2, 1]  # the second save found nothing new
    assert corrections(out, grievance) == []


def test_answers_settle_the_case_and_make_a_packet(client: TestClient, out: Path, grievance: Case) -> None:
    form = opened(client, grievance) | {
        "q.plan.funding": "fully_insured",
        "q.plan.regulator": "DMHC",
        "q.urgent": "false",
        "q.internal_appeals": "some",
        "q.internal_appeals.0.filed_on": "2026-02-06",
        "q.internal_appeals.0.decided_on": "2026-03-02",
        "q.internal_appeals.0.outcome": "upheld",
        "ok.letter_date": "on",
        "ok.claim_numbers": "on",  # the letter does not say it
    }
    answer = client.post(f"/cases/{grievance.case_id}", data=form)
    assert answer.status_code == 200
    assert "Saved." in answer.text
    after = stored(out, grievance)
    assert versions(out, grievance) == [(2, "Odette Marsh"), (1, "run")]
    assert after.decision is not None
    assert after.decision.process_id == "CA-DMHC-IMR"
    assert after.decision.deadline is not None
    assert str(after.decision.deadline.file_by) == "2026-09-02"
    # Every doubt was answered: the letter's date confirmed, the claim number settled, the route decided.
    assert not {d.field for d in after.review.reasons} & {"letter_date", "claim_numbers", "route"}
    dated = after.one("letter_date")
    assert dated is not None
    assert dated.origin is Origin.PERSON
    assert dated.candidates[0].quote == "March 2, 2026"  # what was read is kept
    folder = out / "cases" / grievance.case_id
    assert {"request.pdf", "checklist.pdf"} <= {p.name for p in folder.iterdir()}
    assert (folder / "case.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"f.member_id": "SVH-4471902-02"}, "member_id", "SVH-4471902-02"),  # a correction
        ({"f.service": ""}, "service", None),  # the letter does not say it after all
        ({"take": "letter_date:0"}, "letter_date", "2026-02-06"),  # a candidate, clicked without JavaScript
        ({"f.service_dates": "1/20/2026"}, "service_dates", [["2026-01-20", "2026-01-20"]]),
        ({"f.claim_numbers": "A1\r\nB2"}, "claim_numbers", ["A1", "B2"]),
    ],
)
def test_one_change_alone_is_kept(
    client: TestClient, out: Path, grievance: Case, change: dict[str, str], field: str, value: object
) -> None:
    client.post(f"/cases/{grievance.case_id}", data=opened(client, grievance) | change)
    after = stored(out, grievance)
    assert (after.values(field) if isinstance(value, list) else after.value(field)) == value
    others = {n: f for n, f in after.fields.items() if n != field}
    assert others == {n: f for n, f in grievance.fields.items() if n != field}


def test_class_and_kind_can_be_overruled_and_given_back(
    client: TestClient, out: Path, grievance: Case
) -> None:
    wrong = {
        "f.denial_class": "administrative",
        "f.denial_category": "coding",
        "f.document_kind": "eob_denial",
    }
    client.post(f"/cases/{grievance.case_id}", data=opened(client, grievance) | wrong)
    assert stored(out, grievance).classification.denial_category == "coding"
    blank = dict.fromkeys(wrong, "")
    client.post(f"/cases/{grievance.case_id}", data=opened(client, grievance) | blank)
    after = stored(out, grievance)
    assert after.classification == grievance.classification  # as the letter was read
    assert len(versions(out, grievance)) == 3


def test_a_wrong_value_saves_nothing_and_loses_nothing(
    client: TestClient, out: Path, grievance: Case
) -> None:
    form = opened(client, grievance) | {
        "q.plan.state": "California",
        "f.amount_denied": "lots",
        "q.argument": "x",
    }
    answer = client.post(f"/cases/{grievance.case_id}", data=form)
    assert answer.status_code == 422
    assert "two-letter state" in answer.text
    assert "Please write an amount in dollars" in answer.text
    again = form_of(answer.text, f"/cases/{grievance.case_id}")
    assert (again["q.plan.state"], again["f.amount_denied"], again["q.argument"]) == (
        "California",
        "lots",
        "x",
    )
    assert versions(out, grievance) == [(1, "run")]


def test_two_people_do_not_overwrite_each_other(client: TestClient, out: Path, grievance: Case) -> None:
    mine, theirs = opened(client, grievance), opened(client, grievance)
    client.post(f"/cases/{grievance.case_id}", data=theirs | {"q.patient.phone": "559-555-0107"})
    answer = client.post(f"/cases/{grievance.case_id}", data=mine | {"q.patient.email": "m.vega@example.org"})
    assert answer.status_code == 409
    assert form_of(answer.text, f"/cases/{grievance.case_id}")["q.patient.email"] == "m.vega@example.org"
    assert stored(out, grievance).facts.patient.phone == "559-555-0107"
    assert len(versions(out, grievance)) == 2


def test_a_save_needs_a_name(client: TestClient, out: Path, grievance: Case) -> None:
    answer = client.post(f"/cases/{grievance.case_id}", data=opened(client, grievance) | {"who": "  "})
    assert answer.status_code == 422
    assert "your name" in answer.text


def test_going_back_makes_a_new_version(client: TestClient, out: Path, grievance: Case) -> None:
    address = f"/cases/{grievance.case_id}"
    client.post(address, data=opened(client, grievance) | {"f.member_id": "WRONG-1"})
    history = client.get(f"{address}/history")
    assert "WRONG-1" in history.text  # the difference is told
    form = form_of(history.text, f"{address}/restore")
    client.post(f"{address}/restore", data=form | {"version": "1", "who": "Odette Marsh"})
    assert stored(out, grievance).fields == grievance.fields
    assert [v for v, _ in versions(out, grievance)] == [3, 2, 1]
    assert "WRONG-1" in client.get(f"{address}?version=2").text  # old versions can be looked at
    # A batch that reads the letter anew lays all corrections over it: the last one must not empty the field.
    assert corrections(out, grievance)[-1] == {"fields": {"member_id": "SVH-4471902-01"}}


def test_letters_of_one_matter_point_to_each_other(client: TestClient, grievance: Case, scan: Case) -> None:
    address = f"/cases/{scan.case_id}"
    assert "same matter" not in client.get(address).text
    same = {"f.member_id": "SVH-4471902-01", "f.reference_numbers": "GR-2026-008815"}
    client.post(address, data=opened(client, scan) | same)
    assert f"/cases/{grievance.case_id}" in client.get(address).text
    assert address in client.get(f"/cases/{grievance.case_id}").text


def test_a_confirmed_value_still_shows_where_it_stands(
    client: TestClient, out: Path, grievance: Case
) -> None:
    form = opened(client, grievance) | {"ok.letter_date": "on"}
    page = client.post(f"/cases/{grievance.case_id}", data=form).text
    entry = page.split('id="at-letter_date"')[1].split('id="at-regulator"')[0]
    assert "Set by a person" in entry
    assert 'href="#box-letter_date"' in entry


def test_a_page_that_could_not_be_read_is_looked_at_by_a_person(
    client: TestClient, out: Path, scan: Case
) -> None:
    """Else the case would ask for review for ever. Who said so and when is kept; it can be taken back."""
    why = f"{scan.document.source}: page 1 could not be read"
    missing = "a letter of this case is missing: second.pdf: needs a password."
    broken = scan.document.model_copy(update={"unreadable_pages": (1,)})
    doubts = (Doubt(field="document", why=missing), Doubt(field="document", why=why))
    changed = scan.model_copy(
        update={
            "document": broken, "documents": (broken,), "doubts": doubts[:1],
            "review": Review(needed=True, reasons=doubts),
        }
    )  # fmt: skip
    with ReviewBook(url(out)) as book:
        book.save_case(changed, [], who="run", out=out)
    address = f"/cases/{scan.case_id}"
    form = opened(client, scan)
    assert "could not be read" in client.get(address).text and "seen.0" not in form
    client.post(address, data=form)  # saved without a tick: nothing is settled
    assert {missing, why} <= {d.why for d in stored(out, scan).review.reasons}

    client.post(address, data=opened(client, scan) | {"seen.1": "on"})
    after = stored(out, scan)
    open_ones = {d.why for d in after.review.reasons if d.field == "document"}
    assert len(after.facts.looked_at) == 1 and open_ones == {missing, why} - set(after.facts.looked_at)
    assert corrections(out, scan)[-1] == {"looked_at": list(after.facts.looked_at)}
    assert versions(out, scan)[0][1] == "Odette Marsh"
    assert "Looked at by a person" in client.get(f"{address}/history").text

    client.post(address, data=opened(client, scan) | {"seen.0": "on"})
    after = stored(out, scan)
    assert set(after.facts.looked_at) == {missing, why}
    assert not [d for d in after.review.reasons if d.field == "document"]

    form = opened(client, scan)
    assert {"seen.0", "seen.1"} <= set(form)  # ticked on the page
    form.pop("seen.0")
    client.post(address, data=form)
    assert len([d for d in stored(out, scan).review.reasons if d.field == "document"]) == 1


@pytest.mark.slow
def test_letters_of_one_matter_become_one_case(client: TestClient, out: Path, grievance: Case) -> None:
    """A first denial of the same member and number; both letters are read together, both cases stay."""
    first = first_denial(out)
    address = f"/cases/{grievance.case_id}"
    form = form_of(client.get(address).text, f"{address}/join")
    assert client.post(f"{address}/join", data={**form, "token": "wrong"}).status_code == 403
    answer = client.post(f"{address}/join", data=form | {"who": "Odette Marsh"})
    assert answer.status_code == 200
    made = stored(
        out,
        Case.model_validate_json((out / "cases" / answer.url.path.split("/")[2] / "case.json").read_text()),
    )
    assert {d.sha256 for d in made.documents} == {grievance.document.sha256, first.document.sha256}
    assert made.facts.patient.phone == "559-555-0107", "what was told goes along"
    assert versions(out, made) == [(1, "Odette Marsh")]
    page = client.get(f"/cases/{made.case_id}").text
    assert page.count("<figure") == sum(d.pages for d in made.documents)
    assert client.get(f"/cases/{made.case_id}/pages/1.webp").status_code == 200
    for old in (grievance, first):
        assert made.case_id in client.get(f"/cases/{old.case_id}").text


def test_two_letters_in_photos_are_not_read_as_one(tmp_path: Path, grievance: Case, scan: Case) -> None:
    photo = LETTERS / "08-photo-medicaid.jpg"
    other = tmp_path / "other.jpg"
    other.write_bytes(photo.read_bytes() + b"x")
    places = {grievance.case_id: [photo], scan.case_id: [other]}
    with pytest.raises(BadInputError, match="photos"):
        files_of([grievance, scan], places.__getitem__)
    with pytest.raises(NotFoundInputError):
        files_of([grievance, scan], lambda _: [tmp_path / "gone.pdf"])
