"""What of a wording names a service, and whether it could name one at all."""

import re
from functools import cache

from extractors.frames import ARTICLE, DAYS
from extractors.lexicon import lexicon, pattern, patterns
from extractors.people import FACILITY
from extractors.phrases import is_noun

_VERB = pattern("service.verb")
_DOING = pattern("service.thanked", "service.approving", "service.keeping")
_FIRST_OF = re.compile(r",| - |\(|" + patterns().source("service.first_of"), re.I)
_NO_NOUN = pattern("service.no_noun")
_BEFORE = re.compile(
    r"^(?:(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}[.)]|[A-Z]?\d{5}|[A-Z\d]+(?:-[A-Z\d]+)*-\d{3,})[\s–—:-]+)+"
)
_FIRM_OF = re.compile(
    r"^(?:[A-Z][\w'’.&-]* ){2,6}[—–-] (?=[a-z])"
)  # "Wisconsin River Chiropractic SC — manipulation"
_FOR_WHOM = re.compile(r"(?<=[a-z\d)]) for [A-Z][a-z’'-]+ [A-Z][a-z’'-]+$")  # "of 47 genes for Ana Reed"
_AFTER_HOUSE = re.compile(r"(?: for|,| [–—:-]|:) (?:an? |the |your )?(?=\w)")
_HOUSE = pattern("service.house")  # who sends bills
_WEEK_OF = re.compile(r"^(?:an? |per |each |every )?(?:week|month|day)s? of (?=[a-z])")  # "1 visit a week of"
_LABEL = pattern("service.label")
_NEXT_LABEL = pattern("service.next_label")
_HEADING, _KIN, _OWNER = pattern("service.heading"), pattern("service.kin"), pattern("service.owner")
SMALL = pattern("service.small")
_SOMEBODYS = re.compile(r"[a-z]['’]s? [a-z]+$")  # "the supply company's bill"
_REVIEWING, _WHEN = pattern("service.reviewing"), pattern("service.when")
_DANGLING = pattern("service.dangling")


def named(text: str, cell: bool = False) -> str:
    """What of a wording names the service: without the verb and the asked one before it, the clause and the day after it.

    A `cell` with a clause in it is no name.
    """
    text = tidy(text)
    verb = None if cell else _verb(text)
    if lead := None if cell else _DOING.match(text):
        text = text[lead.end() :]
        verb = _verb(text)
    if verb and verb.start() > 4:
        text = text[: verb.start()]
    text = _KIN.sub("", _OWNER.sub("", ARTICLE.sub("", text.strip())))
    return tidy(_DANGLING.sub("", _FOR_WHOM.sub("", _WHEN.sub("", DAYS.sub("", text)))))


def _verb(text: str) -> re.Match[str] | None:
    """The first verb of a wording; "Supports" behind another capital is none."""
    for match in _VERB.finditer(text):
        before = re.search(r"(\w+) $", text[: match.start()])
        if not (is_noun(match[0]) and before and (before[1][0].isupper() or before[1] == "and")):
            return match
    return None


def tidy(text: str) -> str:
    """A wording without the day, the number or the house before it, and without half a bracket after it."""
    text = _BEFORE.sub("", " ".join(text.split()).strip(" ,;:.–—-|*/"))
    text = _NEXT_LABEL.sub("", _LABEL.sub("", _FIRM_OF.sub("", _WEEK_OF.sub("", text))))
    house = FACILITY.match(text)
    if (
        house
        and (name := _AFTER_HOUSE.match(text[house.end() :]))
        and content(rest := text[house.end() + name.end() :])
    ):
        text = rest
    if text.count("(") > text.count(")"):
        text = text[: text.rfind("(")]
    if text.count(")") > text.count("("):
        text = text[: text.find(")")] if "(" not in text else text
    return text.strip(" ,;:.–—-|*/")


def possible(text: str, cell: bool = False) -> bool:
    """Whether the words could name a service at all; in a `cell` for it an "Office visit" will do."""
    letters = sum(c.isalpha() for c in text)
    words = re.findall(r"[A-Za-z]{2,}", SMALL.sub("", text))
    return (
        letters > 3
        and letters * 2 > len(text.replace(" ", ""))
        and 4 < len(text) < 200
        and (
            any(w.lower() not in generic() for w in words)
            or (cell and len(words) > 1 and any(w.lower() in _words_of("service_cells") for w in words))
            or _heads_named(text)
        )
        and not _verb(text)
        and not _NO_NOUN.match(text)
        and not _HOUSE.search(text)
        and not _HEADING.search(text)
        and not _no_service(text)
    )


def _no_service(text: str) -> bool:
    """Whether the noun that the words are about is no service: "a three-month grace period", "the ambulance company's bill"."""
    core = _FIRST_OF.split(text)[0] or text
    nouns = re.findall(r"[a-z][a-z'’-]+", core.lower())
    if nouns[-1:] == ["panel"] and len(nouns) > 1 and not _REVIEWING.search(core):
        return False  # of tests, not of reviewers
    if nouns[-1:] and nouns[-1] in _words_of("no_service_heads") and _SOMEBODYS.search(core):
        return True
    if nouns[-1:] and nouns[-1] in _words_of("service_heads") and content(core):
        return False  # "breast reduction", no reduction of a payment
    if _heads_named(core):
        return False
    return bool(nouns) and nouns[-1] in _words_of("no_service_heads")


def _heads_named(text: str) -> bool:
    """Whether words that mean little by themselves name a service together: "office visit", "second opinion"."""
    words = re.findall(r"[a-z][a-z'’-]*", text.lower())
    return len(words) > 1 and (
        (words[-1] in _words_of("service_counted") and words[-2] not in _words_of("service_unsaid"))
        or " ".join(words[-2:]) in _words_of("service_heads")
    )


@cache
def _words_of(name: str) -> frozenset[str]:
    if name == "service_cells":  # what will do where a cell is for nothing else
        return frozenset(lexicon().words["service_heads"] + lexicon().words["service_settings"])
    return frozenset(lexicon().words[name])


@cache
def generic() -> frozenset[str]:
    """Words that name no service of themselves."""
    return _words_of("service_generic")


def content(text: str) -> frozenset[str]:
    return frozenset(
        w.rstrip("s") for w in re.findall(r"[a-z][a-z-]{2,}", text.lower()) if w not in generic()
    )
