"""The patient's own day of birth and address, as far as the letter prints them."""

import pytest

from pipeline.models.document import Document
from tests.extract.page import document, value

HEAD = [
    (60.0, 60.0, "Harborlight Health Plan, Inc."),
    (60.0, 90.0, "March 2, 2026"),
]
TEXT = "We denied your request for an MRI of the knee because it is not medically necessary."


def written(*lines: str, about: str = "Member: Ana Reed   Member ID: HLB123456789") -> Document:
    """A letter whose address is `lines`."""
    address = [(60.0, 130.0 + 12 * i, line) for i, line in enumerate(lines)]
    return document(
        *HEAD, *address, (60.0, 240.0, about), (60.0, 270.0, "Dear Ana Reed:"), (60.0, 300.0, TEXT)
    )


@pytest.mark.parametrize(
    ("lines", "home"),
    [
        # as most are written: the value has a comma where a form parts street, city and state
        (("Ana Reed", "12 Elm Street", "Dayton OH 45410"), "12 Elm Street, Dayton, OH 45410"),
        (("ANA REED", "12 ELM ST APT 4", "DAYTON OH 45410-1188"), "12 ELM ST APT 4, DAYTON, OH 45410-1188"),
        # a flat, a park, a box with a line to itself
        (
            ("Ana Reed", "Lot 88, Sundial Village", "Mesa, AZ 85120"),
            "Lot 88, Sundial Village, Mesa, AZ 85120",
        ),
        (("Ana Reed", "RR 2 Box 118-B", "Shamokin Dam, PA 17876"), "RR 2 Box 118-B, Shamokin Dam, PA 17876"),
        # a state written out
        (("Ana Reed", "12 Elm Street", "Camden, New Jersey 08105"), "12 Elm Street, Camden, NJ 08105"),
        # "Jr." and a rank behind the name are no street
        (("Ana Reed (RET)", "12 Elm Street", "Dayton OH 45410"), "12 Elm Street, Dayton, OH 45410"),
        # the parents' address, where it says that it is theirs
        (("Parent of Ana Reed", "12 Elm Street", "Dayton OH 45410"), "12 Elm Street, Dayton, OH 45410"),
        # in care of somebody: not where the patient lives
        (("Ana Reed", "c/o Thuy Tran, Esq.", "3900 Canal Street", "New Orleans, LA 70119"), None),
        # another's letter: whose house it is cannot be told
        (("Leo Marsh", "12 Elm Street", "Dayton OH 45410"), None),
        # a doctor's office
        (("Dayton Imaging Center", "90 Main Street", "Dayton OH 45410"), None),
        # no street
        (("Ana Reed", "Dayton OH 45410"), None),
    ],
)
def test_the_address_under_the_patients_name(lines: tuple[str, ...], home: str | None) -> None:
    assert value(written(*lines), "patient_address") == home


@pytest.mark.parametrize(
    ("about", "born"),
    [
        ("Member: Ana Reed   Date of birth: 02/11/1967   Member ID: HLB123456789", "1967-02-11"),
        ("Member: Ana Reed (DOB 3/4/2014)   Member ID: HLB123456789", "2014-03-04"),
        ("Member: Ana Reed   Member ID: HLB123456789   Date of service: 02/11/2026", None),  # another day
        ("Member: Ana Reed   Subscriber DOB: 02/11/1967   Member ID: HLB123456789", None),  # another's
        ("Member: Ana Reed   DOB: 02/11/2067   Member ID: HLB123456789", None),  # not born yet
        ("Member: Ana Reed DOB: 02/11/1967   Subscriber: Leo Reed DOB: 05/01/1960", None),  # two: whose?
    ],
)
def test_the_one_day_of_birth(about: str, born: str | None) -> None:
    assert (
        value(written("Ana Reed", "12 Elm Street", "Dayton OH 45410", about=about), "patient_birth_date")
        == born
    )
