"""Codes that say why, in small letters: in sentences, behind keys, on denied rows."""

import pytest

from extractors import reasoncodes
from tests.extract.page import reading_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The remark code is N130 and nothing else.", ["N130"]),  # the plainest cue
        ("It was denied (code PA7; CARC 197).", ["CARC 197", "PA7"]),  # a plan's code and a standard one
        ("The adjustment code is 22 and the remark MA04.", ["22", "MA04"]),  # a chain of two kinds
        ("You will see CO-16 – Claim lacks information, with N657.", ["CO-16", "N657"]),  # a remark beside it
        ("The claim was denied with message J8410, for good.", ["J8410"]),  # shaped like a drug code
        (
            "Without them we cannot decide. (Code: EXmi, CARC 252)",
            ["CARC 252", "EXmi"],
        ),  # a system's own prefix
        (
            "Code on your Explanation of Benefits: ZJ6. Service: a visit.",
            ["ZJ6"],
        ),  # where it stands, and a colon
        ("Remit code on the denied claim: 22.", ["22"]),  # a remittance's
        ("Denial code EX Hf applies.", ["EX Hf"]),  # a system's own prefix, set apart
        (
            "The other plan pays first. [CO22 / N4 / Larkmont code 825]",
            ["825", "CO22", "N4"],
        ),  # a word within
        ("The claim is denied for the same reason (EX 9R).", ["EX 9R"]),  # in brackets
        ("Remark code on remittance: 197. The list shows it.", ["197"]),  # on a paper without an article
        ("Dep. code: 02, group 100887.", []),  # of a dependent
        ("Denial codes B3/29 apply.", ["29", "B3"]),  # a plan's own beside a CARC
        ("See remark N19 M15 for the second line.", ["M15", "N19"]),  # two remarks with a space between
        ("The code printed on your statement is E17.", ["E17"]),  # on another paper
        (
            "Amount we did not cover (see 018) 018: This is a duplicate and is not covered.",
            ["018"],
        ),  # a note points
        ("On the statement the line was marked BM4.", ["BM4"]),  # a plan's own, without the word
        ("The surgery of May 2 is denied with code RES.", ["RES"]),  # letters alone
        (
            "The codes on your explanation of benefits were 272 and 55.",
            ["272", "55"],
        ),  # several, of another paper
        (
            "Your remittance will show CO-249 (“a readmission”) and plan code H88.",
            ["CO-249", "H88"],
        ),  # past a meaning
        ("Denied: $18,315.00, code 119 with plan message BMX.", ["119", "BMX"]),  # letters beside figures
        (
            "The lines marked with reason codes EMN and 40 are not paid.",
            ["40", "EMN"],
        ),  # letters before figures
        ("The claim is denied, with explanation code EX A1.", ["EX A1"]),  # no status of a claim
        (
            "The reason was CO-197. A second reason, CO-16, was withdrawn on January 8.",
            ["CO-197"],
        ),  # what stands no more
        ("Denial code: A1-252 / N706.", ["A1-252", "N706"]),  # a code with a part behind a hyphen
        ("The first notice denied it with remark code IK.", ["IK"]),  # letters alone
        ("The code you will find on your statement is E07, not eligible.", ["E07"]),  # told of another paper
        ("The reason code on your statement, 119, says the same.", ["119"]),  # behind a comma
        ("We turned it down using code 29.", ["29"]),
        (
            "D41: No benefits are payable because prior authorization was not obtained.",
            ["D41"],
        ),  # over its reason
        (
            "It was denied with code 6KX. The Plan no longer relies on code 6KX.",
            [],
        ),  # given up, in another sentence
        ("You have the Standard Option (code 315).", []),  # an enrollment code in brackets
        ("Plan: FEHB Standard Option, code 104.", []),  # an enrollment code of federal employees
        ("You asked for procedure code 72148 in May.", []),  # a procedure is no reason
        ("The diagnosis is M54.50, low back pain.", []),  # nor is a diagnosis shaped like a RARC
        ("Write to Mail Code CS3A at the address above.", []),  # nor a mail code
    ],
)
def test_reason_codes(text: str, wanted: list[str]) -> None:
    reading = reading_of(text)
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert sorted(c.text for c in found) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Platelet injection charged 975.00 paid 0.00 you pay 975.00", [(60.0, "[X4]")], "Remarks", "", "[N1] Network discount has been taken. [X4] Not payable. The injection is investigational."], ["X4"]),  # a key in brackets
        (["Office visit 172.00 (z) and laboratory 61.00 (n)", "", "(n) settled at the agreed fee. (z) This claim came too late and cannot be paid."], ["z"]),  # a letter in round ones
        ([[(60.0, "Visit"), (300.0, "240.00"), (400.0, "A")], [(60.0, "Pump"), (300.0, "64.00"), (400.0, "B")], "", "A – You saved by using an in-network provider. B – The supplier is not in your network and is not covered."], ["B"]),  # letters in a column
        ([[(60.0, "Visit"), (300.0, "190.00"), (400.0, "7B")], "", "7B The visit is included in the payment for the procedure and is denied."], ["7B"]),  # no sign between
        (["Claim 1 ambulance: Message 210. Claim 2 visit: Message 566.", "", "Message 210: paid as emergency transport.", "", "Message 566. We do not cover emergency services outside."], ["566"]),  # what was paid has a message too
        (["RMK D02 - THIS IS A DUPLICATE OF A CHARGE. RMK A01 - PAID AT NETWORK RATE."], ["D02"]),
        (["It is a duplicate. ADJ CD 18 applies."], ["18"]),  # an abbreviation
        (["Edit code 0731 with remark N228."], ["0731", "N228"]),  # four digits
        (["Dependent code 03 is on file, and agent code 17."], []),  # codes of other things
        (["Call the pre cert desk at 406 555 0139 ex 12 today."], []),  # an extension
        (["The claim was first denied for lack of a diagnosis (remark RM4). That was supplied and is no longer a reason."], []),  # withdrawn
    ],
)  # fmt: skip
def test_reason_codes_by_their_key(lines: list[str | list[tuple[float, str]]], wanted: list[str]) -> None:
    reading = reading_of(*lines)
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert sorted(c.text for c in found) == wanted


def test_reason_codes_of_denied_rows_bring_their_legend() -> None:
    heads = [
        (60.0, "Date"),
        (160.0, "Service"),
        (400.0, "Charge"),
        (500.0, "Not covered"),
        (620.0, "Paid"),
        (720.0, "Note"),
    ]
    paid = [
        (60.0, "01/05/2026"),
        (160.0, "Office visit"),
        (400.0, "$90.00"),
        (500.0, "$0.00"),
        (620.0, "$60.00"),
        (720.0, "D2"),
    ]
    denied = [
        (60.0, "01/06/2026"),
        (160.0, "Knee brace"),
        (400.0, "$200.00"),
        (500.0, "$200.00"),
        (620.0, "$0.00"),
        (720.0, "K8"),
    ]
    reading = reading_of(
        heads,
        paid,
        denied,
        "",
        "K8: The brace was not ordered by a network provider. (CARC 242)",
        "",
        "D2: Your copay.",
    )
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert {c.text for c in found} == {"K8", "CARC 242"}  # D2 stands on a row that was paid


def test_a_code_that_begins_a_line_is_no_list_of_remarks() -> None:
    """ "with remark code" over "TF2. You explained that" tells a code, and no key with its explanation."""
    reading = reading_of(
        "The claim was turned down with remark code", "TF2. You explained that you paid it yourself."
    )
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert [c.text for c in found] == ["TF2"]


def test_a_code_in_the_table_and_its_explanation_is_one() -> None:
    """ "CO27 / EX 18K" on a row and "EX 18K: Coverage was not active" under it tell 18K once."""
    reading = reading_of(
        [(60, "Service"), (260, "Billed"), (330, "Not covered"), (430, "Code")],
        [(60, "Echocardiography"), (260, "1,212.00"), (330, "1,212.00"), (430, "CO27 / EX 18K")],
        "",
        "EX 18K: Coverage was not active on the date of service.",
    )
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert [c.text for c in found] == ["CO27", "EX 18K"]
