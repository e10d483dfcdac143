"""What letters are made of."""

from dataclasses import dataclass, field

NONE = "none"


@dataclass(frozen=True)
class Said:
    """One or two sentences, the ground they give for this denial, and what they do."""

    text: str
    ground: str = NONE
    act: str = NONE


@dataclass
class Part:
    """A piece of a letter: head, pairs, title, heading, para, table, legend, small, date, footer."""

    sort: str
    said: list[Said] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    style: str = ""


def printed(parts: list[Part]) -> str:
    """All that stands on the paper."""
    return "\n".join(
        [s.text for p in parts for s in p.said] + [c for p in parts for row in p.rows for c in row]
    )
