"""Keys of a letter's own remarks: what stands before an explanation ("[X4] Not payable") and elsewhere, where it applies.

A plan's keys have no common shape: they are told by standing in two places, once with a sentence behind them.
"""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.legend import explanation, refuses, share_only

_TOKEN = r"(?:[A-Z]{0,4}-?\d{1,4}[A-Za-z]{0,2}|[A-Za-z]\d?[A-Z]?|[A-Z]{2,3})"
_KEY = re.compile(  # [X4] Not payable / (z) This claim / B – The supplier / 7B The visit is
    rf"(?:(?<=\n)|^|(?<=[.)\]!?] )|\b(?:RMK|MSG|NTE|EX|CD|LEGEND|(?i:NOTE|REMARK|MESSAGE|CODE)[Ss]?) )(?:[A-Za-z]{{2,12}} )?"
    rf"(?:[\[(](?P<a>{_TOKEN})[\])] ?[:=–—-]? ?|(?P<b>{_TOKEN}) ?(?:[:=–—]|\.(?= )|-(?= )) ?|(?P<c>(?=\w*\d|[A-Z]{{2}} )[A-Z\d]{{1,4}}) (?=[A-Z][a-z]+(?:-[a-z]+)? [a-z]))(?=[A-Za-z“\"])"
)
_PAID = re.compile(
    r"\b(?:difference between|over the (?:network|allowed|usual)|paid|payment (?:was|is|has)|savings?|saved|allowed|approved|processed|network (?:rate|price|discount)|settled|agreed|applied to|member rate|counted)\b",
    re.I,
)
_NOT_PAID = re.compile(
    r"\b(?:not|isn.t|non\w+|exclu\w+|bundled|included|incidental|nothing|already|no (?:further |more |additional |second )?(?:payment|benefits?|coverage)|cannot|can.t|will not|won.t|does not|without|too late|late|missing|previously|duplicate|denied|ineligible)\b",
    re.I,
)
_FIVE = re.compile(r"\d{5}|[A-Z]\d{4}")  # may be a procedure
_NOT_YOURS = re.compile(  # says who may bill whom, not why
    r"\b(?:may|can|must|will|should|do|does|are|is)(?: not|n.t) (?:be )?(?:bill\w*|balance|charge[sd]?|owe|liable|responsible)\b|\bcannot bill\b|\bowe nothing\b|\bhas agreed not to\b",
    re.I,
)
_ORDINAL = re.compile(
    r"(?:19|20)\d\d|CO|PR|OA|PI|[a-h]|[ivx]+|\d|A|I|OR|TO|US|WE|IF|IN|NO|BY|AT|IS|IT|AN|ON|PO|ID", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its explanation; `uses` are where else it stands, `bracketed` whether in brackets there."""

    text: str
    start: int
    end: int
    said: str
    uses: tuple[int, ...]

    @property
    def shares(self) -> bool:
        """Whether the explanation speaks of a discount or the member's share alone."""
        return share_only(_NOT_YOURS.sub("", self.said))

    @property
    def denies(self) -> bool:
        """Whether the explanation says why something was not paid."""
        said = _NOT_YOURS.sub("", self.said)
        if share_only(said) or (_PAID.search(said) and not _NOT_PAID.search(said)):
            return False
        shaped = re.search(r"\d", self.text) and not _FIVE.fullmatch(self.text)
        return bool((shaped and len(self.said) > 24) or refuses(self.said) or _NOT_PAID.search(self.said))


def keys(sheet: Sheet) -> list[Key]:
    """Every key that an explanation stands behind; those that stand by themselves elsewhere too have uses."""
    text = sheet.text
    found = [(next(n for n in "abc" if m[n]), m) for m in _KEY.finditer(text)]
    listed: dict[str, Key] = {}
    for i, (name, match) in enumerate(found):
        stop = found[i + 1][1].start() if i + 1 < len(found) else len(text)
        line = text.find("\n", match.end())
        end = min(stop, match.end() + 400, line if line > match.end() + 20 else stop)
        token = match[name]
        uses = _uses(sheet, token, match.start(name), name == "a")
        if not _just_numbers(token, name) and not _spoken_of(text, token):
            listed[token] = Key(token, match.start(name), match.end(name), text[match.end() : end], uses)
    return list(listed.values())  # a legend stands after what it explains: the last place counts


def says_why_not(text: str) -> bool:
    """Whether a sentence says that or why something is not paid for."""
    return refuses(text) or bool(_NOT_PAID.search(_NOT_YOURS.sub("", text)))


def explains_why_not(sheet: Sheet, code: str) -> bool:
    """Whether the letter explains a code, and by that or why something is not paid for."""
    span = explanation(sheet, code, marked=True)
    return span is not None and says_why_not(sheet.text[slice(*span)])


def _just_numbers(token: str, form: str) -> bool:
    """Whether a token numbers a list, or is a word, rather than a remark; brackets may hold any."""
    if form == "a":
        return bool(re.fullmatch(r"\d+|[ivx]+", token))
    return bool(_ORDINAL.fullmatch(token)) and token not in _CAPITALS


def _spoken_of(text: str, token: str) -> bool:
    """Whether letters alone stand in a sentence as a name does ("No benefits are insured by UMR.")."""
    return (
        token.isalpha() and len(token) > 1 and bool(re.search(rf"[a-z] {token}(?:\.\s|, [a-z]| [a-z])", text))
    )


_CAPITALS = frozenset("BCDEFGH")


def _uses(sheet: Sheet, token: str, at: int, bracketed: bool) -> tuple[int, ...]:
    """Where else the token is all of a cell, or ends a line after an amount; in brackets, where they hold it again."""
    places = []
    wrapped = rf"[\[(]{re.escape(token)}[\])]" if bracketed else rf"(?<![\w-]){re.escape(token)}(?![\w-])"
    for match in re.finditer(wrapped, sheet.text):
        if abs(match.start() - at) < 3:
            continue
        segment = sheet.segment_at(match.start())
        alone = segment.text.strip("“”\"'.:*()[] ") == token
        ends = re.search(rf"\d\.\d\d[^.;]{{0,12}}[\s(\[]{re.escape(token)}[\])]?\.?$", segment.text)
        if alone or ends or (bracketed and re.search(r"\d\.\d\d\s*$", sheet.text[: match.start()][-12:])):
            places.append(match.start())
    return tuple(places)
