"""What a request asks of the patient and the letter happens to print: the day of birth and the postal address."""

import re

from extractors import people
from extractors.base import Sheet
from extractors.lexicon import pattern
from extractors.people import Person, same, shortened
from extractors.plan import STATES
from extractors.reading import Fields, Reading
from pipeline.models.fields import Field

_BORN = 0.7  # of a label that names a day of birth, beside it or in a sentence
_OLDEST = 115  # years
_NAMES = "|".join(sorted(STATES, key=len, reverse=True))
_TOWN = re.compile(
    rf"(?:^|[,\n]) ?(?P<city>[A-Z][A-Za-z.'’ -]{{1,28}}?),? +(?P<state>(?-i:[A-Z]{{2}})|(?i:{_NAMES}))\.?,? +(?P<zip>\d{{5}}(?:-\d{{4}})?)(?![\d-])"
)
_FAR = 200  # characters from the name to the end of its address
_MOST = 4  # parts of a street: the house, a flat, a park, a box
_NO_STREET = pattern("patient.no_street")
_GUARDIAN = pattern("patient.parents")
_HOLDERS, _LABEL = pattern("patient.holders"), 40  # letters of a label


def details(reading: Reading, _kind: str | None, fields: Fields) -> None:
    """The patient's day of birth and address, each only where the letter leaves no choice."""
    if born := _birth(reading, fields):
        fields["patient_birth_date"] = born
    if home := _address(reading, fields):
        fields["patient_address"] = home


def _birth(reading: Reading, fields: Fields) -> Field | None:
    """The one day of birth that is printed; None where there are two, a child's and a subscriber's."""
    letter = fields.get("letter_date")
    text = reading.sheet.text
    told = [
        d
        for d in reading.dates
        if d.role == "birth"
        and d.roles["birth"] >= _BORN
        and not _HOLDERS.search(text[max(0, d.span.start - _LABEL) : d.span.start])
    ]
    days = {d.span.first for d in told}
    if len(days) != 1 or not told[0].span.year_known:
        return None
    day, span = days.pop(), told[0].span
    if isinstance(letter, Field):
        written = int(str(letter.value)[:4])
        if day.isoformat() > str(letter.value) or written - day.year > _OLDEST:
            return None
    return reading.sheet.found(day.isoformat(), span.start, span.end, 0.92, "patient.born")


def _address(reading: Reading, fields: Fields) -> Field | None:
    """The address under the patient's name, or under that of a child's parents, to whom the letter is."""
    sheet = reading.sheet
    to, member = people.addressee(sheet, reading.names), fields.get("member_name")
    if to is None or not isinstance(member, Field):
        return None
    theirs = shortened(to.text, str(member.value))
    if not theirs and not _of_the_house(reading, to, str(member.value)):
        return None
    text = _lines_of(sheet, to.start)
    town = _TOWN.search(text, to.end)
    if town is None or town.end() - to.end > _FAR:
        return None
    lines = [part.strip() for part in re.split(r"[,\n]", text[to.end : town.start()])]
    street = [
        line for line in lines if re.search(r"\w", line) and line[:1] != "(" and not _GUARDIAN.search(line)
    ]
    if not any(c.isdigit() for line in street for c in line) or len(street) > _MOST:
        return None
    if any(_NO_STREET.search(line) for line in street):
        return None
    start = text.index(street[0], to.end)
    state = STATES.get(" ".join(town["state"].split()).lower(), town["state"]).upper()
    home = f"{', '.join(street)}, {town['city'].strip()}, {state} {town['zip']}"
    return sheet.found(home, start, town.end(), 0.92 if theirs else 0.8, "patient.address")


def _lines_of(sheet: Sheet, position: int) -> str:
    """The letter's text up to the end of the block at `position`, which is cut into lines."""
    block = sheet.block_at(position)
    text = list(sheet.text[: block.end])
    for segment in block.segments[1:]:
        text[sheet.offset_of(segment) - 1] = "\n"
    return "".join(text)


def _of_the_house(reading: Reading, to: Person, member: str) -> bool:
    """Whether the letter is to another of the patient's name, or to those that its address calls the parents."""
    around = reading.sheet.text[max(0, to.start - 40) : to.end + 60]
    return same(to.text, member) or (bool(_GUARDIAN.search(around)) and member in around)
