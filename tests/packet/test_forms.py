"""Official forms: 50 descriptions that hold together, answers with a source, blanks filled and never guessed."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfgen.canvas import Canvas

from pipeline.assemble import assemble, forms
from pipeline.assemble.choose import traits
from pipeline.assemble.context import context
from pipeline.assemble.forms import Form, answers
from pipeline.assemble.forms.answers import lookup
from pipeline.assemble.forms.sheet import sheet_names
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.markup import blocks
from pipeline.assemble.templates import templates
from pipeline.errors import DamagedError, EncryptedError, NotADocumentError, UsageError
from pipeline.models.facts import Facts
from tests.packet.build import given
from tests.packet.conftest import LAW, original, pdf_pages

TEXTS = templates(None)
FORMS = forms.forms(TEXTS)
FULL = Facts.model_validate(
    {
        "patient": {
            "name": "Mara Lee Ostrowski",
            "address": "14 Quarry Lane, Apt 3, Fresno, CA 93701",
            "phone": "559-555-0142",
            "email": "mara@example.org",
            "date_of_birth": "1979-05-14",
            "gender": "Female",
            "language": "Polish",
            "medicare_number": "1EG4-TE5-MK73",
        },
        "filed_by": "representative",
        "representative": {
            "name": "Ruth Adair",
            "phone": "559-555-0133",
            "address": "1 Elm St, Fresno, CA 93701",
        },
        "plan": {"funding": "fully_insured", "employer_name": "Quarry Co."},
        "treating_provider": {"name": "Noor Aziz, MD", "phone": "559-555-0188", "specialty": "Hematology"},
        "urgent": False,
        "internal_appeals": [{"filed_on": "2026-01-10", "decided_on": "2026-02-20", "outcome": "upheld"}],
        "argument": "It worked before.",
    }
)
CASE = given("ca-cdi-experimental-urgent")
WHOLE = CASE.case.model_copy(update={"facts": FULL})


def _answers(form: Form, case: object = WHOLE) -> dict[str, object]:
    from pipeline.models.case import Case

    assert isinstance(case, Case)
    g = Gatherer(case, TEXTS.words("en"), "en")
    found = traits(case, None, TEXTS.data("packets.yaml"), CASE.as_of)
    return {a.question.label: a.value for a in answers(form, g, context(g, None, found, CASE.as_of), found)}


def test_there_are_fifty_forms_for_known_processes() -> None:
    known = {p.id for p in LAW.all_processes()}
    assert len(FORMS) == 50
    assert sum(1 for f in FORMS for _ in f.questions()) == 1026
    for form in FORMS:
        assert set(form.processes) <= known, form.id
        assert not form.goes_with or form.goes_with in {f.id for f in FORMS}, form.id


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_a_form_holds_together(form: Form) -> None:
    """Choices and their map agree, facts are facts of the contract, and the sheet can be set."""
    g = Gatherer(WHOLE, TEXTS.words("en"), "en")
    found = traits(WHOLE, None, TEXTS.data("packets.yaml"), CASE.as_of)
    names = context(g, None, found, CASE.as_of)
    for _, question in form.questions():
        assert set(question.map or ()) <= set(question.choices), question.label
        for key in (question.fact, question.other):
            if key and question.kind not in ("choice", "checkbox"):
                lookup(key, g, names)
    sheet = sheet_names([form], g, names, found, {})
    written = TEXTS.write("answer-sheet", "en", names | {"forms": sheet, "_record": []})
    assert blocks(written.markdown)
    assert any(v.text == form.name for v in written.values)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_signatures_are_never_filled(form: Form) -> None:
    """Nobody's hand is lent: no answer to a signature, its date or a certification."""
    found = _answers(form)
    for _, question in form.questions():
        if question.kind in ("signature", "upload") or question.label.lower().startswith("certif"):
            value = found[question.label]
            assert value is None or not value, f"{form.id}: {question.label}"


def _form(form_id: str) -> Form:
    return next(f for f in FORMS if f.id == form_id)


@pytest.mark.parametrize(
    ("form_id", "label", "text"),
    [
        ("ca-dmhc-imr", "Patient's first name", "Mara"),  # parts of a name
        ("ca-dmhc-imr", "Patient's middle initial", "Lee"),
        ("ca-dmhc-imr", "City", "Fresno"),  # parts of an address
        ("ca-dmhc-imr", "Zip", "93701"),
        ("ca-dmhc-imr", "Has Medi-Cal", "No"),  # two choices, one with a map: the other is the default
        ("ca-dmhc-imr", "Filed a grievance with the plan", "Yes"),  # an appeal is known
        ("ca-dmhc-imr", "Plan's reason for denial", "Experimental or investigational"),
        (
            "ca-dmhc-imr",
            "Date of the plan's written decision",
            "March 2, 2026",
        ),  # the letter's date stands in
        ("naic-model-external-review", "Applicant's name", "Ruth Adair"),  # the representative applies
        ("naic-model-external-review", "Applicant is", "Authorized representative"),
        ("medicare-partd-redetermination", "Enrollee's name", "Mara Lee Ostrowski"),
    ],
)
def test_answers(form_id: str, label: str, text: str) -> None:
    value = _answers(_form(form_id))[label]
    assert value is not None and value.text == text and value.source  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Cher", "Patient's first name"),  # one word: which is the first name?
        ("Anna de la Cruz", "Patient's last name"),  # where does the last name begin?
        ("Joe Blow Jr.", "Patient's last name"),
        ("Ostrowski, Mara", "Patient's first name"),
    ],
)
def test_names_that_do_not_part_surely_stay_blank(name: str, label: str) -> None:
    facts = FULL.model_copy(update={"patient": FULL.patient.model_copy(update={"name": name})})
    assert not _answers(_form("ca-dmhc-imr"), CASE.case.model_copy(update={"facts": facts}))[label]


def test_unknown_facts_tick_nothing() -> None:
    """A missing fact is no No."""
    bare = CASE.case.model_copy(update={"facts": Facts()})
    found = _answers(_form("ca-dmhc-imr"), bare)
    for label in (
        "Has Medi-Cal",
        "Filed a grievance with the plan",
        "Problem is urgent (serious threat to health)",
    ):
        assert not found[label]


def _acroform(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=us_letter, invariant=1)
    form = canvas.acroForm
    canvas.drawString(72, 740, "Independent Medical Review Application/Complaint Form DMHC 20-224")
    canvas.setFont("Helvetica", 9)
    rows = [
        "First Name",
        "M.I.",
        "Last Name",
        "Date of Birth (mm/dd/yyyy)",
        "Street Address",
        "City",
        "State",
    ]
    rows += ["Zip Code", "Primary Phone", "Email Address", "Health Plan Name", "Patient's Membership Number"]
    rows += ["Employer", "Medical Condition or Diagnosis", "Treatment, Service or Medication Requested"]
    y = 700
    for n, label in enumerate(rows):
        canvas.drawString(72, y, f"{label}:")
        form.textfield(name=f"field{n}", x=260, y=y - 4, width=230, height=14, fontSize=9)
        y -= 22
    canvas.drawString(72, y, "Filed a grievance with the plan?")
    for x, name in ((260, "Yes"), (310, "No")):
        form.checkbox(name=f"grievance{name}", x=x, y=y - 3, size=11)
        canvas.drawString(x + 15, y, name)
    y -= 22
    canvas.drawString(72, y, "Plan's reason for denial:")
    for x, name in ((200, "Not medically necessary"), (330, "Experimental or investigational")):
        form.checkbox(name=name.split()[0], x=x, y=y - 3, size=11)
        canvas.drawString(x + 15, y, name)
    y -= 22
    canvas.drawString(72, y, "Patient's Signature:")
    form.textfield(name="signature", x=260, y=y - 4, width=230, height=14)
    canvas.save()
    return path


def _flat(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=us_letter, invariant=1)
    lines = [
        "Appeal request",
        "Patient's name: ______________________________",
        "Date of birth: ____________   Phone: ______________",
        "Member ID number: _________________   Group number: __________",
        "Claim number: ____",
        "Signature: ____________________ Date: ________",
    ]
    for n, line in enumerate(lines):
        canvas.drawString(72, 720 - 30 * n, line)
    canvas.save()
    return path


def test_form_fields_are_filled_by_their_labels(tmp_path: Path) -> None:
    """The form is known by its number; what is doubtful or not asked stays out, and is listed."""
    doubtful = WHOLE.fields["member_id"].model_copy(update={"confidence": 0.7})  # type: ignore[union-attr]
    case = WHOLE.model_copy(update={"fields": {**WHOLE.fields, "member_id": doubtful}})
    (out := tmp_path / "out").mkdir()
    added = forms.add(_acroform(tmp_path / "blank.pdf"), case, LAW, out, as_of=CASE.as_of)
    assert added.form_id == "ca-dmhc-imr"
    values = {k: v.get("/V") for k, v in (PdfReader(added.file).get_fields() or {}).items()}
    assert values["field0"] == "Mara" and values["field1"] == "Lee" and values["field2"] == "Ostrowski"
    assert values["field3"] == "05/14/1979"
    assert (values["field5"], values["field6"], values["field7"]) == ("Fresno", "CA", "93701")
    assert values["field12"] == "Quarry Co."
    assert values["grievanceYes"] == "/Yes" and values["grievanceNo"] in (None, "/Off")
    assert values["Experimental"] == "/Yes" and values["Not"] in (None, "/Off")
    assert not values["signature"]
    assert not values["field11"]
    assert "Patient's membership number" in added.unplaced
    assert "Short description of the problem" in added.unplaced  # the blank has no box for it


def test_flat_forms_are_written_beside_their_labels(tmp_path: Path) -> None:
    """A form that nobody described: the usual labels; where there is no room, nothing is written."""
    added = forms.add(_flat(tmp_path / "flat.pdf"), WHOLE, LAW, tmp_path, as_of=CASE.as_of)
    assert added.form_id == forms.UNKNOWN
    text = "".join(pdf_pages(added.file))
    for value in ("MaraLeeOstrowski", "05/14/1979", "559-555-0142", "HLP-4471-9920-01", "70311"):
        assert value in text
    assert {p.label for p in added.placed} >= {"Patient's name", "Date of birth", "Member ID number"}
    assert "Reason for appeal" in added.unplaced


def test_a_kept_blank_is_filled_with_every_packet(tmp_path: Path) -> None:
    mine, out = tmp_path / "mine", tmp_path / "out"
    mine.mkdir()
    out.mkdir()
    assert forms.keep(_acroform(tmp_path / "blank.pdf"), mine) == "ca-dmhc-imr"
    case = given("ca-dmhc-level-of-care-parent")
    files, _ = assemble(case.case, LAW, [original()], out, templates=mine, as_of=case.as_of)
    assert "form-ca-dmhc-imr.pdf" in files
    fields = PdfReader(out / "form-ca-dmhc-imr.pdf").get_fields() or {}
    assert fields["field0"].get("/V") == "Tamsin"
    assert "filledinasfarastheanswersaresure" in "".join(pdf_pages(out / "answer-sheet.pdf"))


def test_unusable_blanks_are_named(tmp_path: Path) -> None:
    (text := tmp_path / "a.txt").write_text("no form")
    (broken := tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\nnot really")
    writer = PdfWriter(clone_from=_flat(tmp_path / "flat.pdf"))
    writer.encrypt("secret")
    writer.write(locked := tmp_path / "locked.pdf")
    for path, error in ((text, NotADocumentError), (broken, DamagedError), (locked, EncryptedError)):
        with pytest.raises(error, match=path.name):
            forms.add(path, WHOLE, LAW, tmp_path, as_of=CASE.as_of)
    with pytest.raises(UsageError, match="no-such-form"):
        forms.add(tmp_path / "flat.pdf", WHOLE, LAW, tmp_path, form_id="no-such-form", as_of=CASE.as_of)
    with pytest.raises(UsageError, match="--form"):
        forms.keep(tmp_path / "flat.pdf", tmp_path)
