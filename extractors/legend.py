"""Where a letter explains its own codes: "E27: You were not enrolled", "H19 – Our records", "W40 means"."""

import re
from collections.abc import Set

from extractors.base import Sheet
from extractors.lexicon import pattern

_SHARE = pattern("legend.share")  # what the plan and the provider agreed on: no denial
_OWN_SHARE = pattern("legend.own_share")  # the member's
_REFUSAL = pattern("legend.refusal")


def explanation(
    sheet: Sheet, text: str, keys: Set[str] = frozenset(), marked: bool = False
) -> tuple[int, int] | None:
    """The last place that explains the code `text`, up to the explanation of another one (`keys` are such).

    `marked` asks for a dash, a colon or a column between the two: a word of the text may look like a code of letters.
    """
    pattern = (
        rf"(?<![\w-]){re.escape(text)}”?(?:\s*[–—=:-]+\s+|\s+means\b|\n(?=[A-Z][a-z]+ [a-z]|[A-Z]{{3,}} [A-Z])"
        r"|\.?\s+(?:\[[A-Z]{1,3}\d{1,3}\]\s)?(?=(?:An? )?[A-Z][a-z]+(?:-[a-z]+)? [a-z]|An? [a-z]{4,} |[A-Z]{3,} [A-Z]{2,}))"
    )
    if beside := _beside(sheet, text):
        return beside
    if marked:
        head = r"(?:\A|(?<=\n)|(?<=[.!)\]] ))(?:[A-Za-z]{2,8}\.? )?"  # at the head of a line, or of a line that was joined
        pattern = (
            rf"(?<![\w-]){re.escape(text)}”?(?:\s*[–—=:]+\s+|\s-\s+|\.\s+(?=[A-Z][a-z’']+ [a-z]|An? [a-z]{{4,}} ))"
            rf"|{head}{re.escape(text)}\s+(?=[A-Z][a-z’']+ [a-z]|[A-Z]{{2,}} [A-Z]{{2,}} )"
        )
    places = list(re.finditer(pattern, sheet.text))
    if not places:
        return None
    last = next((m for m in reversed(places) if "\n" not in m[0]), places[-1])
    others = "|".join(re.escape(k) for k in keys if k != text) or "$."
    stop = re.search(
        rf"\n(?:{others})\b|(?<=[.)\]])\s+(?:{others})(?=\W|\s[A-Z])|(?<=[.)\]])\s+(?=[A-Z]{{1,3}}\d{{0,3}}[A-Z]? ?[–—=:-]\s)|\n(?=[A-Z]{{1,4}}-?\d{{0,3}}[A-Z]?\b)|\n(?=[^\n]{{90}})",
        sheet.text[last.end() : last.end() + 600],
    )
    return last.start(), last.end() + (stop.start() if stop else min(400, len(sheet.text) - last.end()))


def _beside(sheet: Sheet, text: str) -> tuple[int, int] | None:
    """The explanation in the column right of a code that has a cell to itself."""
    for segment in reversed(sheet.segments):
        if segment.text.strip("“”\"'.:=–—- ()") != text:
            continue
        right = sheet.right(segment)
        if (
            right is None
            or right.box[0] - segment.box[2] > 140
            or not re.match(r"[“\"(]?[A-Z][A-Za-z’']+ [A-Za-z]", right.text)
        ):
            continue
        if len(right.text) < 18:
            continue
        end = sheet.offset_of(right) + len(right.text)
        lines = sheet.block_of(right).segments
        for line in lines[lines.index(right) + 1 :]:
            left = sheet.left(line)
            if left is not None and len(left.text) < 9:
                break
            end = sheet.offset_of(line) + len(line.text)
        return sheet.offset_of(right), end
    return None


def share_only(text: str) -> bool:
    """Whether an explanation speaks of a discount or the member's share alone, and refuses nothing."""
    rest = _OWN_SHARE.sub("", _SHARE.sub("", text))
    return rest != text and not _REFUSAL.search(rest)


def own_share_only(text: str) -> bool:
    """Whether an explanation says that the charge, or the rest of it, is the member's share, and refuses nothing."""
    return bool(_OWN_SHARE.search(text)) and share_only(text)


def refuses(text: str) -> bool:
    """Whether an explanation says that something is not paid for."""
    return bool(_REFUSAL.search(text))
