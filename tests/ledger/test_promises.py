"""docs/promises.md names tests: each of them must exist."""

import re
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_every_test_that_is_named_exists() -> None:
    told = (TOP / "docs" / "promises.md").read_text()
    written = "\n".join(path.read_text() for path in (TOP / "tests").rglob("test_*.py"))
    names = set(re.findall(r"`(test_\w+)(…)?`", told))
    assert len(names) > 60
    for name, cut in names:
        assert f"def {name}" + ("" if cut else "(") in written, name
    for name in re.findall(r"`(test_\w+\.py)`", told):
        assert list((TOP / "tests").rglob(name)), name
