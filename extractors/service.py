"""The service in question, in the letter's words."""

import re
from collections import Counter
from collections.abc import Sequence

from extractors.base import Sheet
from extractors.claims import Claims, denied_rows
from extractors.codes import Code
from extractors.lexicon import Lexicon
from extractors.lines import Row
from extractors.pairs import Pair
from extractors.people import FACILITY

_JUNK = re.compile(
    r"^(?:of|and|or|review|appeals?|department|center|provided|dates?|from|not|the|to|is|was|are|denied|area|animal|mark|agreement|requested)\b|"
    r"\b(?:grievance|step therapy|committee|within \d+|MD|DO|PC|PLLC|LLC|Dear|Claim|Guidelines?|Notice|Reference|Benefit Plan|P\.O|Treatment Request|medical necessity|our|we|you|your appeal|member services|customer service|toll|call|phone|nearest|Office of)\b",
    re.I,
)
_CUT = re.compile(
    r"\.\s|\s\((?:effective|CPT|HCPCS|code|notified|received|clinical)|, which\b|\b(?:Diagnos\w+|Outcome|Reviewer|DX(?=:| [A-Z]\d)|Requested by|Provider|Date of service)\b|; |\s[-–—]\s?\d{5}|, (?=\d{1,2}[-/ ])|\s\[|, (?:dates?|on) "
)
_LEAD = re.compile(
    r"^(?:the|an?|your|request for|coverage (?:of|for)|payment for|approval (?:of|for)|for)\s+", re.I
)


_WEAK = re.compile(
    r"(?:about|asked for|benefit|care|code and description|for|issue|item|matter|request|requested|rx|"
    r"type|what)"
)


def services(
    sheet: Sheet, lexicon: Lexicon, labelled: list[Pair], claims: Claims, codes: list[Code]
) -> list[Code]:
    """Wordings of the service, best first."""
    found: list[Code] = []
    for pair in labelled:
        if pair.field != "service":
            continue
        text = _CUT.split(re.split(r"\s[|•·]\s", pair.text)[0])[0].strip(" .;,:")
        weak = bool(_WEAK.fullmatch(pair.label.strip(":. ").lower()))
        if _bad(text) or (pair.slot == "bare" and (weak or not re.search(r"[a-z]{4}", text))):
            continue
        if pair.rule == "text.description" and " " not in text:
            continue  # the head of another column
        worth = 0.75 if pair.rule == "text.description" else 1.0
        if claims.denied_charges and pair.slot == "below":
            worth = 0.6  # the head of a table: its denied row says more
        if weak:
            worth = 0.8
        found.append(Code(text, pair.start, pair.start + len(text), pair.score * worth, pair.rule))
    table = [c for c in denied_rows(claims) if c.row.cells.get("service", c.row.cells.get("code"))]
    for charge in table:
        cell = _cell(charge.row)
        if not _bad(cell):
            found.append(Code(cell, charge.start, charge.end, 0.9, "service.row"))
    for code in codes:  # "72148 (MRI of the lumbar spine)", "lumbar MRI (72148)"
        after = re.match(r"(?:-\w\w)?\s*[(–—:-]\s*([A-Za-z][^();\n$]{5,90})", sheet.text[code.end :])
        if after and not _bad(after[1]):
            start = code.end + after.start(1)
            found.append(
                Code(after[1].strip(" ,."), start, start + len(after[1]), 0.66, "service.code_words")
            )
    found += phrases(sheet, lexicon, codes)
    return sorted(found, key=lambda c: (-c.score, c.start))


_ASKING = (
    r"request\w*|asked|asks|wrote|appl(?:ied|y|ying)|approv\w+|authori[sz]\w+|cover(?:age|ed)?|den(?:y|ied|ying|ial)|declin\w+|refus\w+|pay(?:ment)?|paid|"
    r"bills?|billed|claims?|charge[sd]?|order\w*|prescri\w+|subject|regarding|about|matter|disput\w+|certif\w+|concern\w*|reconsider\w*|reimburs\w*"
)
_ASKS = re.compile(rf"\b(?:{_ASKING})\b[^.;]{{0,60}}$", re.I)
_DIRECT = re.compile(
    rf"\b(?:{_ASKING}|RE:|want us to pay for|what (?:you|was)[^.;]{{0,30}}|(?:appeal|request|letter|visit|admission|service|care|procedure) (?:is|was))(?: (?:for|of|to|about|is|was|us|that|the|a|an|your|his|her|its|pay|cover|approve|payment|coverage|concerning|denied|denial|trial))*\s*$",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:such as|for example|instead|alternative|try|tried|trial of|failed|history|already|previous|earlier|could|approved for|other|usual|example|"
    r"approved|excludes?|including|include|like|therapy before|before|after)\b[^.;]{0,40}$",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not (?:medically )?(?:necessary|covered|approved|payable|a (?:covered )?benefit)|denied|deny|denial|denying|investigational|experimental|cosmetic|excluded|refus\w+|uphold\w*|upheld|decline\w*)\b",
    re.I,
)
_RIGHTS = re.compile(
    r"\b(?:free of charge|discriminat\w+|interpreters?|language|qualified|legal aid|external review|independent review|you may (?:ask|request|file)|sincerely|copies)\b",
    re.I,
)
_DRUG = re.compile(
    r"\b[A-Z][\w-]+(?: [A-Z]{2,4}| [A-Z][a-z]+[A-Z][a-z]+)?(?: \([a-z][\w -]+\))? ?\d[\d.,/]*\s?(?:mg|mcg|mL|units?|MG|ML)\b(?:/[\d.]*\s?m[lL])?[^.;:\n(]{0,40}?(?=[.;:\n(]|, | for | from | to | at | is | was |$)"
    r"|\b[A-Z][a-z]+(?: [A-Z]{2,4})? \((?!(?:administrator|individual|attach|attached|enclosed|optional|required|member|patient|subscriber|employer|insurer|sponsor|agent|family|group|fully|self)\b)[a-z]{5,}(?:-[a-z]{4})?(?: \d+ \w+)?\)(?: (?:injections?|infusions?|pen|tablets?|capsules?)[^.;\n]{0,28}?(?=[.;\n]|, [A-Z]\d|$))?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FORMS = (
    r"\w{3,}(?:ectomy|plasty|oscopy|otomy|ostomy|ography|graphy|pexy|desis|centesis|lysis|plasties|ectomies)"
)
_END = re.compile(
    r"(?:about|additional|affirm|after|all|allow|allows|also|and|another|any|appeal|appeals|approve|"
    r"approved|are|as|ask|asked|asks|at|authorization|authorize|authorized|be|because|been|before|"
    r"benefits|between|bill|billed|both|but|by|called|can|charge|charged|claim|claims|concerning|"
    r"continued|could|cover|coverage|covered|covers|decision|decline|declined|denial|denied|denies|"
    r"deny|description|did|do|doctor|does|dr|during|each|exclude|excludes|from|fund|further|get|"
    r"getting|give|gives|had|has|have|he|her|his|i|if|ii|include|includes|including|into|is|it|its|"
    r"kind|less|letter|level|like|limits|list|lists|may|means|meet|meets|member|more|most|mr|mrs|ms|"
    r"must|my|necessary|need|needed|needs|no|not|notice|offers|on|only|or|ordered|orders|our|out|over|"
    r"paid|patient|pay|payment|pays|performed|plan|proposed|provide|provider|provides|received|"
    r"reconsider|refuse|refused|regarding|request|requested|requesting|requests|require|requires|"
    r"review|same|says|see|sent|she|should|since|some|such|supports|than|that|their|then|there|these|"
    r"they|this|those|trust|type|under|until|up|upheld|uphold|uses|using|was|we|were|when|which|while|"
    r"who|whom|whose|will|would|you|your)"
)
_DAY = re.compile(rf"(?:{_MONTHS}) \d{{1,2}},? (?:\d{{4}},? )?")
_TAKERS = re.compile(
    rf"^(?:{_ASKING}|is|was|are|were|visits?|sessions?|days|weeks|months|hours|need|reason|copy|basis|review|necessity|cost|trial|part|use|stay)$",
    re.I,
)
_LINKS = frozenset(("into", "of", "for", "to", "in", "with", "and", "without", "or"))
_RIGHT = re.compile(
    r"(?:(?<=MRI)(?: [a-z]{3,}){1,2}|(?<=CT)(?: [a-z]{3,}){1,2})?(?:,? (?:of|to|in|into|for|with|without) (?:the |your |her |his |a |an |both )?(?!"
    + _MONTHS
    + r"|you\b|this|that|which|payment|coverage|medical|review)"
    r"[\w'’/.-]*[\w](?: (?!is\b|was|were|are|on\b|at\b|from|by\b|because|that|which|for\b|to\b|you\b|we\b|has|had|will|dated|ordered|under|as\b|given|performed|in\b|with\b|requested|received|does|did|not\b|of\b|and (?:the|was|your|is))[\w'’/-]+){0,3}"
    r"|, (?:left|right|both|bilateral|lower|upper|custom|lumbar|cervical|level|facility|screening|initial|each|low)\b(?: [\w-]+){0,2}){0,2}"
)


_ZIP_NEAR = re.compile(r"\b[A-Z]{2},? \d{5}\b")
_STATE_OF = re.compile(r"\b(?:Health|[NSEW] [A-Z]+|C/O .*) ?CT$|\bC/O\b|\bEMS$")


def phrases(sheet: Sheet, lexicon: Lexicon, codes: Sequence[Code]) -> list[Code]:
    """Noun phrases around a word for a service, and names of drugs; the more the letter is about one, the better."""
    text = sheet.text
    heads = "|".join(sorted((re.escape(w) for w in lexicon.words["service_heads"]), key=len, reverse=True))
    names = [(m.start(), m.end()) for m in FACILITY.finditer(text)]
    spans = [(m.start(), m.end(), 1.4) for m in _DRUG.finditer(text)]
    spans += [
        (*_grown(text, m.start(), m.end()), 0.0)
        for m in re.finditer(rf"\b(?:{heads}|{_FORMS})\b(?!,? (?:[A-Z]{{2}} )?\d{{5}})", text, re.I)
        if not any(a < m.end() and m.start() < b for a, b in names)
    ]
    spans += [(*span, 0.9) for code in codes if (span := _before_code(text, code.start))]
    seen: dict[str, tuple[float, int, int]] = {}
    counts: Counter[str] = Counter()
    for start, end, bonus in spans:
        day = _DAY.match(text, start, end)  # "your February 20 hernia repair"
        start = day.end() if day else start
        phrase = " ".join(text[start:end].split()).strip(" ,-–—")
        if _bad(phrase) or (len(phrase.split()) < 2 and bonus < 1 and not re.fullmatch(_FORMS, phrase, re.I)):
            continue
        if _RIGHTS.search(phrase) or (bonus == 0.9 and any(a < end and start < b for a, b in names)):
            continue
        if (phrase.isupper() and _ZIP_NEAR.search(text[end : end + 60])) or _STATE_OF.search(phrase):
            continue  # a line of an address, a name that ends in the State's two letters
        block = sheet.block_at(start)
        sentence = sheet.clause(start, 200) + " " + sheet.clause_after(start, 200)
        before, after = text[max(block.start, start - 90) : start], text[end : end + 40]
        score = bonus + 0.9 * bool(_ASKS.search(before)) + 1.0 * bool(_DIRECT.search(before))
        score -= 1.0 * bool(_ASIDE.search(before)) + 1.2 * bool(_RIGHTS.search(sentence))
        score += 0.5 * bool(_DENIED.search(sentence)) + 0.9 * (1 - start / max(1, len(text)))
        score += 1.0 * bool(
            re.match(r"\s*[,(]?\s*\(?(?:CPT|HCPCS|code|codes|procedure)?\s*[A-Z]?\d{4,5}", after)
        )
        score += 0.1 * min(len(phrase.split()), 5) + 0.4 * (start == block.start)
        name = phrase.lower()
        counts[name.split()[-1]] += 1
        if name not in seen or score > seen[name][0]:
            seen[name] = (score, start, end)
    found = []
    for name, (score, start, end) in seen.items():
        score += 0.1 * min(counts[name.split()[-1]], 6)
        phrase = " ".join(text[start:end].split()).strip(" ,-–—")
        found.append(Code(phrase, start, end, min(0.79, 0.3 + 0.1 * score), "service.phrase"))
    return found


def _before_code(text: str, at: int) -> tuple[int, int] | None:
    """The words that a code stands for: "arthroscopy of the knee (29881)", "eyelid surgery (blepharoplasty, 15823)"."""
    mark = re.search(
        r"(\s*[,(]\s*|, )(?:CPT|HCPCS|codes?|procedure(?: code)?)?\s*$", text[max(0, at - 40) : at]
    )
    if not mark:
        return None
    end = max(0, at - 40) + mark.start()
    start = _left(text, end)
    if text[start - 1 : start] == "(":  # a second name in brackets: the first one stands before them
        outer = start - 1 - (text[start - 2 : start - 1] == " ")
        if sum(c.isalpha() for c in text[_left(text, outer) : outer]) > 7:
            start, end = _left(text, outer), outer
    if text[max(0, start - 2) : start] == ", " and end - start < 24:
        start = _left(text, start - 2)
    return (start, end) if end - start > 5 and sum(c.isalpha() for c in text[start:end]) > 6 else None


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """A head word with what stands before it ("lumbar spine MRI") and after it ("of the left knee")."""
    tail = _RIGHT.match(text, end)
    return _left(text, start), tail.end() if tail else end


def _left(text: str, start: int) -> int:
    """Where the noun phrase begins whose last words start at `start`."""
    floor = max(0, start - 110)
    clause = re.search(r"[^.;:()\n“”\"—–§]*$", text[floor:start])
    base = floor + (clause.start() if clause else 0)
    words = list(re.finditer(r"[\w'’/.-]+,?", clause[0] if clause else ""))
    begin = start
    for i in range(len(words) - 1, max(-1, len(words) - 10), -1):
        word = words[i][0].rstrip(",").lower()
        before = words[i - 1][0].rstrip(",") if i else ""
        if word in ("the", "a", "an", "your", "his", "her"):
            if before.lower() not in _LINKS or before.lower() in ("and", "or") or _taken(words, i - 1):
                break
            continue
        if word in _LINKS:
            if (
                (word in ("and", "or", "to", "in") and not begin < start)
                or _taken(words, i)
                or not before
                or _END.fullmatch(before.lower())
            ):
                break
            continue
        if word[0].isdigit() and text[base + words[i].start() - 1] in ".,$":
            break
        if (
            _END.fullmatch(word)
            or re.fullmatch(r"\d{4,}|\d+[/-]\d+.*", word)
            or (words[i][0].endswith(",") and i < len(words) - 1 and begin < start)
        ):
            break
        begin = base + words[i].start()
    return begin


def _taken(words: list[re.Match[str]], i: int) -> bool:
    """Whether the preposition at `i` belongs to a verb or noun of asking ("request for", "denial of")."""
    before = words[i - 1][0].rstrip(",") if i > 0 else "is"
    proper = words[i][0] in ("for", "to") and before[:1].isupper() and not before.isupper()
    return proper or bool(_TAKERS.match(before))


_UNITS = re.compile(r"\d+ (?:visits?|days?|units?|hours?|weeks?|months?|sessions?)\b(?: per \w+)?", re.I)


_NOT_A_NAME = re.compile(  # a date, a code of a diagnosis, a bare code, an address
    rf"(?:{_MONTHS}) \d|"
    r"[A-TV-Z]\d[\dA-Z]\.\d|(?=\S*\d)[A-Z\d-]+$|(?:weeks?|days?|months?|hours?|visits?)$|\d+ [NSEW] |.*\bPost Office\b",
)


def _bad(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (
        letters < 4
        or letters * 2 < len(text.replace(" ", ""))
        or bool(_JUNK.search(text[:60]))
        or bool(_UNITS.fullmatch(text))
        or bool(_NOT_A_NAME.match(text))
        or len(text) > 220
    )


def _cell(row: Row) -> str:
    """The service of a row: its cell without codes and without the name of who gave it."""
    cell = row.text("service") or row.text("code")
    cell = re.sub(r"(?<![\w-])(?:[A-Z]?\d{4,5}[A-Z]?(?:-[A-Z\d]{2})?|x ?\d+)(?![\w-])", " ", cell)
    parts = [p for p in re.split(r"\s[–—-]\s|,\s(?=[a-z])", cell) if p.strip(" –—-()")]
    if len(parts) > 1 and FACILITY.search(parts[0]):
        parts = parts[1:] if re.search(r"[–—-]", cell) else parts[-1:]
        return " ".join(" ".join(parts).split()).strip(" –—-(),")
    return " ".join(cell.split()).strip(" –—-(),").replace("( )", "").strip()
