"""Everything that is read of one letter before it is decided what each value is."""

from dataclasses import dataclass, field

from extractors import claims as claim_tables
from extractors import dates, dayswrapped, ids, lines, neighbours
from extractors.base import Sheet
from extractors.charges import Row
from extractors.gazetteer import Gazetteer, gazetteer
from extractors.labelled_rows import labelled_rows
from extractors.lexicon import Lexicon, lexicon
from extractors.mentions import Mentions, mentions
from extractors.pairs import Pair, pairs
from extractors.party import Party
from extractors.planrank import Choice
from extractors.receipts import receipts
from extractors.tagger import Tags, tags
from pipeline.models.document import Document
from pipeline.models.fields import Field

Fields = dict[str, Field | tuple[Field, ...]]


@dataclass(slots=True)
class Reading:
    """Everything that was read of one letter, before it was decided what each value is."""

    sheet: Sheet
    lexicon: Lexicon
    names: Gazetteer
    found: Mentions
    labelled: list[Pair]
    ids: dict[str, ids.IdReading]
    rows: list[Row]
    claims: claim_tables.Claims
    dates: list[dates.DateReading]
    chances: dict[str, dict[str, float]]  # of each number, by its key: the probability of each field
    days: list[dict[str, float]]  # of each date, in the order of `dates`: the probability of each role
    tags: Tags  # what the trained reader says of each word
    features: dict[str, dict[str, float]] = field(default_factory=dict)
    party: Party | None = None  # whose denial it is
    plans: Choice | None = None  # the parties weighed, and the one chosen
    sure: dict[str, float] = field(default_factory=dict)  # confidence of a whole list, the empty one too

    @classmethod
    def of(cls, document: Document) -> "Reading":
        sheet, words, names = Sheet.of(document), lexicon(), gazetteer()
        found = dayswrapped.joined(sheet, mentions(sheet.text))
        rows = lines.rows(sheet, words)
        rows += labelled_rows(sheet, words, rows)
        rows += receipts(sheet, words, rows)
        identifiers = ids.read(sheet, words, found, rows)
        chances = neighbours.weigh(sheet, identifiers)
        joined = claim_tables.charges(sheet, rows, identifiers, found)
        in_rows = frozenset(id(s.words[0]) for r in rows for s in (*r.segments, *r.more))
        days = dates.read(sheet, words, found, in_rows)
        return cls(
            sheet,
            words,
            names,
            found,
            pairs(sheet, words),
            identifiers,
            rows,
            claim_tables.settle(sheet, identifiers, joined),
            days,
            chances,
            neighbours.weigh_days(sheet, days),
            tags(sheet),
        )

    def chance(self, key: str, name: str) -> float:
        """The probability that the number `key` is of field `name`, by rules and words joined."""
        return self.chances.get(key, {}).get(name, 0.0)

    def note(self, name: str, **features: float) -> dict[str, float]:
        """Keep what speaks for field `name`, for its confidence."""
        self.features[name] = features
        return features
