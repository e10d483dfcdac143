"""Shapes in running text: each row says why it is here."""

import pytest

from extractors.mentions import mentions


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("March 4, 2026", "2026-03-04", "2026-03-04"),
        ("4 Mar 2026", "2026-03-04", "2026-03-04"),
        ("04-MAR-2026", "2026-03-04", "2026-03-04"),
        ("the 12th of June, 2026", "2026-06-12", "2026-06-12"),
        ("03/04/26", "2026-03-04", "2026-03-04"),  # month first, as printed in the US
        ("24/09/2026", "2026-09-24", "2026-09-24"),  # there is no month 24
        ("2026-03-04", "2026-03-04", "2026-03-04"),
        ("4 de marzo de 2026", "2026-03-04", "2026-03-04"),
        ("April 21–23, 2025", "2025-04-21", "2025-04-23"),
        ("September 6 to September 8, 2025", "2025-09-06", "2025-09-08"),
        ("1 April to 22 April 2026", "2026-04-01", "2026-04-22"),
        ("05/01-05/03/26", "2026-05-01", "2026-05-03"),
        ("06/27/2025 – 06/29/2025", "2025-06-27", "2025-06-29"),
        ("December 28 to January 2, 2026", "2025-12-28", "2026-01-02"),  # over the turn of the year
        ("this 27th day of June, 2025,", "2025-06-27", "2025-06-27"),  # as deeds are dated
        ("the first of April, 2026", "2026-04-01", "2026-04-01"),  # an ordinal in words
        ("the twenty-third of May, 2026", "2026-05-23", "2026-05-23"),
        ("the thirty-first day of March of 2026", "2026-03-31", "2026-03-31"),
        ("on the 3rd of November and 2025", "2025-11-03", "2025-11-03"),  # the year from elsewhere
        ("June 27,2025", "2025-06-27", "2025-06-27"),  # no space after the comma
        ("June 27 , 2025", "2025-06-27", "2025-06-27"),  # one before it
        ("June 27. 2025", "2025-06-27", "2025-06-27"),  # a comma read as a point
        ("Jun-27-2025", "2025-06-27", "2025-06-27"),
        ("27JUN2025", "2025-06-27", "2025-06-27"),  # a machine's
        ("27JUN25", "2025-06-27", "2025-06-27"),
        ("Jun.27,2025", "2025-06-27", "2025-06-27"),  # no space at all
        ("June, 27 2025", "2025-06-27", "2025-06-27"),
        ("Jun. 27, '25", "2025-06-27", "2025-06-27"),
        ("27 June ’25", "2025-06-27", "2025-06-27"),
        ("2025 Jun 27", "2025-06-27", "2025-06-27"),
        ("06 / 27 / 2025", "2025-06-27", "2025-06-27"),
        ("06\\27\\2025", "2025-06-27", "2025-06-27"),
        ("2025-06-27T14:03:11", "2025-06-27", "2025-06-27"),  # with its time
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    (span,) = mentions(f"Service {text} was denied").dates
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2026",
        "13/32/2026",
        "1-800-555-0142",
        "version 1.2.3",
        "the first of many marches",
        "12MAR7741",
    ],
)
def test_no_dates(text: str) -> None:
    assert not mentions(text).dates


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Member ZGP 904 551 287 of the plan", "ZGP 904 551 287"),  # prefix and groups
        ("REQUEST NO 25-10-15-MW-83306", "25-10-15-MW-83306"),  # begins like a day
        ("Ref 2025-10-15-0044", "2025-10-15-0044"),  # the same
        ("authorization 2511-PDN-\n20884).", "2511-PDN-20884"),  # goes on in the next line behind its hyphen
        ("ID XUP 900 417 7352.", "XUP 900 417 7352"),  # ten digits after letters are no telephone number
        ("ID YAJ K 4482 0917 7,", "YAJ K 4482 0917 7"),  # two prefixes
        ("HRN 11 40 66 27 was", "11 40 66 27"),
        ("number 1144702*01 is", "1144702*01"),  # a star before the dependant's code
        ("claim CLB/26/0388, numbered", "CLB/26/0388"),
        ("document 0203 6061 8820 0X.", "0203 6061 8820 0X"),
        # lines that were joined are no address: "2846 Group GA7000 Claim 25148EE90417 St" is no street
        ("number S4H 7710 2846 Group GA7000 Claim 25148EE90417 St. Bridget's", "S4H 7710 2846"),
        ("number S4H 7710 2846 Group GA7000 Claim 25148EE90417 St. Bridget's", "25148EE90417"),
        ("ID M7719 0226 4 Request 2024-0624-R0551 Place Blue Mountain", "2024-0624-R0551"),
        ("Claim DX 4417 60293 of", "DX 4417 60293"),  # a diagnosis has no two groups of figures
    ],
)
def test_identifiers(text: str, number: str) -> None:
    assert number in [s.text for s in mentions(text).ids]


@pytest.mark.parametrize(
    "text",
    [
        "call 1-800-522-0088 today",
        "the PRE-\nCERT of",
        "TX 75266-0241",  # state and ZIP
        "29 CFR 2560.503-1",  # law, not a number of the case
        "section 1860D-2(e)(2)(A) of the Act",
        "Suite 1120, Topeka",
        "$18,900.00 in all",
        "Tax ID of payee on file 48-0000000",
    ],
)
def test_what_is_no_identifier(text: str) -> None:
    assert not mentions(text).ids


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Augst 5th, 2025", "2025-08-05"),  # a letter left out
        ("Septmber 12, 2025", "2025-09-12"),
        ("Febuary 3, 2026", "2026-02-03"),
        ("Feburary 28 2026", "2026-02-28"),  # two changed places
        ("Ocotber 1, 2025", "2025-10-01"),
        ("Decemeber 24, 2025", "2025-12-24"),  # one too many
        ("14 Novmber 2025", "2025-11-14"),  # the day first
        ("Suite 12, 2025", None),  # no month at all
        ("Decision 12, 2025", None),  # begins like one
        ("Part 4, 2025", None),
    ],
)
def test_a_month_that_is_spelt_wrongly(text: str, day: str | None) -> None:
    assert [str(d.first) for d in mentions(text).dates] == ([day] if day else [])
