"""Criteria, rules and pages of the plan that the decision names as its basis.

Of all citations those are chosen that are likelier than not the basis of this decision; what speaks for one (the words
before it in its sentence, its form, its place) is weighed by weights fitted on labelled letters
(tests/benchmarks/fit_ranking.py).
"""

import math
import re
from collections.abc import Mapping, Sequence

from extractors import namewords
from extractors.base import Sheet
from extractors.citations import Citation, citations
from extractors.codes import Code
from extractors.lexicon import Lexicon, pattern
from extractors.pairs import Pair
from extractors.ranking import chance, weights
from extractors.tagger import Tags

_BASIS = pattern("criteria.basis")
_RULES = pattern("criteria.rules")
_RIGHTS = pattern("criteria.rights")
_HEAD = pattern("criteria.head")
_PROCEDURE = pattern("criteria.procedure")
_UNDER = pattern("criteria.under_decision")
_PLACE = pattern("criteria.place")
_SENTENCE = re.compile(
    r"(?<=[a-z\d)”\"])(?<!\bNo)(?<!\bVa)(?<!\bDr)(?<!\bSec)(?<!\bCh)(?<!\bPub)(?<!\bMs)(?<!\bMr)(?<!\bGa)(?<!\bStat)[.!?]\s+(?=[A-Z“])|(?<=[a-z\d)])\.[”\"]\s+|\n"
)
_NEXT = 60  # characters from a basis to one that the same sentence adds
_BESIDE = 16  # characters between two that one sentence couples: "OAR 410-120 and Guideline Note 173"
_JOINED = 70  # the same, with words between: "CP.MP.14, Cochlear Implants, and Rule 59G-1.010"
JOINED = 0.3  # the least chance of a law so joined
COUPLED = 0.33  # the least chance of one that is coupled with the basis
LIKELY, ONLY = 0.75, 0.4  # the least chance of a citation, and of the likeliest where none has it
_DENIES = pattern("criteria.denies")
_PAPER = pattern("provision.own_paper")
_ASIDE = pattern("criteria.aside")
_UNCHECKED = re.compile(r"(?:☐|\[ ?_* ?\]|\( \))[^☐☑☒\[]*$")
_WORDS = {  # the word right before the citation
    "in": r"\bin (?:the |your |our |its )?$", "under": r"\bunder (?:the |your |our |its )?$", "by": r"\bby (?:the |your |our )?$",
    "see": r"\b(?:see|refer to|at) (?:the |your |our )?$", "on": r"\bon (?:the |your |our )?$", "with": r"\bwith (?:the |your |our )?$",
    "of": r"\bof (?:the |your |our )?$", "colon": r":\s*$", "used": r"\b(?:used|applied|consulted|uses|followed) (?:the |your |our |an? )?(?:\w+ ){0,3}$",
    "and": r"(?:\band|,|;) (?:the |your |our |by |in |on )*$", "per": r"\b(?:per|from|to) (?:the |your |our )?$",
}  # fmt: skip
_BEFORE = {k: re.compile(v, re.I) for k, v in _WORDS.items()}
_NOTICE = pattern("criteria.notice")
_PUBLISHED = pattern("criteria.published")
_OWN = pattern("criteria.own")


def criteria(
    sheet: Sheet, lexicon: Lexicon, labelled: Sequence[Pair], tags: Tags, own: frozenset[str] = frozenset()
) -> list[Code]:
    """Citations on which the decision rests, in the letter's order; `score` is the chance of each."""
    found = citations(sheet, lexicon, own)
    return chosen(found, features(sheet, labelled, tags, found), weights("criteria"), sheet.text)


def chosen(
    found: Sequence[Citation],
    signs: Sequence[Mapping[str, float]],
    table: Mapping[str, float],
    text: str = "",
) -> list[Code]:
    """The citations that are likelier the basis than not, by their signs and the fitted weights.

    `text` is the letter's, which tells whether one sentence couples a law with the policy beside it.
    """
    codes: list[Code] = []
    sures = [chance(table, features) for features in signs]
    least = min(LIKELY, max(sures, default=1.0)) if max(sures, default=0.0) > ONLY else LIKELY
    ends = [(c.start, c.end) for c, sure in zip(found, sures, strict=True) if sure >= least]
    for c, sure in zip(found, sures, strict=True):
        beside = any(0 <= c.start - b < _BESIDE or 0 <= a - c.end < _BESIDE for a, b in ends)
        known = any(_one(x.text.lower(), c.text.lower(), c.kind) for x in codes)
        joined = c.kind == "law" and any(
            0 < len(gap) < _JOINED and not _SENTENCE.search(gap)
            for a, b in ends
            for gap in (text[b : c.start], text[c.end : a])
        )
        if sure >= (JOINED if joined else COUPLED if beside else least) and not known:
            codes.append(Code(c.text, c.start, c.end, sure, c.rule))
    policies = {c.text for c in found if c.kind == "policy" and not _PAPER.search(c.text)}
    if any(
        c.text in policies and c.score >= LIKELY for c in codes
    ):  # the plan's own paper counts where nothing else does
        papers = {c.text for c in found if c.kind == "plan" or _PAPER.search(c.text)}
        codes = [c for c in codes if c.text not in papers]
    return codes


def _one(a: str, b: str, kind: str) -> bool:
    """Whether two printings are of one place: one within the other, or a plan's paper with the same numbers."""
    numbers = re.findall(r"\d+", a)
    marks = [set(re.findall(r"\b[a-z]{1,5}-\d{2,4}\b", x)) for x in (a, b)]  # of a guideline, as "m-89"
    return (
        a in b
        or b in a
        or (kind == "policy" and bool(marks[0]) and marks[0] == marks[1])
        or (kind == "plan" and bool(numbers) and "page" in a + b and numbers == re.findall(r"\d+", b))
    )


def features(
    sheet: Sheet, labelled: Sequence[Pair], tags: Tags, found: Sequence[Citation]
) -> list[dict[str, float]]:
    """What speaks for and against each citation as a basis of the decision."""
    made = [_signs(sheet, labelled, c) for c in found]
    for citation, signs in zip(found, made, strict=True):
        others = [(c, s) for c, s in zip(found, made, strict=True) if c is not citation]
        beside = any(c.kind == "policy" and s.get("numbered") for c, s in others)
        signs[f"{citation.kind}_beside_policy"] = signs["beside_policy"] = float(beside)
        if citation.kind == "plan" and beside:
            signs["said"] -= 1.0  # a policy names the basis better than a page of the booklet
        signs["beside_numbered"] = float(
            any(c.kind == citation.kind and s.get("numbered") for c, s in others)
        )
        signs["beside_basis"] = float(any(s.get("basis") or s.get("labelled") for _, s in others))
        signs["after_basis"] = float(
            any(s.get("basis") and 0 < citation.start - c.end < _NEXT for c, s in others)
        )
        signs["alone"] = float(not others)
        signs["bare_beside"] = float(beside and citation.kind == "policy" and not signs.get("numbered"))
        here = [(citation.start, citation.end)]
        signs["words"] = namewords.words("citations", namewords.places(sheet, here, citation.text))
        signs["tag"] = tags.chance("criteria_cited", citation.start, citation.end)
        signs["first"] = float(citation is found[0])
    return made


def _signs(sheet: Sheet, labelled: Sequence[Pair], c: Citation) -> dict[str, float]:
    block = sheet.block_at(c.start)
    before = _SENTENCE.split(sheet.text[max(block.start, c.start - 220) : c.start])[-1]
    after = _SENTENCE.split("x" + sheet.text[c.end : min(block.end, c.end + 160)])[0][1:]
    index = sheet.blocks.index(block)
    head = sheet.blocks[index - 1].text if index else ""
    left = sheet.left(sheet.segment_at(c.start))
    near = [head] if len(head) < 60 else []
    near += [left.text] if left is not None and len(left.text) < 60 else []
    out = {
        f"kind_{c.kind}": 1.0,
        "basis": float(bool(_BASIS.search(before + "§"))),
        "under_decision": float(bool(_UNDER.search(before + "§"))),
        "rules": float(bool(_RULES.search("§" + after))),
        "labelled": float(any(p.field in ("criteria", "reason") and p.start <= c.start < p.end for p in labelled)),
        "own_sentence": float(not before.strip() and bool(re.match(r"[.;]?\s*(?:\n|$|[A-Z])", sheet.text[c.end : c.end + 3]))),
        "head": float(any(_HEAD.search(h) for h in near)),
        "denies": float(bool(_DENIES.search(before + after))),
        "rights": float(bool(_RIGHTS.search(before) or _RIGHTS.search(after[:70]) or _RIGHTS.search(c.text))),
        "rights_block": float(bool(_RIGHTS.search(block.text))),
        "rights_head": float(any(_RIGHTS.search(h) or "appeal" in h.lower() for h in near)),
        "notice": float(bool(_NOTICE.search(before + after))),
        "procedure": float(bool(_PROCEDURE.search(c.text))),
        "numbered": float(any(x.isdigit() for x in c.text)),
        "quoted": float(any(x in c.text for x in "“\"")),
        "place": float(bool(_PLACE.search(c.text))),
        "criteria_word": float(bool(_PUBLISHED.search(c.text))),
        "document": float(bool(_OWN.search(c.text))),
        "bare_plan": float(c.kind == "plan" and not re.search(r"[\d“\"]|xclusion|imitation", c.text)),
        "plan_numbered": float(c.kind == "plan" and bool(re.search(r"\d", c.text))),
        "set_aside": float(bool(_ASIDE.search(sheet.text[max(block.start, c.start - 220) : c.start].rpartition(". ")[2] + "§" + sheet.text[c.end : min(block.end, c.end + 90)]))),
        "unchecked": float(bool(_UNCHECKED.search(sheet.text[max(0, c.start - 500) : c.start]))),
        "late": c.start / max(1, len(sheet.text)),
        "length": math.log(len(c.text.split())),
        "listed_id": float(c.rule not in ("criteria.law", "criteria.policy", "criteria.plan")),
        "again": float(len(re.findall(re.escape(c.text[:40]), sheet.text)) > 1),
    }  # fmt: skip
    out |= {f"word_{k}": float(bool(p.search(before))) for k, p in _BEFORE.items()}
    out["said"] = (
        max(out["basis"], out["under_decision"], out["word_under"] * (c.kind != "law"), out["word_colon"])
        + out["rules"] + out["labelled"] + out["head"] + out["own_sentence"] * out["place"]
        + (1.0 if c.kind == "policy" else 0.3) * out["numbered"]
        - (1.2 if c.kind == "policy" else 2.2) * out["rights"]
    )  # fmt: skip
    out["said_enough"] = float(out["said"] >= 1)
    out["bias"] = 1.0
    return {k: v for k, v in out.items() if v or k == "said"}
