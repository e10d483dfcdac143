"""Who sends a letter when no list holds the name: told by the letterhead, and by sentences that only a plan's name stands in.

A name in large print at the head is a plan's only if the letter speaks of it again, in its text or in the address of
its site. Sentences such as "X is an HMO with a Medicare contract" or "X has denied" tell a name wherever it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.base import Segment, Sheet, body_size
from extractors.extent import STATE
from extractors.headline import NO_NAME, beside_a_label
from extractors.lexicon import Lexicon, pattern
from extractors.wording import EMPLOYER_WORD

_HEAD = 0.2  # of the first page's height
_LARGE = 1.12  # of the usual size
_PART = re.compile(
    r"\s*[|·•—–(\[♥]\s*|\s[-/]\s|\s*[®™*]\s*|,\s(?!Inc|LLC)|\s(?=(?:an?|by|is|d/b/a)\s)|\s(?=An? [A-Z].* Company\b)"
)
_NO_SENDER = pattern("sender.nobody")
_VENDOR = pattern("sender.vendor")
_INSURES = pattern("sender.insures")
_PUBLIC = re.compile(r"(?:City|County|Town|Village|State|Commonwealth) of\b", re.I)  # covers its own people


@dataclass(frozen=True, slots=True)
class Sender:
    """A name that may be that of whoever sends the letter, with how many signs speak for it."""

    text: str
    signs: int
    places: tuple[tuple[int, int], ...]

    @property
    def kind(self) -> str:
        if _VENDOR.search(self.text) and not _INSURES.search(self.text):
            return "vendor"
        return "plan" if EMPLOYER_WORD.search(self.text) or _PUBLIC.match(self.text) else "insurer"


def senders(sheet: Sheet, lexicon: Lexicon, people: Sequence[str] = ()) -> list[Sender]:
    """Names told by the head of the letter or by a sentence, with every place where each stands; `people` are none."""
    told: dict[str, int] = {}
    for text in told_by_sentences(sheet, lexicon):
        told[text] = told.get(text, 0) + 1
    if emblem := _emblem(sheet):
        told[emblem] = told.get(emblem, 0) + _spoken(sheet, emblem)
    persons = [set(re.findall(r"[\w'’-]+", p.lower())) for p in people]
    found = []
    for text, signs in told.items():
        places = tuple((m.start(), m.end()) for m in _printed(text).finditer(sheet.text))
        capital = any(sheet.text[a].isupper() or sheet.text[a].isdigit() for a, _ in places)
        if capital and not any(set(text.lower().split()) <= p for p in persons):
            found.append(Sender(text, signs, places))
    return found


def _printed(text: str) -> re.Pattern[str]:
    words = [re.escape(w) for w in text.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.I)


def _emblem(sheet: Sheet) -> str | None:
    """The name in the largest print at the head of the first page, or in its first lines if the letter speaks of it again."""
    usual = body_size(sheet)
    head = [
        s
        for s in sheet.page_segments(sheet.first_page)
        if sheet.top(sheet.offset_of(s)) < _HEAD and not beside_a_label(sheet, s)
    ]
    named = [(s.size, text) for s in head if s.size > _LARGE * usual and (text := _whole(sheet, head, s))]
    first = [text for s in head[:3] if (text := _whole(sheet, head, s))]
    named = named or [(0.0, t) for t in first if _INSURES.search(t) or _VENDOR.search(t) or _spoken(sheet, t)]
    return max(named, key=lambda n: n[0])[1] if named else None


def _whole(sheet: Sheet, head: list[Segment], segment: Segment) -> str | None:
    """The name that a line of the head gives, with the line under it where the letter speaks of both as one."""
    if any(_goes_on(s, segment) for s in head):
        return None  # told with the line over it
    text = _name(segment)
    under = next((x for s in head if _goes_on(segment, s) and (x := _name(s))), None)
    return f"{text} {under}" if text and under and _spoken(sheet, f"{text} {under}") else text


def _goes_on(above: Segment, below: Segment) -> bool:
    """Whether two lines in one print stand over each other."""
    level = (
        abs(above.box[0] + above.box[2] - below.box[0] - below.box[2]) < 8
        or abs(above.box[0] - below.box[0]) < 4
    )
    near = 0 < below.box[1] - above.box[1] < 2.4 * above.size
    return above is not below and level and near and abs(above.size - below.size) < 0.05 * above.size


# words of departments that the names of firms are made with too
_FIRM = pattern("sender.firm")


def _name(segment: Segment) -> str | None:
    """The first part of a line, if it is made as a name is."""
    text = _PART.split(segment.text, maxsplit=1)[0].strip(" ,.:")
    words = text.split()
    if len(words) > 2 and words[0].lower() == words[1].lower():
        words = words[1:]  # an emblem before the name that begins with it
        text = " ".join(words)
    number = _NUMBER.match(text)
    if number and not (_INSURES.search(text) or _VENDOR.search(text)):
        return None  # of a street
    if (
        not 1 <= len(words) <= 9
        or re.search(r"[\d?!/:]", text[number.end() if number else 0 :])
        or NO_NAME.search(_FIRM.sub("", text))
        or _NO_SENDER.search(text)
        or _TOWN.search(segment.text)
        or _SITE.search(text)
        or not _says_who(text)
    ):
        return None
    capital = sum(w[:1].isupper() for w in words)
    small = sum(w in ("of", "and", "the", "for", "from", "&") for w in words)
    known = capital >= len(words) - small - bool(number) or len(words) == 1
    return text if len(text) > 2 and known else None


_TOWN = re.compile(r"\b[A-Z]{2}\.?,? \d{5}\b|, [A-Z]{2}$|^P\.? ?O\.? ")
_NUMBER = re.compile(r"\d{1,3} (?=[A-Z])")  # "40 Square Cooperative Solutions"
_COMMON = pattern("sender.common")
_STATE = re.compile(STATE, re.I)


def _says_who(text: str) -> bool:
    """Whether a word is left that is not common to all plans."""
    return bool(re.search(r"[A-Za-z]{2}", _COMMON.sub("", text))) and not _STATE.fullmatch(text)


def _spoken(sheet: Sheet, name: str) -> int:
    """How often the letter speaks of a name again: in its text, or in the address of its site."""
    again = sum(1 for _ in _printed(name).finditer(sheet.text)) - 1
    return max(0, again) + on_its_site(sheet, name)


def on_its_site(sheet: Sheet, name: str) -> bool:
    """Whether the address of a site or of a mailbox in the letter is made of a name's letters or its initials."""
    letters = re.sub(r"[^a-z]", "", name.lower())
    initials = "".join(w[0] for w in name.lower().split() if w[0].isalpha())
    sites = [m[1].lower().replace("-", "") for m in _SITE.finditer(sheet.text)]
    return any(letters[:8] in s or (len(initials) > 2 and s.startswith(initials)) for s in sites)


_SITE = re.compile(r"\b(?:www\.|@|https?://)?([\w-]+)\.(?:com|org|net|gov|health|us)\b", re.I)


_ENDED = re.compile(r"(?<=[a-z]{3})\. ")


def told_by_sentences(sheet: Sheet, lexicon: Lexicon) -> tuple[str, ...]:
    """Names in sentences that tell whose plan it is."""
    return _told(sheet.text, lexicon)


@lru_cache(maxsize=4)  # several questions about one letter ask for it
def _told(printed: str, lexicon: Lexicon) -> tuple[str, ...]:
    found = []
    flat = printed.replace("\n", "  ")
    for cue in lexicon.cues.get("sender", ()):
        for match in cue.pattern.finditer(flat):
            text = _ENDED.split(" ".join(match["value"].split()))[-1]
            text = re.sub(r",? P(?:\.?O)?\.?$", "", text).strip(" ,.")  # its box follows
            if match[0].isupper():
                continue  # a sentence in capitals tells no name
            if (
                1 < len(text.split()) < 10
                and _says_who(text)
                and not _NO_SENDER.search(text)
                and not re.search(r"\d", text)
            ):
                found.append(text)
    return tuple(found)
