"""Citations of a letter: laws, named or numbered policies, parts of the plan's own document, found by their form.

Citations that touch are one. Which of them the decision rests on, criteria.py says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.citationforms import BETWEEN, LAWS, NUMBER, PARENS, POLICIES, POLICY_WORD, TITLE, VERSION
from extractors.lettercase import capitals
from extractors.lexicon import Lexicon, pattern
from extractors.provisions import provisions


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    worth: float
    pattern: re.Pattern[str]


_LAWS = [_Kind("law", 0.76, re.compile(rf"(?<![\w.])(?:{p})")) for p in LAWS]
_POLICIES = [_Kind("policy", 0.9, re.compile(rf"(?<![\w.-])(?:{p})")) for p in POLICIES]
_MORE = re.compile(
    rf"(?:(?:, and |, | and | & )(?:§+ ?)?\d+[A-Z]?[.:-]\d[\w.:-]*(?<!\.){PARENS})*"
)  # sections of one law
_NAMELESS = pattern("citation.nameless")
_GENERIC, _NO_RULE = pattern("policy.generic"), pattern("citation.no_rule")
_NEAR, _OTHERS, _WHOSE = pattern("citation.near"), pattern("citation.others"), pattern("citation.whose")
_JOIN = re.compile(
    r"(?:,? ?\(|\)?,? |:? |,? (?:of|in|at|under|from|on|called|titled) (?:the |your |our )?|[,:]? ?–? ?|,? [“\"])"
)


_AND = re.compile(r",? (?:and|or|under) (?:the )?$")
_NUMBERED = re.compile(
    r",? ?[“\"(]?(?:section |guideline |no\. ?|number |code |ORG:? ?)?"
)  # a policy and its own number
_PART = re.compile(r"\b(?:Level|Section|Chapter|Article|Policy|Guideline|Note|Version)$")
_NUMBER_AFTER = re.compile(r" \d[\w.-]*\w|\s\d\b")
_ITS_PART = re.compile(r"(?: \([^)]{3,60}\))?(?:, | \()")
_TITLE_AFTER = re.compile(  # of a policy told by its number: "CP.MP.36, Experimental Technologies;"
    rf"(?<=\d)(?: \({TITLE}\)|, (?=\w+ (?:\w+ )*[A-Z]){TITLE}(?=[;.)]))"
)
_SUFFIX = re.compile(
    r"(?<=\d)(?:[-.][A-Z\d]{1,5})+(?![\w-])|(?<=[A-Z]{2})(?:\.\d{1,4})+(?!\w|\.\d)"
)  # of a number: "M-5190-RFC"
_LEAD = re.compile(
    r"(?:[A-Z][\w ]{1,30}\. )?(?:(?:Encl|See|Under|Per|In|The|Your|Our|This|That|These|Both|And|Also|From|Source|Reference|Ref|SEE|UNDER|PER|REF|used|using|applied)[:.]?(?: (?:the|your|our|is|are|was|were))? )+(?=[A-Z“\"\d§])"
    r"|(?:the|your|our) |(?:the )?[Pp]lan[’']s (?=[a-z])|(?:(?!\d{4} |[A-Z]{2,4} )\w+ ){0,2}(?i:criteria|guideline|source|policy|reference|rule|basis)s?: "
)


_NEVER = pattern("citation.never")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, where, and by which kind of form it was told ("law", "policy", "plan")."""

    text: str
    start: int
    end: int
    kind: str
    worth: float
    rule: str


def citations(sheet: Sheet, lexicon: Lexicon, own: frozenset[str] = frozenset()) -> list[Citation]:
    """Every citation in the letter's order; what holds one of the letter's `own` numbers (letters and digits) is none."""
    printed = text = sheet.text
    found = list(_formed(text, 0, _LAWS + _POLICIES))
    for at, line in capitals(printed):
        found += _formed(line, at, _POLICIES)
        text = text[:at] + line + text[at + len(line) :]
    found += [(start, end, "plan", 0.68, "criteria.plan") for start, end in provisions(text)]
    for cue in lexicon.cues.get("criteria", ()):
        for m in cue.pattern.finditer(text):
            if m[0].strip() and (
                re.search(r"[a-z]{4}", m[0])
                or (
                    not _OTHERS.search(text[max(0, m.start() - 30) : m.start()])
                    and _NEAR.search(text[max(0, m.start() - 90) : m.end() + 30])
                )
            ):
                kind_name = "plan" if "plan_document" in cue.id else "policy"
                found.append((m.start(), m.end(), kind_name, cue.strength + 0.02, cue.id))
    made: list[Citation] = []
    for start, end, name, worth, rule in _coupled(text, _joined(text, found)):
        if made and end <= made[-1].end:
            continue  # it was taken with the one before
        if _PART.search(text, start, end) and (number := _NUMBER_AFTER.match(text, end)):
            end = number.end()  # "Fourth Edition, Level" takes its number with it
        told = end
        if name == "policy":
            for more in (_SUFFIX, _TITLE_AFTER, NUMBER, VERSION):
                if behind := more.match(text, end):
                    end = behind.end()
                    told = told if more in (NUMBER, VERSION) else end
            whose = _WHOSE.search(text, max(0, start - 60), start) if text[start].islower() else None
            start = whose.start() if whose else start
        if scored := _SCORED.search(text, start, end):
            end = told = scored.start()  # what was rated by it is no part of its name
        if trail := _TRAIL.search(text, start, end):
            end = told = trail.start()
        lead = _LEAD.match(text, start, end)
        if lead and not (lead[0].endswith(": ") and _WITHIN.search(text, max(0, start - 8), start)):
            start = lead.end()
        if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
            end += 1  # "29th Edition (M-70)"
        shown, bare = (_squeezed(text[start:e]) for e in (end, told))
        if (
            len(shown) > 3
            and not (text[end - 1].isalnum() and text[end : end + 1].isalnum())  # half a word
            and not (
                text[end : end + 1] == ":" and any(c.isdigit() for c in shown.split()[0]) and name == "policy"
            )
            and not _nameless(shown, name)
            and not _NEVER.match(bare)
            and not (printed[start:end].isupper() and _NEVER.match(_squeezed(printed[start:end])))
            and not _holds(shown, own)
        ):
            made.append(Citation(_squeezed(printed[start:end]), start, end, name, worth, rule))
    return made


_WITHIN = re.compile(
    r"\b(?:the|our|its|their|plan[’']s) $"
)  # no label begins there: "under our Guidelines: Knee"
_TRAIL = re.compile(  # what begins the next one: "..., Growth Hormone, and Georgia Medicaid’s EPSDT rules"
    r",? and (?:the [A-Z][\w-]*|(?:[A-Z]\w+ ){0,2}[A-Z]\w+[’']s)$"
)
_SCORED = re.compile(r",? Dimensions? \d.*$")


def _squeezed(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:(")


def _formed(text: str, at: int, kinds: list[_Kind]) -> Iterator[tuple[int, int, str, float, str]]:
    """What has the form of the citation of a law or a policy in a text that begins at `at`."""
    for kind in kinds:
        for m in kind.pattern.finditer(text):
            end = _MORE.match(text, m.end()).end() if kind.name == "law" else m.end()  # type: ignore[union-attr]
            yield at + m.start(), at + end, kind.name, kind.worth, f"criteria.{kind.name}"


def _holds(text: str, own: frozenset[str]) -> bool:
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    return any(number in bare for number in own)


def _joined(
    text: str, found: list[tuple[int, int, str, float, str]]
) -> list[tuple[int, int, str, float, str]]:
    """Citations that overlap or touch as one; the surest names it."""
    whole: list[tuple[int, int, str, float, str]] = []
    for start, end, name, worth, rule in sorted(found, key=lambda f: (f[0], -f[1])):
        if whole and name == "law" and start > whole[-1][0] + 12 and (lead := _AND.search(text[:start])):
            a, b, *told = whole[-1]
            if told[0] == "policy" and a + 8 < lead.start() < b:  # two that one title ran over
                whole[-1] = (a, lead.start(), *told)  # type: ignore[assignment]
        if whole:
            a, b, other, most, first = whole[-1]
            if (
                other == "policy"
                and name == "plan"
                and end - start < 22
                and _ITS_PART.fullmatch(text, b, start)
            ):
                whole[-1] = (a, end, other, most, first)  # a part of the policy itself
                continue
            numbered = (
                other == name == "policy"
                and first == "criteria.policy"
                and rule not in ("criteria.policy", "criteria.law", "criteria.plan")
                and _NUMBERED.fullmatch(text[b:start])
            )
            titled = (
                other == name == "policy"
                and 0 < start - b < 120
                and rule not in ("criteria.policy", "criteria.law")
                and BETWEEN.fullmatch(text, b, start)
            )
            if (
                start < b
                or numbered
                or titled
                or text[b:start] == " of the "
                or (
                    other == name == "policy"
                    and text[b:start] in (" document ", " (")
                    and _titles(text, b, start, end)
                )
                or text[b:start] in (":\n", ": ")
                or (_JOIN.fullmatch(text[b:start]) and start - b < 12 and "policy" not in (other, name))
            ):
                better = (
                    max((most, other, first), (worth, name, rule))
                    if name != other
                    else (max(most, worth), other, first)
                )
                whole[-1] = (a, max(b, end), better[1], better[0], better[2])
                continue
        whole.append((start, end, name, worth, rule))
    return whole


def _coupled(
    text: str, found: list[tuple[int, int, str, float, str]]
) -> Iterator[tuple[int, int, str, float, str]]:
    """The citations, with two that one title ran over ("X Initiative and Y Policy 3", "X Policy and MCG Y") apart."""
    for start, end, name, worth, rule in found:
        two = (_TWO.match(text, start, end) or _WITH.match(text, start, end)) if name == "policy" else None
        if two:
            yield start, two.end(1), name, worth, rule
            start = two.end()
        yield start, end, name, worth, rule


_WITH = re.compile(  # whoever publishes the other one begins it
    r"([^.;]{12,}?),? and (?:the |The )?(?=(?:MCG|InterQual|NCCN|ASAM|LOCUS|CALOCUS|CASP|American [A-Z][a-z]+ [A-Z][a-z]+)\b)"
)
_TWO = re.compile(
    rf"((?:[A-Z][\w’'&-]* ){{2,6}}{POLICY_WORD}(?: [A-Z]*\d[\w.-]*)?) and (?:the |our )?(?=(?:[A-Z][\w’'&-]* ){{2,6}}{POLICY_WORD})"
)


def _titles(text: str, before: int, start: int, end: int) -> bool:
    """Whether what stands in brackets or quotes after a policy is its title, to the closing mark."""
    return text[start] in '“"' or (text[before:start] == " (" and text[end : end + 1] == ")")


def _nameless(text: str, kind: str) -> bool:
    """Whether the words are only a common noun ("policy", "Plan Document") without a number or a title."""
    if kind == "plan" and any(c.isdigit() for c in text):
        return False
    if text.endswith(" Committee"):
        return True
    if kind == "plan" and text == text.lower() and "“" not in text and '"' not in text:
        return True
    if kind != "law" and _GENERIC.fullmatch(text):
        return True
    if kind != "law" and _NO_RULE.search(text) and not re.search("guideline|criteria|manual", text, re.I):
        return True  # a heading of the letter, or the member's own policy
    return (
        kind != "law"
        and bool(
            _NAMELESS.fullmatch(
                re.sub(r"^(?:your|our|the|this|its|their|his|her) ", "", text.strip(), flags=re.I)
            )
        )
        and not any(c.isdigit() for c in text)
        and not re.match(r"[A-Z]{4,} [a-z]", text)  # whose guidelines
        and len(text.split()) < 3
    )
