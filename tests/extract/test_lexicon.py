"""Every entry of the lexicon and the gazetteer works: an entry that no longer fits its own example is rot."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractors
from extractors.gazetteer import gazetteer
from extractors.lexicon import Lexicon, LexiconError, Patterns, lexicon, normal, patterns

LABELS = [(e.id, e.family, e.field, x) for e in lexicon().label_entries for x in e.examples]
CUES = {(e.id, e.field): e for e in lexicon().cue_entries}
PATTERNS = patterns().entries


def wordings(name: str) -> Iterator[tuple[str, str, tuple[int, int] | None]]:
    """(wording, what it must find, where in that a word stands), of one pattern."""
    entry = PATTERNS[name]
    for word in entry.words:
        at = entry.example.index("@")
        yield re.escape(word), entry.example.replace("@", word), (at, at + len(word))
    for expression, found in entry.any.items():
        yield expression, found, None


@pytest.mark.parametrize(
    ("name", "family", "field", "example"), LABELS, ids=[f"{i[0]}:{i[3]}" for i in LABELS]
)
def test_label_fits_its_example(name: str, family: str, field: str, example: str) -> None:
    assert field in lexicon().fields(family, example), f"{name}: {normal(example)!r}"


@pytest.mark.parametrize("entry", CUES.values(), ids=lambda e: e.id)
def test_cue_finds_its_example(entry) -> None:  # type: ignore[no-untyped-def]
    cue = next(c for c in lexicon().cues[entry.field] if c.id == entry.id)
    match = cue.pattern.search(entry.example)
    assert match, entry.example
    if entry.finds is not None:
        assert match["value"].strip() == entry.finds


@pytest.mark.parametrize("name", PATTERNS)
def test_wordings_find_their_examples(name: str) -> None:
    lost = []
    for wording, example, place in wordings(name):
        alone, joined = patterns().compiled(name, wording), patterns().compiled(name)
        for match in (alone.search(example), joined.search(example)):
            # the word itself is found, not only what stands around it
            whole = match and (place is None or (match.start() <= place[0] and place[1] <= match.end()))
            if not match or not match[0] or not whole:
                lost.append(example)
    assert not lost


def test_every_pattern_is_used() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in Path(extractors.__path__[0]).glob("*.py"))
    assert not [name for name in patterns().entries if f'"{name}"' not in source]


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ({"any": {"x": "x"}, "witin": "@"}, "a.b"),  # a misspelt key
        ({"any": {"(": "("}}, "a.b"),  # no pattern
    ],
)
def test_malformed_pattern_is_named(entry: dict, names: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(LexiconError, match=names):
        Patterns({"patterns": {"a.b": entry}}).compiled("a.b")


def test_missing_pattern_is_named() -> None:
    with pytest.raises(LexiconError, match=r"a\.c"):
        Patterns({}).compiled("a.c")


def test_ids_are_told_apart() -> None:
    names = [e.id for e in (*lexicon().label_entries, *lexicon().cue_entries)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Member ID #:", "member id number"),  # a sign is the word it stands for
        ("Claim No.", "claim number"),
        ("Número de grupo", "number de grupo"),  # accents and Spanish
        ("Patient's name", "patient name"),
        ("GROUP . . . . .", "group"),  # dot leaders of monospace print
        ("Grievance/appeal no.", "grievance / appeal number"),
    ],
)
def test_normal_form(raw: str, wanted: str) -> None:
    assert normal(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({"labels": [], "cues": [], "lables": []}, "lables"),  # a misspelt part
        ({"labels": [{"id": "x.y", "fmily": "id"}], "cues": []}, "x.y"),  # a misspelt key
        (
            {"labels": [], "cues": [{"id": "x.z", "field": "f", "pattern": "(", "example": "("}]},
            "x.z",
        ),  # no pattern
    ],
)
def test_malformed_entry_is_named(raw: dict, names: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(LexiconError, match=names):
        Lexicon(raw)


def test_every_name_of_the_gazetteer_is_found() -> None:
    names = gazetteer()
    lost = []
    for number, body in enumerate(names.bodies):
        for text in (body.name, *body.entities, *body.aliases, *body.weak, *body.shared):
            hits = names.find(f"A letter from {text}, dated today")
            if not any(number == n.body for h in hits for n in h.names):
                lost.append(f"{body.name}: {text}")
    # A longer name of another body may cover a short one; anything more is rot.
    assert len(lost) <= 12, lost


@pytest.mark.parametrize(
    "printed",
    [
        "Blue Cross and Blue Shield of Texas",
        "BlueCross BlueShield of Texas",
        "Blue Cross Blue Shield of Texas",
        "BLUECROSS BLUESHIELD OF TEXAS",
    ],
)
def test_blue_plans_in_every_spelling(printed: str) -> None:
    names = gazetteer()
    found = {names.bodies[n.body].name for h in names.find(printed) for n in h.names}
    assert "Blue Cross and Blue Shield of Texas" in found
