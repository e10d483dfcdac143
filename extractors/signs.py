"""What speaks for and against a wording as the name of the service: where it stands, how it is made, what is said of it."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extractors import namewords
from extractors.base import Sheet
from extractors.candidates import Named
from extractors.claims import Claims
from extractors.gazetteer import gazetteer
from extractors.lexicon import Lexicon, pattern, patterns
from extractors.pairs import Pair
from extractors.people import FACILITY
from extractors.phrases import ASKING, heads, is_drug
from extractors.servicenames import content, generic
from extractors.standing import in_table
from extractors.tagger import Tags

_ASKED_OF, _LEADS = patterns().source("service.asked_of"), patterns().source("service.leads")
_DIRECT = re.compile(rf"\b(?:{ASKING}|{_ASKED_OF})(?: {_LEADS})*\s*$", re.I)
_ASIDE = pattern("service.aside")
_DENIED = pattern("service.denied")
_ASKED = pattern("service.asked")
_RIGHTS = pattern("service.rights")
_OFF = re.compile(patterns().source("service.off") + r"|https?:|@|\.com", re.I)
_ADDRESS = re.compile(
    r"\b(?:C/O|P\.?O\.? Box|[A-Z]{2} \d{5}|Suite|Street|Avenue|Blvd)\b|\d+ [NSEW]\.? |\b(?:Health|[NSEW] [A-Z]+) ?CT$"
)
_ZIP = re.compile(r"[^.;:a-z]*\b[A-Z]{2},? \d{5}\b")
_PERSON = re.compile(r"\b(?:Dr|Mr|Mrs|Ms)\b\.?|\b(?:MD|DO|NP|PA-C|DPM|DDS|PT)\b")
_MEASURE = pattern("service.measure")
_DATE = re.compile(
    r"\b(?:20\d\d|\d{1,2}/\d{1,2}|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d)"
)


@cache
def _medical(lexicon: Lexicon) -> frozenset[str]:
    return content(" ".join(lexicon.words["service_words"] + lexicon.words["service_heads"]))


_MEDICAL = pattern("service.medical")


def features(
    sheet: Sheet,
    lexicon: Lexicon,
    labelled: Sequence[Pair],
    claims: Claims,
    named: Sequence[Named],
    tags: Tags,
) -> list[dict[str, float]]:
    """What speaks for and against each wording."""
    text = sheet.text
    counts: Counter[str] = Counter(w.rstrip("s") for w in re.findall(r"[a-z][a-z-]{2,}", text.lower()))
    denials = content(
        " ".join(
            m[0]
            for m in re.finditer(r"[^.;\n]*[.;\n]", text)
            if _DENIED.search(m[0]) and not _RIGHTS.search(m[0])
        )
    )
    asked = content(
        " ".join(
            m[0]
            for m in re.finditer(r"[^.;\n]*[.;\n]", text)
            if _ASKED.search(m[0]) and not _RIGHTS.search(m[0])
        )
    )
    names = content(" ".join(p.text for p in labelled if p.field in _NAMES)) | content(
        " ".join(m[1] for m in re.finditer(r"Dear ([^\n,:]{3,40})[,:\n]", text))
    )
    names |= frozenset(
        w.rstrip("s") for m in _STAFF.finditer(text) for w in re.findall(r"[a-z][a-z-]{2,}", m[0].lower())
    )
    names |= content(" ".join(c.row.text("patient") + " " + c.row.text("provider") for c in claims.charges))
    by_source: dict[str, list[frozenset[str]]] = {}
    for n in named:
        for s in n.sources:
            by_source.setdefault(_GROUP.get(s, s), []).append(n.words)
    known = gazetteer()
    named_plans = [
        any(
            h.end - h.start > 0.6 * len(n.text) and any(x.sure >= 0.8 for x in h.names)
            for h in known.find(n.text)
        )
        if any(c.isupper() for c in n.text)
        else False
        for n in named
    ]
    made = [_features(sheet, lexicon, n, counts, denials, asked, by_source, names) for n in named]
    for n, signs, plans in zip(named, made, named_plans, strict=True):
        signs["words"] = namewords.words("services", namewords.places(sheet, [(n.start, n.end)], n.text))
        signs["tag"] = tags.chance("service", n.start, n.end)
        if plans:
            signs["plan"] = 1.0
    return made


_NAMES = frozenset(
    ("member_name", "subscriber_name", "provider", "other_provider", "plan", "employer", "administrator")
)
_STAFF = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms)\.? (?:[A-Z][\w’'-]+ ?){1,3}|(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+, (?:MD|DO|RN|NP|PA|DDS|PharmD)\b"
)
_GROUP = {
    "asked_label": "label", "label": "label", "below": "label", "under": "label", "weak": "label", "bare": "label", "description": "label",
    "row": "row", "next_row": "row", "after_code": "code", "before_code": "code", "clause_code": "code", "code_cell": "code",
    "phrase": "phrase", "drug": "phrase", "cell": "cell", "other_row": "other_row",
}  # fmt: skip


def _features(
    sheet: Sheet, lexicon: Lexicon, n: Named, counts: Mapping[str, int], denials: frozenset[str],
    asked: frozenset[str], by_source: Mapping[str, list[frozenset[str]]], names: frozenset[str],
) -> dict[str, float]:  # fmt: skip
    text, words = sheet.text, n.text.split()
    out = {f"from_{s}": 1.0 for s in n.sources}
    own = {_GROUP.get(s, s) for s in n.sources}
    out["sources"] = math.log(len(own))
    out["row_bare"] = float("row" in n.sources and not n.words)  # "Office visit"
    out["groups"] = sum(
        any(len(w & n.words) * 2 > len(w | n.words) for w in bags)
        for s, bags in by_source.items()
        if s not in own
    )
    for group in ("label", "row", "code", "other_row"):
        if group not in own:
            out[f"like_{group}"] = float(
                any(len(w & n.words) * 2 > len(w | n.words) for w in by_source.get(group, ()))
            )
    head = heads(lexicon)
    marks = list(head.finditer(n.text))
    drug = is_drug(n.text)
    out["head"] = float(bool(marks))
    out["head_last"] = float(bool(marks) and marks[-1].end() == len(n.text))
    out["drug"] = float(drug)
    size = max(1, len(n.words))
    medical = _medical(lexicon)
    out["medical"] = sum(w in medical or bool(_MEDICAL.search(w)) for w in n.words) / size
    out["medical_words"] = math.log(1 + sum(w in medical or bool(_MEDICAL.search(w)) for w in n.words))
    out["central"] = sum(min(counts[w] - 1, 5) for w in n.words) / size / 5
    out["in_denial"] = sum(w in denials for w in n.words) / size
    out["in_asked"] = sum(w in asked for w in n.words) / size
    out["generic"] = sum(w.lower().strip(",.()") in generic() for w in words) / len(words)
    out["length"] = math.log(len(words))
    out["one"] = float(len(words) == 1)
    out["long"] = float(len(words) > 12)
    out["content"] = math.log(1 + len(n.words))
    out["late"] = n.start / max(1, len(text))
    segment, block = sheet.segment_at(n.start), sheet.block_at(n.start)
    out["later_page"] = float(segment.page != sheet.first_page)
    out["letterhead"] = float(segment.page == sheet.first_page and sheet.top(n.start) < 0.12)
    out["starts"] = float(n.start == block.start)
    out["whole"] = float(len(n.text) + 12 > len(block.text))
    out["upper"] = float(n.text.isupper())
    out["lower"] = float(n.text[0].islower())
    out["number_first"] = float(n.text[0].isdigit())
    out["digits"] = float(any(c.isdigit() for c in n.text))
    out["measure"] = float(bool(_MEASURE.search(n.text)))
    out["date"] = float(bool(_DATE.search(n.text)))
    out["bracket"] = float("(" in n.text)
    out["facility"] = float(bool(FACILITY.search(n.text)))
    out["person"] = float(bool(_PERSON.search(n.text)))
    out["numbers"] = float(len(re.findall(r"\d[\d-]{3,}", n.text)) > 0)
    out["name"] = float(bool(n.words) and n.words <= names)
    out["address"] = float(bool(_ADDRESS.search(n.text) or _ZIP.match(text[n.end : n.end + 60])))
    out["off"] = float(bool(_OFF.search(n.text)))
    capitals = [w[:1].isupper() for w in words if w[:1].isalpha()]
    out["titled"] = float(len(capitals) > 1 and all(capitals) and not n.text.isupper())
    inside = re.search(r"[a-z,] $", text[max(0, n.start - 2) : n.start])  # of a sentence
    out["brand"] = (
        math.log(1 + min(counts[n.text.lower().rstrip("s")], 6))
        if inside and re.fullmatch(r"[A-Z][a-z]{3,}", n.text) and not n.words <= names
        else 0.0
    )
    said = in_table(sheet, n.start) if len(segment.text) < 90 else ""
    out["said_no"], out["said_yes"] = float(said == "no"), float(said == "yes")
    before = text[max(block.start, n.start - 90) : n.start]
    sentence = sheet.clause(n.start, 200) + " " + sheet.clause_after(n.start, 200)
    out["direct"] = float(bool(_DIRECT.search(before)))
    out["aside"] = float(bool(_ASIDE.search(before)))
    out["rights"] = float(bool(_RIGHTS.search(sentence)))
    out["denied"] = float(bool(_DENIED.search(sentence)))
    out["coded"] = float(
        bool(
            re.match(
                r"\s*[,(]?\s*\(?(?:CPT|HCPCS|code|codes|procedure)?\s*[A-Z]?\d{4,5}", text[n.end : n.end + 30]
            )
        )
    )
    return {k: v for k, v in out.items() if v}
