"""Criteria, rules and pages of the plan that the decision names as its basis.

A citation is found by its form (a law, a named or numbered policy, a part of the plan's own document); whether it is
the basis of this decision, the words before it in its sentence say. Citations that touch are one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.codes import Code
from extractors.lexicon import Lexicon
from extractors.pairs import Pair

_PARENS = r"(?: ?\([A-Za-z0-9]{1,4}\))*"
_NUM = rf"[\dIVX][\w.–-]*(?<!\.){_PARENS}"
_CAP = r"(?:(?!No\b|Mr|Ms|Dr|PR\b|CO\b)[A-Z][\w’'/+&®-]*|\d{4})"
_LITTLE = r"(?:of|and|for|the|in|to|with|or|on|vs?\.?|versus|&|–|-)"
_TITLE = rf"{_CAP}(?:(?:[,:]? | ?/ ?)(?:(?:{_LITTLE} ){{0,2}}{_CAP}|\([A-Z][\w -]*\)))*"
_QUOTED = r"[“\"][A-Z][^”\"\n]{3,90}[”\"]"
_TAIL = (
    r"(?:,? ?(?:\(?(?:chapter|ch\.|sections?|sec\.|§+|pages?|p\.|part|article|items?|table|line|exclusion|paragraph|subdivision|version|v|vol\.|rev\.|"
    rf"edition|level|dimensions?) ?(?:{_NUM}|\d[\d/]*)\)?|(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+) [Ee]dition|\(?{_QUOTED}\)?))*"
)
_LAWS = [
    rf"\d{{1,2}},? (?:C\.?F\.?R\.?|U\.?S\.?C\.?|NYCRR|CCR|CSR|NJAC|DCMR)(?:,? (?:Part|§+|[Ss]ections?|[Ss]ec\.))? ?\d[\w.-]*(?<!\.){_PARENS}",
    rf"Title \d+,? (?:CCR|(?:[A-Z]\w+ ){{1,4}}(?:Code|Regulations)(?: of Regulations)?),? (?:§+|[Ss]ections?|[Cc]hapter) ?\d[\w.-]*(?<!\.){_PARENS}",
    rf"(?:[A-Z][\w.’']*(?: of)? ){{1,4}}(?:Code|Statutes?|Act|Law|Laws|Regulations?|Rules?|Stat\.)(?: of Regulations| Annotated| Ann\.)?,? (?:(?:§+|[Ss]ections?|[Cc]h(?:apter|\.)|[Rr]ules?) ?)?\d[\w.:-]*(?<!\.){_PARENS}(?:,? subd(?:ivision|\.) \d+)?",
    rf"(?:[Ss]ections?|§+) ?\d[\w.-]*(?<!\.){_PARENS} of the (?:[A-Z]\w+ )+(?:Code|Act|Law|Statutes)",
    rf"(?:\d{{1,2}} )?(?:[A-Z]\.){{2,5}}(?:A\.)? ?(?:§+ ?|[Ss]ection )?[R\d][\w.:-]*\d{_PARENS}",
    rf"[A-Z][a-z]+\. (?:Code|Stat\.|Admin\. Code)(?: Ann\.)? ?§+ ?\d[\w.:-]*(?<!\.){_PARENS}",
    rf"\d{{1,2}} [A-Z][a-z]+\. (?:Admin\. )?Code (?:§+ ?)?\d[\w.:-]*(?<!\.){_PARENS}",
    rf"s\. \d[\d.]*\d{_PARENS},? (?:F\.S|Fla\. Stat)\b",
    r"\d+(?:\.\d+){2,4} NMAC|(?:WAC|RCW|OAR|ORS|IDAPA|COMAR|NAC|NRS|ARM|MCA|MCL|KRS|ORC|SDCL|NDAC) ?\d[\w.-]*\d",
]
_ID = r"(?:[A-Z]{0,8}[./ -]?)?[A-Z\d]*\d[\w./-]*[\w]"
_POLICY_WORD = r"(?:Polic(?:y|ies)|policy|Guidelines?|guidelines?|Bulletin|bulletin|Criteria|criteria|Manual|Handbook|Guide|Initiative|Determination|Compendium|Instrument)"
_POLICIES = [
    rf"e?[A-Z][\w’'&/®+-]* (?:(?:[A-Z][\w’'&/®+-]*|of|for|and) ){{0,6}}{_POLICY_WORD}(?: \([A-Z]{{2,5}}\))?(?: (?:Manual|Bulletin|Guidelines?|Policy|Criteria|Number|number|No\.|no\.|#))*"
    rf"(?:,? ?(?:ID:? )?{_ID})?(?:(?:[:,–-]* ?| for | on ){_TITLE})?(?: (?:No\. ?|#)\d[\w.-]*\w)?(?: \(\d{{4}}\))?{_TAIL}",
    rf"{_POLICY_WORD} {_ID}(?:[:,]? {_TITLE})?{_TAIL}",
    rf"(?:guideline|criteria|policy|rule|rules|standard),? (?:entitled |under |called |in )?{_QUOTED}",
    rf"(?:(?<=entitled )|(?<=titled ))[“\"]?{_TITLE}",
    rf"(?:(?<=SOURCE: )|(?<=Source: )|(?<=[Gg]uideline: )|(?<=[Pp]olicy: )|(?<=[Cc]riteria: )|(?<=Per )|(?<=uideline is )|(?<=olicy is ))"
    rf"(?:[A-Z]{{0,4}}[. ]?\d[\d.-]*\d,? )?(?:{_CAP} )(?:{_LITTLE} )?{_TITLE}{_TAIL}",
    rf"MCG[®]?(?:’s|'s)?(?: \d+(?:st|nd|rd|th) [Ee]dition)?(?:[,:]? [“\"]?{_TITLE},?[”\"]?)?(?:,? [A-Z]-\d{{2,4}}\b)?{_TAIL}",
    rf"(?:InterQual|LOCUS|CALOCUS|ASAM|NCCN|NCCI|LOCADTR|The ASAM)\b[®]?(?:/CALOCUS-CASII)?(?:[,:]? {_TITLE})?(?:[,:]? (?:v|version|V)\.? ?\d[\d.]*)?(?: subset| edition| guideline| criteria)?(?:,? [A-Z]-\d{{2,4}})?{_TAIL}",
]
_DOCUMENTS = (
    r"(?:\d{4} )?(?:Evidence of Coverage|Certificate of (?:Coverage|Insurance)|Summary Plan Description|Schedule of Benefits|Plan Document|Plan Booklet|"
    r"[Bb]enefit [Bb]ooklet|Member Handbook|Subscription Certificate|Provider (?:Manual|Agreement)|Master Policy|SPD|EOC|[Pp]lan (?:[Bb]ook(?:let)?|[Dd]ocument)|"
    r"[Bb]ooklet|[Hh]andbook|[Bb]rochure|[Cc]ertificate|[Pp]olicy|[Cc]ontract|[Pp]articipation [Aa]greement|[Aa]greement)"
)
_PLAN = [
    rf"(?:[Pp]age|[Ss]ection|[Pp]art|[Cc]hapter|[Aa]rticle|[Rr]ule|[Bb]y-?law|[Ii]tem|[Ee]xclusion|SECTION|ARTICLE) {_NUM}{_TAIL}(?:,? (?:of|in|at|OF) (?:the |your |our |YOUR |THE )?(?:[A-Z][\w’']*(?:’s)? |allied |group |the )*(?:{_DOCUMENTS}|Plan|PARTICIPATION AGREEMENT)\b(?: \([^)]{{2,30}}\))?)?",
    rf"(?:[A-Z][\w’'&+-]* ){{0,4}}{_DOCUMENTS}\b(?: \([^)]{{2,20}}\))?(?:,? (?:section |part |chapter )?{_QUOTED}|, {_TITLE})?{_TAIL}",
]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    worth: float
    pattern: re.Pattern[str]


_KINDS = [
    *(_Kind("law", 0.76, re.compile(rf"(?<![\w.]){p}")) for p in _LAWS),
    *(_Kind("policy", 0.9, re.compile(rf"(?<![\w.-]){p}")) for p in _POLICIES),
    *(_Kind("plan", 0.68, re.compile(rf"(?<![\w.-]){p}")) for p in _PLAN),
]
_BASIS = re.compile(
    r"\b(?:(?:we|he|she|they|reviewer|doctor|dr\. [\w-]+|consultant|panel|committee|pharmacist|director|physician) (?:also )?(?:used|applied|relied|consulted|followed|looked at)|"
    r"rules? (?:used|applied)|used|relied on|applied|basis|based on|authority|standard|guidelines?|criteria|criterion|source|rests? on|follow(?:s|ed)?|according to|"
    r"(?:rule|limit|exclusion|provision|requirement|definition|policy|standard|reason|that) (?:is|are|was|comes|appears|stands|stated)(?: \w+){0,3} (?:in|from|at)|"
    r"rules? (?:before us )?(?:is|are|of)|(?:rule|limit|policy|guideline|standard|exclusion)s?,|excluded (?:in|by|under)|exclusion (?:is|in)|limit in|covered (?:under|by)|as (?:defined|stated|described|written|set out) in|"
    r"see|refer to|required? (?:by|under)|pursuant to|permit|by law|written|listed (?:as excluded )?in|within the meaning of|eligibility under|position of|"
    r"in accordance with|does not meet|not met|find the rule|cited|says)\b[^§]{0,110}§$",
    re.I,
)
_RULES = re.compile(
    r"^§[^§]{0,40}\b(?:exclud\w+|does not cover|do not cover|not covered|pays? (?:for|only|up)|covers?|lists?|limits?|allows?|says|provides?|requires?|states?|permit|was not met|considers?|defines?|must|gives?|looks|applies)\b",
    re.I,
)
_RIGHTS = re.compile(
    r"\b(?:external review|appeal rights|right to|rights under|civil action|lawsuit|bring suit|suit\b|sue\b|502\(a\)|free of charge|copies|copy of|complain\w*|discriminat\w+|"
    r"grievance process|you may (?:ask|request|appeal|file|write|call)|your appeal|appeal (?:process|procedure)|furnished|extract|reprint\w*|independent review|(?:fair|state|administrative) hearing|enclosed|confidential|privacy|"
    r"balance bill|No Surprises|protections? against|continue (?:your )?coverage|COBRA|premium)\b",
    re.I,
)
_HEAD = re.compile(
    r"\b(?:rules?|criteria|guidelines?|polic(?:y|ies)|source|what we (?:used|relied)|basis|authority|standard|provision|clinical rationale|relied on|rely|where is (?:that|this) written|why\b.*)\b",
    re.I,
)
_NEAR = re.compile(
    r"\b(?:MCG|Milliman|guidelines?|criteri(?:a|on)|edition|polic(?:y|ies) (?!number|no|holder)|bulletin|manual|rules?|CPB|LCD|NCD|InterQual|ASAM|LOCUS|used|applied|Code)\b",
    re.I,
)
_PROCEDURE = re.compile(
    r"510 ?\(k\)|2560\.503|502\(a\)|147\.136|422\.5[6-9]|438\.4|Public Act|Part 422|2719|1557"
)
_UNDER = re.compile(
    r"\b(?:decision|denied|made|determination|decided|eligib\w+|excluded|permitted|refused|rescind\w*)\b[^.;§]{0,60}\bunder §$",
    re.I,
)
_PLACE = re.compile(r"\b(?:page|section|article|attachment|chapter|part|item|version|edition)\b.*\d", re.I)
_SECTION = re.compile(r"Article|Section|Part|Rule|By-?law", re.I)
_NO_RULE = re.compile(r"\b(?:Adverse|Rescission|Subscriber|Enrollee|Premium|(?:Member )?ID)(?!\w)")
_NAMELESS = re.compile(
    r"(?:[Pp]olicy|[Cc]ontract|[Aa]greement|[Cc]ertificate|[Bb]ooklet|[Hh]andbook|[Bb]rochure|[Pp]lan (?:[Bb]ook(?:let)?|[Dd]ocument)|(?:Combined )?Evidence of Coverage|EOC|SPD|Summary Plan Description|.*(?:Guidelines?|Criteria|Manual|Handbook|Guide|policy|guidelines?|criteria))"
)
_SENTENCE = re.compile(
    r"(?<=[a-z\d)”\"])(?<!\bNo)(?<!\bVa)(?<!\bDr)(?<!\bSec)(?<!\bCh)(?<!\bPub)(?<!\bMs)(?<!\bMr)(?<!\bGa)(?<!\bStat)[.!?]\s+(?=[A-Z“])|(?<=[a-z\d)])\.[”\"]\s+|\n"
)
_LISTED = re.compile(r"\)?[,;]? ?(?:and |[,;] )?(?:on |by |the |your |our )*")
_TIGHT = re.compile(r" \(|\),? ")
_JOIN = re.compile(
    r"(?:,? ?\(|\)?,? |:? |,? (?:of|in|at|under|from|on|called|titled) (?:the |your |our )?|[,:]? ?–? ?|,? [“\"])"
)


def criteria(sheet: Sheet, lexicon: Lexicon, labelled: Sequence[Pair]) -> list[Code]:
    """Citations on which the decision rests, in the letter's order."""
    found: list[tuple[int, int, str, float, str]] = []
    text = sheet.text
    for kind in _KINDS:
        found += [
            (m.start(), m.end(), kind.name, kind.worth, f"criteria.{kind.name}")
            for m in kind.pattern.finditer(text)
        ]
    for cue in lexicon.cues.get("criteria", ()):
        found += [
            (
                m.start(),
                m.end(),
                "plan" if "plan_document" in cue.id else "policy",
                cue.strength + 0.02,
                cue.id,
            )
            for m in cue.pattern.finditer(text)
            if m[0].strip()
            and (re.search(r"[a-z]{4}", m[0]) or _NEAR.search(text[max(0, m.start() - 90) : m.end() + 30]))
        ]
    said = [c for c in _joined(text, found) if not _nameless(text[c[0] : c[1]], c[2])]
    weighed: list[tuple[int, int, str, float, str, float]] = []
    for c in said:
        weight = _weight(sheet, labelled, c[0], c[1], c[2])
        if (
            weighed
            and weighed[-1][5] >= 1.0
            and 0 <= weight < 1.0
            and _LISTED.fullmatch(text[weighed[-1][1] : c[0]])
        ):
            weight = 1.0  # one of a list
        weighed.append((*c, weight))
    strong = [c for c in weighed if c[5] >= 1.0]
    if any(c[2] != "plan" for c in strong):  # a policy names the basis better than a page of the booklet
        strong = [c for c in strong if c[2] != "plan" or (c[5] >= 1.3 and _SECTION.match(text, c[0]))]
    exact = [c for c in strong if re.search(r"\d", text[c[0] : c[1]])]
    if exact:  # the booklet as a whole says less than a place in it
        strong = [c for c in strong if c[2] != "plan" or re.search(r"[\d“\"]", text[c[0] : c[1]])]
    codes: list[Code] = []
    for start, end, _, worth, rule, weight in strong:
        shown = " ".join(text[start:end].split()).strip(" ,.;:(")
        if not any(c.text.lower() in shown.lower() or shown.lower() in c.text.lower() for c in codes):
            codes.append(Code(shown, start, end, min(0.95, worth * min(1.0, 0.7 + 0.2 * weight)), rule))
    return codes


def _joined(
    text: str, found: list[tuple[int, int, str, float, str]]
) -> list[tuple[int, int, str, float, str]]:
    """Citations that overlap or touch as one; the surest names it."""
    whole: list[tuple[int, int, str, float, str]] = []
    for start, end, name, worth, rule in sorted(found):
        if whole:
            a, b, other, most, first = whole[-1]
            if start < b or (
                _JOIN.fullmatch(text[b:start]) and start - b < 12 and "policy" not in (other, name)
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


def _nameless(text: str, kind: str) -> bool:
    """Whether the words are only a common noun ("policy", "Plan Document") without a number or a title."""
    if kind != "law" and _NO_RULE.search(text) and not re.search("guideline|criteria|manual", text, re.I):
        return True  # a heading of the letter, or the member's own policy
    return (
        kind != "law"
        and bool(_NAMELESS.fullmatch(re.sub(r"^(?:your|our|the|this) ", "", text.strip(), flags=re.I)))
        and not any(c.isdigit() for c in text)
        and len(text.split()) < 3
    )


def _weight(sheet: Sheet, labelled: Sequence[Pair], start: int, end: int, kind: str) -> float:
    """How much says that the citation is the basis of the decision; 1 is enough."""
    block = sheet.block_at(start)
    before = _SENTENCE.split(sheet.text[max(block.start, start - 220) : start])[-1]
    after = _SENTENCE.split("x" + sheet.text[end : min(block.end, end + 120)])[0][1:]
    weight = 0.0
    if _PROCEDURE.search(sheet.text[start:end]):
        return 0.0
    if (
        _BASIS.search(before + "§")
        or _UNDER.search(before + "§")
        or (kind != "law" and re.search(r"\bunder (?:the |our |your )?§$|:\s*§$", before + "§", re.I))
    ):
        weight += 1.0
    if _RULES.search("§" + after):
        weight += 1.0
    if any(p.field in ("criteria", "reason") and p.start <= start < p.end for p in labelled):
        weight += 1.0
    if (
        not before.strip()
        and re.match(r"[.;]", sheet.text[end : end + 1])
        and _PLACE.search(sheet.text[start:end])
    ):
        weight += 1.0  # a sentence of its own
    index = sheet.blocks.index(block)
    head = sheet.blocks[index - 1].text if index else ""
    if len(head) < 60 and _HEAD.search(head):
        weight += 1.0
    if re.search(r"\d", sheet.text[start:end]):
        weight += 1.0 * bool(
            re.match(r"policy,? \d", sheet.text[start:end]) and before.strip() in ("", "The")
        )
        named = kind == "policy" and not re.match(r"(?:[Tt]he |[Yy]our )?[Pp]olicy\b", sheet.text[start:end])
        weight += 1.0 if named else 0.3
    if _RIGHTS.search(before) or _RIGHTS.search(after[:70]):
        weight -= 1.2 if kind == "policy" else 2.2
    return weight
