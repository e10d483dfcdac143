"""Numbers and what they are: labels of anybody's making, wrapped labels, names beside numbers, and what is no number."""

from dataclasses import replace

import pytest

from extractors import numbers
from extractors.idlabels import composed
from extractors.idwords import is_code
from extractors.legend import refuses, share_only
from extractors.lexicon import lexicon
from extractors.mentions import mentions
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import document, letter

PAID = "The charge of $1,240.00 for the claim was denied since the service is not medically necessary."


def values(made: Document, name: str, kind: str = "initial_denial") -> list[str]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, kind, fields)
    found = fields.get(name, ())
    return [f.value for f in (found if isinstance(found, tuple) else (found,))]


@pytest.mark.parametrize("name", ["claim_numbers", "member_id", "group_number", "reference_numbers"])
def test_every_head_noun_makes_a_label(name: str) -> None:
    for word in lexicon().words[f"id_{name}"]:
        hit = composed(lexicon(), f"{word.title()} number")
        assert hit and hit.field == name, word


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Medicaid/FAMIS no.:", "member_id"),  # the part before the stroke is known
        ("3. GROUP", "group_number"),  # the number of an item on a form
        ("EVICORE CASE", "reference_numbers"),  # a vendor's name before the noun
        ("P2P conf. no.", "reference_numbers"),  # a digit within a word
        ("Ref. (UM)", "reference_numbers"),  # what stands in brackets says no more
        ("Student ID with us:", "member_id"),  # words after the noun
        ("PRACTITIONER NPI", "other"),  # somebody else's
        ("Claims Department", "other"),  # whom to write to
        ("Your benefit booklet", None),  # no label of a number
        ("Thank you, and good luck", None),  # prose
    ],
)
def test_labels_are_read_by_their_head_noun(label: str, field: str | None) -> None:
    hit = composed(lexicon(), label)
    assert (hit.field if hit else None) == field


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        (["Mtn. Health no. MHC 00 417 338 2", PAID], "member_id", ["MHC 00 417 338 2"]),  # an abbreviated plan
        (["Member I.D. 300 447 1192", PAID], "member_id", ["300 447 1192"]),  # initials that are no law
        (["File a claim dispute under A.R.S. 36-2903.01", PAID], "claim_numbers", []),  # and some that are
        (["Member ID 300 447 1192", PAID], "member_id", ["300 447 1192"]),  # made like a telephone number
        (["Claims on file: C25-0610-3391; C25-0613-0084", PAID], "claim_numbers", ["C25-0610-3391", "C25-0613-0084"]),
        (["Claims denied: 7781001, 7781002; claims paid: 7781003", PAID], "claim_numbers", ["7781001", "7781002"]),
        (["CLAIM 26 0771 552 (REPLACES 26 0418 552)", PAID], "claim_numbers", ["26 0771 552"]),  # decided anew
        (["Group: Nutmeg Instruments / 2499013", PAID], "group_number", ["2499013"]),  # a name before it
        (["Customer: Keala Ito | Account 3290884 | Plan: PPO", PAID], "group_number", ["3290884"]),  # one of several
        (["The Plan number is 501.", PAID], "group_number", ["501"]),  # an employer's plan
        (["our Notice of Action of May 4 (NOA 2510-44821)", PAID], "reference_numbers", ["NOA 2510-44821"]),
        (["Ref. no. APL0088214", PAID], "reference_numbers", ["APL0088214"]),  # an abbreviation ends no sentence
        (["Previous ref. 26041-PPA-777", PAID], "reference_numbers", []),  # of what went before
        (["Audit ID: CTV-0099417", PAID], "reference_numbers", ["CTV-0099417"]),  # a case of the plan's making
        (["Write to Member Appeals (AX-630), P.O. Box 12.", PAID], "reference_numbers", []),  # where to send it
        (["notice (NRS 683A.0913 governs recoupment)", PAID], "reference_numbers", []),  # a citation
        (["Control no. 5177204418", PAID], "claim_numbers", ["5177204418"]),  # there is a bill
        (["Control no. 5177204418", "We denied the request."], "claim_numbers", []),  # there is none
        (["Control no. 5177204418", "We denied the request."], "reference_numbers", ["5177204418"]),
        (["YOUR REQUEST FOR MORE THAN 16 TABLETS IS DENIED"], "reference_numbers", []),  # words before a number
    ],
)  # fmt: skip
def test_numbers_by_their_labels(lines: list[str], name: str, wanted: list[str]) -> None:
    assert values(letter(*lines), name) == wanted


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # a row of cells whose label column is numbered
        ([(60, 100, "11. CONTROL NO."), (60, 112, "PSD-88420571")], "reference_numbers", ["PSD-88420571"]),
        # dots and colons before the value
        ([(60, 100, "CARDHOLDER ID:"), (200, 100, ": M81002756")], "member_id", ["M81002756"]),
        # a name before the number in its cell
        ([(60, 100, "Group"), (200, 100, "Adirondack Mills · 20018834")], "group_number", ["20018834"]),
        # letters alone under a label for them
        ([(60, 100, "RxGroup"), (200, 100, "MICRNRX")], "group_number", ["MICRNRX"]),
        # carrier and group in one cell
        ([(60, 100, "CARRIER / GROUP"), (60, 112, "NEAERO / RX4471")], "group_number", ["RX4471"]),
        # the label at the right end of a full line, the number below at the left
        (
            [(60, 100, "Patient: Joost Achterberg (dependent)"), (330, 100, "Group"), (60, 114, "1034491")],
            "group_number",
            ["1034491"],
        ),
        # the number of a contract that Medicare has with the plan, in small print
        ([(60, 100, "HMO with a Medicare contract. H3924_25117_C")], "member_id", []),
    ],
)  # fmt: skip
def test_numbers_by_their_places(lines: list, name: str, wanted: list[str]) -> None:  # type: ignore[type-arg]
    assert values(document(*lines, (60, 300, "We denied the request.")), name) == wanted


def test_what_no_label_names_is_told_by_elimination_and_never_sure() -> None:
    made = letter("Medical record no. 084-551-77210", PAID)
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    found = fields["member_id"]
    assert not isinstance(found, tuple)
    assert found.value == "084-551-77210"
    assert reading.features["member_id"]["fallback"] == 1.0  # a doubt asks about it


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("99213", True),  # a procedure
        ("31237-59", True),  # with a modifier
        ("CO-45", True),  # a reason
        ("ICD-10", True),
        ("7781001", False),  # seven digits are a number
        ("0903312", False),
    ],
)
def test_codes_are_no_identifiers(text: str, wanted: bool) -> None:
    assert is_code(text) is wanted


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("Call 300 447 1192 for help.", ["300 447 1192"]),
        ("Member ID 300 447 1192 is yours.", []),  # labelled
        ("Contract 800 662 1175-1", []),  # with a suffix
        ("Medicaid 505 118 7723 01", []),
        ("Call (800) 662-1175.", ["(800) 662-1175"]),
    ],
)
def test_spaced_numbers_are_telephones_only_where_one_calls(text: str, phones: list[str]) -> None:
    assert [p.text for p in mentions(text).phones] == phones


@pytest.mark.parametrize(
    ("text", "share", "refusal"),
    [
        ("Preferred provider discount; not your liability.", True, False),
        ("Amount above the rate the provider agreed to.", True, False),
        ("The plan year maximum of 12 visits has been met.", False, True),
        ("Charge exceeds the fee schedule and the service is not covered.", False, True),  # both
    ],
)
def test_what_a_legend_says(text: str, share: bool, refusal: bool) -> None:
    assert (share_only(text), refuses(text)) == (share, refusal)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Sub. No.", "member_id"),  # two abbreviations, no end of a sentence
        ("Mbr #", "member_id"),
        ("Medicare Beneficiary ID", "member_id"),
        ("Covered person #", "member_id"),
        ("Policyholder ID", "member_id"),
        ("HICN", "member_id"),
        ("Precert. No.", "reference_numbers"),
        ("Case/Ref #", "reference_numbers"),
        ("TAR number", "reference_numbers"),  # Medi-Cal's authorization request
        ("Peer review ID", "reference_numbers"),
        ("Grp. No.", "group_number"),
        ("Group ID", "group_number"),  # "ID 45521" is no ZIP code of Idaho
        ("Plan sponsor no.", "group_number"),
        ("Employer No.", "group_number"),
    ],
)
@pytest.mark.parametrize("number", ["0045521-01", "BX 4552 0077"])
def test_labels_in_a_line_beside_and_over(label: str, name: str, number: str) -> None:
    for made in (
        letter(f"{label}: {number}", "We denied the request."),
        document((60, 60, label), (220, 60, number), (60, 200, "We denied the request.")),
        document((60, 60, label), (60, 74, number), (60, 200, "We denied the request.")),
    ):
        assert values(made, name) == [number]


def test_a_block_of_references_in_small_print_at_the_foot_is_read() -> None:
    words = document(
        (60, 600, "UMI"),
        (60, 612, "DEH 1180 44209 001"),
        (300, 600, "Notification no."),
        (300, 612, "UM-A25-104-7733"),
        size=8,
    )
    body = document(
        *(
            (60.0, 100.0 + 14 * i, "We denied it as it is not medically necessary, as said below and above.")
            for i in range(9)
        )
    )
    page = body.pages[0]
    made = replace(body, pages=(replace(page, words=page.words + words.pages[0].words),))
    assert values(made, "member_id") == ["DEH 1180 44209 001"]
    assert values(made, "reference_numbers") == ["UM-A25-104-7733"]
