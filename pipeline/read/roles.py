"""What each page is for: letter, blank back, fax cover, or a notice about languages and civil rights.

A wrong verdict loses facts, a missing one costs little; so any sign of a letter makes a page a letter.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from pipeline.models.document import Page, PageRole

_SPANISH_WORDS, _SPANISH_SHARE = 25, 0.18
_BLANK_WORDS = 15  # "This page intentionally left blank" and a page number


def with_role(page: Page) -> Page:
    """The page, its role set by its words."""
    if not page.readable or page.role is not PageRole.BODY:
        return page
    return replace(page, role=role(" ".join(word.text for word in page.words)))


def role(text: str) -> PageRole:
    """The role of a page with these words."""
    if not text:
        return PageRole.BLANK
    cues = _cues()
    if text.count(" ") < _BLANK_WORDS and cues["blank"].search(text):
        return PageRole.BLANK
    if _is_fax_cover(text, cues["fax_cover"]):
        return PageRole.FAX_COVER
    if _is_notice(text, cues["notice"]) and not _any(cues["letter"], text):
        return PageRole.NOTICE
    return PageRole.BODY


def common_words() -> frozenset[str]:
    """Words so common that every page of English or Spanish prose has many."""
    return words("common")


def is_spanish(texts: Sequence[str]) -> bool:
    """A page of these words is mostly Spanish: more than lines of language help on an English page."""
    hits = sum(text.lower() in words("spanish") for text in texts)
    return hits >= _SPANISH_WORDS and hits >= _SPANISH_SHARE * len(texts)


def _is_notice(text: str, cues: dict[str, Any]) -> bool:
    """Nearly all of the page is notice: its words come early, and then all along."""
    if _hits(cues["words"], text) < cues["least"]:
        return False
    places = sorted(
        text.count(" ", 0, match.start()) for pattern in cues["words"] for match in pattern.finditer(text)
    )
    apart = (right - left for left, right in pairwise(places))
    return bool(places[0] <= cues["first_within"] and max(apart, default=0) <= cues["apart"])


def _is_fax_cover(text: str, cues: dict[str, Any]) -> bool:
    return (
        text.count(" ") < cues["most_words"]
        and bool(cues["title"].search(text))
        and _hits(cues["words"], text) >= cues["least"]
        and not _any(cues["letter"], text)
    )


def _hits(patterns: list[re.Pattern[str]], text: str) -> int:
    return sum(bool(pattern.search(text)) for pattern in patterns)


def _any(patterns: list[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of `cues.yaml`: common, spanish, forms, identified."""
    return frozenset(_listed()[name].split())


@cache
def _listed() -> Any:
    return yaml.safe_load(Path(__file__).with_name("cues.yaml").read_text("utf-8"))


@cache
def _cues() -> Any:
    return _compiled({name: _listed()[name] for name in ("letter", "notice", "fax_cover", "blank")})


def _compiled(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _compiled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_compiled(value) for value in node]
    return re.compile(node, re.IGNORECASE) if isinstance(node, str) else node
