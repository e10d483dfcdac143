"""Places in the plan's own papers: parts, papers and headings, strung together in any order as one citation.

"Section 5, Exclusions, letter E, of your Evidence of Coverage" is a part, a heading, a part and a paper. A heading alone
is none. The words for parts, papers and headings stand in the lexicon.
"""

import re

from extractors.lexicon import pattern, patterns

_PARTS, _PAPERS = patterns().source("provision.part"), patterns().source("provision.paper")
_HEADINGS = patterns().source("provision.heading")
_NUMBER = r"(?:(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)(?!\w)|\d(?:[\w.–/-]*\w)?|[IVXL]{1,5}(?:[.-]\w+)*(?![a-z])|\([a-z\d]{1,3}\)|[A-Z]{1,2}(?!\d{4})[.-]?\d[\w.-]*)(?: ?\([A-Za-z0-9]{1,4}\))*"
_NUMBERS = rf"{_NUMBER}(?:(?:, and |, | and | & | through | to )(?=[\dIVX(]){_NUMBER}(?! ?(?:day|month|week|year|hour|of [A-Z][a-z]+ber)))*"
_PART = rf"(?<![\w.-]){_PARTS}(?:’s|'s|s)?(?: (?:no\.?|[Nn]umber|#) ?|(?<!\.) No\.? ?| ?# ?|\.? ?){_NUMBERS}(?!\.?\d)(?:, (?:column|line|row) \d+)?"
_MINOR = rf"(?<![\w.-])(?:[Nn]os?\.|[Nn]umber|[Ll]etters?|[Bb]ullets?|#) ?{_NUMBERS}(?![\w-])"
_LETTERED = r"(?<![\w.-])(?:Appendix|Attachment|Schedule|Exhibit|Rider|Addendum|[Ll]etters?|[Ii]tems?) [A-Z](?![\w’'.-])|(?<![\w.-])[Ss]ection [A-Z]{1,2}(?= [–—-] |, [A-Z])"
QUOTED = r"[“\"][A-Z][^”\"\n]{3,90}[”\"]"
_PAPER = rf"(?:(?:20\d\d )?(?:[A-Z][\w’'&+-]* (?:and |of )?){{0,8}}{_PAPERS}(?:/(?:{_PAPERS}))?(?![\w-])(?: (?=[A-Z-]*\d)[A-Z]{{1,5}}(?:-[A-Z\d]{{1,5}})+(?![\w-]))?(?:,? 20\d\d(?!\w))?(?: \((?=[A-Z\d])[^)]{{2,24}}\))?|RI \d\d-\d{{3}})"
_CAPITAL = r"[A-Z][\w’'-]+"
_HEADING = rf"(?:{_CAPITAL},? (?:(?:and|of|or|for|the|to|not|on) )*){{0,5}}{_HEADINGS}(?![\w-])(?: and [Ll]imitations)?"
_TITLED = rf"(?:(?<=, )|(?<=\d: ))(?![A-Z]{{2}}){_CAPITAL}(?: (?:(?:and|of|or|for|the|to|&) )?{_CAPITAL}){{0,5}}(?=,? (?:of|in) (?:the|your|our) |[.;](?:\s|$)|, (?:item|exclusion|page|paragraph|number|no\.) )"
_NAMED = rf"(?:[Pp]art|[Ss]ection|[Cc]hapter|[Hh]eading|[Pp]rovision|[Cc]lause) (?:entitled |called |headed |titled )(?:{QUOTED})"
_ELEMENT = re.compile(
    rf"(?P<minor>{_MINOR})|(?P<part>{_PART}|{_LETTERED}|{_NAMED})|(?P<paper>(?<![\w-]){_PAPER})|(?P<quoted>{QUOTED})|(?P<heading>(?<![\w-]){_HEADING}|{_TITLED})"
)
_LINK = re.compile(
    r"(?:’s|'s)?(?:[,.]?[”\"])?\)?[,:]? ?(?:[(\[“\"] ?|– |— )?(?:(?:and )?(?:of|in|at|on|to|under|from|entitled|called|titled|headed|(?:in |under )?(?:the )?(?:[Ss]ection|[Pp]art|[Cc]hapter|[Hh]eading)s?(?: called| entitled| titled| of)?) )?"
    r"(?:(?:the|your|our|its|his|her|their|this|plan|group|health|benefits?|current|same|definition of|list of) ?)*",
)
_NO_PAPER = pattern("provision.no_paper")
_NO_PLACE = pattern("provision.no_place")


def provisions(text: str) -> list[tuple[int, int]]:
    """Where each citation of the plan's own papers begins and ends, in order."""
    found: list[tuple[int, int]] = []
    kinds: set[str] = set()
    start = end = -1
    for match in _ELEMENT.finditer(text):
        kind = match.lastgroup or ""
        if (
            kind == "paper"
            and not match[0].startswith(("Summary", "SUMMARY"))
            and (_NO_PAPER.match(text, match.end()) or _NO_PLACE.match(match[0]))
        ):
            kind = "none"
        if (
            start >= 0
            and kind != "none"
            and match.start() - end < 48
            and _LINK.fullmatch(text, end, match.start())
        ):
            end = match.end()
            kinds.add(kind)
            continue
        if start >= 0 and _whole(kinds):
            found.append((start, end))
        start, end, kinds = (match.start(), match.end(), {kind}) if kind != "none" else (-1, -1, set())
    if start >= 0 and _whole(kinds):
        found.append((start, end))
    return [(a, _closed(text, a, b)) for a, b in found]


def _whole(kinds: set[str]) -> bool:
    """Whether the elements make a place: a part or a paper, or a heading with what stands under it."""
    return bool(kinds & {"part", "paper"}) or kinds >= {"heading", "quoted"}


def _closed(text: str, start: int, end: int) -> int:
    """With the bracket that was opened within."""
    inside = text[start:end]
    return end + (inside.count("(") > inside.count(")") and text[end : end + 1] == ")")
