"""Writes tests/law/cases/deadlines.yaml: three days around the last day of every process.

The truth comes from the table below, typed from statutes and agency pages and not from law/*.yaml, and from date
arithmetic of its own (dateutil, holidays). Run it by hand after changing the table: python tests/law/make_cases.py
"""

import datetime as dt
from pathlib import Path

import holidays
import yaml
from dateutil.relativedelta import relativedelta

FEDERAL = holidays.country_holidays("US", years=range(2010, 2061))
DAY = dt.timedelta(days=1)

# process: (facts, safe length from the letter, last lawful length, counted from, does it surely end there)
# Lengths: 4m months (capped), 4f months by the federal rule (first of next, rolled), 60d days, 30b business days.
INSURED = {"funding": "fully_insured"}
CLINICAL = {"category": "medical_necessity", "class": "clinical", "kind": "final_internal_denial"}
CONTRACT = {"category": "not_covered", "class": "administrative", "kind": "final_internal_denial"}
FIRST = {"category": "medical_necessity", "class": "clinical", "kind": "initial_denial"}
Row = tuple[str, dict[str, object], dict[str, object], str, str, str, bool]


def state(process: str, safe: str, late: str, counted: str = "receipt", sure: bool = True) -> Row:
    """An insured plan, a final medical denial."""
    return (process, {**INSURED, "state": process[:2]}, CLINICAL, safe, late, counted, sure)


ROWS: list[Row] = [
    ("FED-PRIVATE-IRO", {"funding": "self_funded", "state": "TX"}, CLINICAL, "4n", "4f", "receipt", True),
    ("FED-NONFED-GOV", {"funding": "self_funded_government", "state": "AL"}, CLINICAL, "4n", "4f", "receipt", True),
    ("FED-NSA", {"funding": "self_funded", "state": "MO", "grandfathered": True},
     {**CLINICAL, "category": "emergency"}, "4n", "4f", "receipt", True),
    ("FED-GRANDFATHERED", {"funding": "self_funded", "state": "IN", "grandfathered": True}, FIRST, "180d", "180d", "receipt", True),
    ("FED-FEHB", {"funding": "fehb", "state": "VA"}, FIRST, "6m", "6m", "letter", True),
    ("FED-MA", {"funding": "medicare_advantage", "state": "OH"}, FIRST, "60d", "65d", "letter", True),
    ("FED-PARTD", {"funding": "medicare_part_d", "state": "OH"}, FIRST, "60d", "65d", "letter", True),
    ("FED-ORIG-MEDICARE", {"funding": "original_medicare", "state": "OH"}, FIRST, "120d", "125d", "letter", True),
    ("FED-MEDICAID-MCO", {"funding": "medicaid", "state": "KS"}, FIRST, "60d", "60d", "letter", True),
    ("FED-MEDICAID-FFS", {"funding": "medicaid_ffs", "state": "KS"}, FIRST, "30d", "90d", "letter", False),
    ("FED-CHIP", {"funding": "chip", "state": "KS"}, FIRST, "60d", "60d", "letter", False),
    ("FED-TRICARE-MN", {"funding": "tricare"}, FIRST, "90d", "90d", "letter", True),
    ("FED-TRICARE-FACTUAL", {"funding": "tricare"}, {**FIRST, "category": "not_covered", "class": "administrative"},
     "90d", "90d", "letter", True),
    state("AL-FED", "4n", "4f"),
    state("FL-FED", "4n", "4f"),
    state("GA-FED", "4n", "4f"),
    state("AK-DOI", "4m", "180d", sure=False),
    state("AZ-DIFI", "4m", "4m"),
    state("AR-AID", "4m", "4m"),
    ("CA-DMHC-IMR", {**INSURED, "state": "CA", "regulator": "DMHC"}, CLINICAL, "6m", "never", "receipt", False),
    ("CA-CDI-IMR", {**INSURED, "state": "CA", "regulator": "CDI"}, CLINICAL, "6m", "never", "receipt", False),
    state("CO-DOI", "4m", "4m"),
    state("CT-CID", "120d", "120d"),
    state("DE-IHCAP", "4m", "4m"),
    ("DE-ARBITRATION", {**INSURED, "state": "DE"}, CONTRACT, "60d", "60d", "receipt", True),
    state("DC-OHCO", "30b", "4m", sure=False),
    state("HI-DCCA", "130d", "130d"),
    state("ID-DOI", "120d", "4m", "letter"),
    state("IL-IDOI", "4m", "4m"),
    ("IN-EXT-INS", {**INSURED, "state": "IN", "product": "PPO"}, CLINICAL, "120d", "120d", "receipt", True),
    ("IN-EXT-HMO", {**INSURED, "state": "IN", "product": "HMO"}, CLINICAL, "120d", "120d", "receipt", False),
    state("IA-IID", "4m", "4m"),
    state("KS-DOI", "120d", "120d"),
    state("KY-IERP", "60d", "4m", sure=False),
    ("KY-COVERAGE", {**INSURED, "state": "KY"}, CONTRACT, "60d", "never", "receipt", False),
    state("LA-LDI-EXTERNAL-REVIEW", "4m", "4m", sure=False),
    state("ME-BOI-EXTERNAL-REVIEW", "12m", "12m", sure=False),
    state("MD-MIA-APPEALS-GRIEVANCES", "120d", "4m"),
    ("MD-MIA-COVERAGE-DECISION", {**INSURED, "state": "MD"}, CONTRACT, "120d", "4m", "receipt", True),
    state("MA-OPP-EXTERNAL-REVIEW", "4m", "4m"),
    state("MI-DIFS-PRIRA", "120d", "127d"),
    ("MN-COMMERCE-EXTERNAL-REVIEW", {**INSURED, "state": "MN", "regulator": "COMMERCE"}, CLINICAL, "6m", "6m", "letter", True),
    ("MN-MDH-EXTERNAL-REVIEW", {**INSURED, "state": "MN", "regulator": "MDH"}, CLINICAL, "6m", "6m", "letter", True),
    state("MS-MID-EXTERNAL-REVIEW", "4m", "4m"),
    state("MO-DCI-EXTERNAL-REVIEW", "4m", "never", sure=False),
    state("MT-CSI-EXTERNAL-REVIEW", "120d", "120d"),
    state("NE-NDOI-EXTERNAL-REVIEW", "4m", "4m", sure=False),
    state("NV-OCHA-EXTERNAL-REVIEW", "4m", "4m"),
    state("NH-NHID-EXTERNAL-REVIEW", "180d", "180d", "letter"),
    state("NJ-DOBI-IHCAP", "4m", "4m"),
    state("NM-OSI-IRO", "4m", "never", sure=False),
    ("NM-OSI-ADMIN", {**INSURED, "state": "NM"}, {**CONTRACT, "category": "coding"}, "20d", "20b", "receipt", False),
    state("NY-DFS-EXTERNAL-APPEAL", "4m", "4m"),
    ("NY-DFS-PROVIDER-EXTERNAL-APPEAL", {**INSURED, "state": "NY"}, CLINICAL, "60d", "60d", "letter", True),
    state("NC-NCDOI-EXTERNAL-REVIEW", "120d", "120d"),
    state("ND-NDID-EXTERNAL-REVIEW", "4m", "4m", sure=False),
    state("OH-IRO-EXTERNAL-REVIEW", "180d", "180d", "letter"),
    ("OH-ODI-CONTRACT-REVIEW", {**INSURED, "state": "OH"}, CONTRACT, "180d", "180d", "letter", True),
    state("OK-OID-EXTERNAL-REVIEW", "4m", "4m", sure=False),
    state("OR-DFR-EXTERNAL-REVIEW", "180d", "180d"),
    state("PA-PID-INDEPENDENT-EXTERNAL-REVIEW", "4m", "4m"),
    state("RI-OHIC-EXTERNAL-APPEAL", "4m", "4m"),
    state("SC-DOI-EXTERNAL-REVIEW", "60d", "4m", sure=False),
    state("SD-DOI-EXTERNAL-REVIEW", "4m", "4m"),
    state("TN-TDCI-EXTERNAL-REVIEW", "6m", "6m"),
    ("TX-TDI-IRO", {**INSURED, "state": "TX", "regulator": "TDI"}, CLINICAL, "4m", "never", "receipt", False),
    ("TX-FEDERAL-EXTERNAL-REVIEW", {**INSURED, "state": "TX", "regulator": "HHS"}, CLINICAL, "4n", "4f", "receipt", True),
    state("UT-UID-INDEPENDENT-REVIEW", "180d", "180d"),
    state("VT-DFR-EXTERNAL-APPEAL", "120d", "max", "receipt"),
    state("VA-BOI-EXTERNAL-REVIEW", "120d", "120d"),
    state("WA-OIC-IRO", "180d", "180d"),
    state("WV-OIC-EXTERNAL-REVIEW", "4m", "4m", sure=False),
    ("WI-OCI-INDEPENDENT-REVIEW", {**INSURED, "state": "WI", "regulator": "OCI"}, CLINICAL, "4m", "4m", "receipt", True),
    ("WI-FEDERAL-EXTERNAL-REVIEW", {**INSURED, "state": "WI", "regulator": "HHS"}, CLINICAL, "4n", "4f", "receipt", True),
    state("WY-WDOI-EXTERNAL-REVIEW", "120d", "120d"),
    state("PR-OCS-REVISION-EXTERNA", "120d", "120d"),
    state("GU-FEDERAL-OR-PLAN-IRO", "4n", "4f", sure=False),
    state("VI-FEDERAL-OR-PLAN-IRO", "4n", "4f", sure=False),
    state("AS-FEDERAL-OR-PLAN-IRO", "4n", "4f", sure=False),
    state("MP-FEDERAL-OR-PLAN-IRO", "4n", "4f", sure=False),
]  # fmt: skip
# Letters dated on awkward days: month ends, leap years, weekends, before holidays.
LETTERS = [dt.date.fromisoformat(d) for d in ("2025-10-31", "2023-10-30", "2024-02-29", "2025-08-31", "2026-03-02",
                                              "2026-01-31", "2025-12-26", "2024-10-31", "2026-05-30")]  # fmt: skip
DC = holidays.country_holidays("US", subdiv="DC", years=range(2010, 2061))
NM = holidays.country_holidays("US", subdiv="NM", years=range(2010, 2061))


def count(start: dt.date, length: str, process: str) -> dt.date:
    """`start` plus a length, by this file's own arithmetic."""
    if length == "max":
        return max(start + dt.timedelta(120), start + relativedelta(months=4))
    number, unit = int(length[:-1]), length[-1]
    if unit == "d":
        return start + dt.timedelta(number)
    if unit == "b":
        closed = DC if process.startswith("DC") else NM
        day = start
        while number:
            day += DAY
            number -= day.weekday() < 5 and day not in closed
        return day
    end = start + relativedelta(months=number)
    if unit in "fn" and end.day < start.day:
        end += DAY
    while unit == "f" and (end.weekday() > 4 or end in FEDERAL):
        end += DAY
    return end


def cases() -> list[dict[str, object]]:
    """Every case, in the shape of the shared law cases."""
    out = []
    for number, (process, plan, denial, safe, late, counted, sure) in enumerate(ROWS):
        letter = LETTERS[number % len(LETTERS)]
        receipt = letter + dt.timedelta(days=4)
        file_by = count(letter, safe, process)
        start = receipt if counted == "receipt" else letter
        last = None if late == "never" else max(count(start, late, process), file_by)
        edge = last or file_by
        program = plan["funding"] in ("fehb", "medicare_advantage", "medicare_part_d", "original_medicare",
                                      "medicaid", "medicaid_ffs", "chip", "tricare")  # fmt: skip
        for name, day in (("day before", edge - DAY), ("day of", edge), ("day after", edge + DAY)):
            eligible = ["yes", "no"] if program or process == "FED-GRANDFATHERED" else ["yes"]
            if process == "FED-NSA" or process[:2] in ("GU", "VI", "AS", "MP"):
                eligible = ["yes", "unknown"]
            if name == "day after":
                eligible = ["no"] if sure else ["unknown"]
            facts = {
                "filed_by": "provider" if "PROVIDER" in process else "patient",
                "plan": {"grandfathered": False, **plan},
                "received_on": receipt,
                "urgent": False,
                "internal_appeals": [],
                "denial": {**denial, "letter_date": letter},
            }
            expect: dict[str, object] = {"process_id": process, "file_by": file_by, "eligible": eligible}
            expect["never_late_before"] = last
            where = "the last lawful day" if last else "the safe day"
            out.append({"name": f"{process}: {name} {where}", "as_of": day, "facts": facts, "expect": expect,
                        "why": f"{safe} told from the letter, {late} at the latest from {counted}"})  # fmt: skip
    return out


if __name__ == "__main__":
    path = Path(__file__).parent / "cases" / "deadlines.yaml"
    head = "# Written by make_cases.py: the day before, of and after the last day of every process.\n"
    path.write_text(head + yaml.safe_dump(cases(), sort_keys=False, allow_unicode=True, width=110))
