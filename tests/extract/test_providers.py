"""Who gave or was to give the care: the doctor whom the letter names, in the many ways that letters name one."""

import pytest

from extractors.gather import extract
from tests.extract.page import letter

HEAD = ("Premera Blue Cross", "March 4, 2026", "Ana Reed 9 Elm St Tacoma, WA 98401", "Dear Ms. Reed:")
BODY = "We have denied the request because it is not medically necessary under your plan."


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Provider: Cedar Falls Orthopedics — Ivan P. Melnyk MD", "Ivan P. Melnyk MD"),  # behind the firm, no comma
        ("Provider: Cassia Regional Hospital ED; Blaine Toomey, MD", "Blaine Toomey, MD"),
        ("Rendering: Whitaker, Jolene MD", "Whitaker, Jolene MD"),  # the surname first
        ("You asked us to pay for six visits with Solveig Ruud, PT, at Roseau Sports & Spine.", "Solveig Ruud"),
        ("We received a bill of Mercy Hospital for catheterization on May 9, performed by Dr. Nikhil Rao.", "Dr. Nikhil Rao"),
        ("The nurse practitioner who wrote for it is Halvard Eikeland, APNP, of Gundersen Endocrinology.", "Halvard Eikeland"),
        ("Your own doctor, Fergus Mulcahy, DO, asked us to cover home nursing by Bayada Home Health Care.", "Fergus Mulcahy"),
        ("We looked at the therapy that Kirsten Aamodt, a speech-language pathologist, would like to begin.", "Kirsten Aamodt"),
        ("We have Dr. Ruthanne Sizemore's letter of March 11 asking for 12 more visits.", "Dr. Ruthanne Sizemore"),
        ("We denied claims from Blanchard Valley Hospital and Dr. Prosper Adeyinka for your stay.", "Dr. Prosper Adeyinka"),
        ("Attending: CORWIN J PEEBLES MD", "CORWIN J PEEBLES MD"),
        ("We denied the MRI ordered by Dr. Wm. Ptacek at Gulf Shores Imaging.", "Dr. Wm. Ptacek"),
    ],
)  # fmt: skip
def test_the_doctor_is_the_provider(line: str, wanted: str) -> None:
    field = extract(letter(*HEAD, line, BODY)).one("provider")
    assert field and wanted in str(field.value)
