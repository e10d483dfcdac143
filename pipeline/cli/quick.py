"""`imrkit decide --facts FILE --json` as programs call it, a thousand times: without loading the whole command line.

Only the plain form is taken here; anything else (help, a typing error, a table for people) goes the usual way.
"""

import sys
from collections.abc import Sequence
from pathlib import Path


def decided(facts: Path, as_of: str | None) -> str:
    """The decision for a facts file, as JSON. Raises FactsError, UsageError, LawError."""
    from pipeline.cli.given import day
    from pipeline.decide import decide
    from pipeline.facts_file import load, situation
    from pipeline.law import Law

    asked = situation(facts)
    if asked is None:  # something in the file is wrong: the slower reader names it
        from pipeline.situate import of_facts

        asked = of_facts(load(facts))
    return decide(asked, Law.load(), day(as_of)).model_dump_json(indent=1)


def taken(words: Sequence[str]) -> bool:
    """Answer `words` if they are the plain form; False if they are not."""
    if not words or words[0] != "decide" or "--json" not in words:
        return False
    given: dict[str, str] = {}
    rest = [word for word in words[1:] if word != "--json"]
    for name, value in zip(rest[::2], rest[1::2], strict=False):
        given[name] = value
    if len(rest) % 2 or set(given) - {"--facts", "--as-of"} or "--facts" not in given:
        return False
    sys.stdout.write(decided(Path(given["--facts"]), given.get("--as-of")) + "\n")
    return True
