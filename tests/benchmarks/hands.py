"""The labelled letters by hand: those of this repository (tests/hands) and, where it is there, of ../shared.

A hand is one writer; its letters share habits that no other hand has. Letters of this repository are HTML, printed
here by Chromium into build/hands when they are new.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "hands"
SHARED = ROOT.parent / "shared" / "letters"
PRINTED = ROOT / "build" / "hands"
CHROMIUM = "/usr/bin/chromium"
# Hands that rules and weights may be made from; no other hand is ever opened.
OPEN = (
    *"abdefghikmnopqrstuvxyz",
    *("aa", "ab", "ac", "ad", "ae", "af", "ah", "ai", "ak", "al", "an", "ao", "ap", "ar", "at", "au", "av"),
    *("aw", "ay", "az", "bf", "bg", "bh", "bq", "br", "bs", "bt", "bu", "bv", "bw", "bx", "am", "bj"),
    *("c", "ba", "bk", "bn", "bz", "ca", "cc", "ce", "cb", "by", "ax", "cd"),
    *("cg", "ch", "ci", "cj", "ck", "co", "cp"),
    *("cr", "cs", "ct", "cu", "cv", "cx", "cy", "cz", "da", "db"),
    *("dc", "de", "df", "dg", "di", "dk", "dn"),
    *("dp", "dq", "dr", "ds", "dt", "du"),
    *("dw", "dx", "dz", "ea", "eb", "ec", "ed", "eg", "eh"),
    *("ei", "ej", "em", "en", "eo", "ep", "es", "et", "ex", "fb", "fd"),
    *("ff", "fg", "fh", "fj", "fk", "fn", "fs"),
    *("ga", "gb", "gd", "ge", "gh", "gi", "gj", "gk", "gl", "gm", "gn", "gq", "gr", "gv"),
    *("hb", "he", "hf", "hg", "hn", "hs", "hu", "hw", "hx", "hz", "ia", "ib"),
)
CLOSED = (
    *"jlw",
    *("ag", "bd", "be", "bl", "bm", "cf"),
    *("cl", "cm", "cn"),
    *("cq", "cw", "dh", "dl", "do", "dv", "ee"),
    *("el", "er", "ev", "fc", "fv", "fx", "fy", "fz"),
    *("gt", "gu", "gw", "gy", "gz", "ha"),
    *("hc", "hh", "hi", "hj", "hk", "hl", "hm", "hp", "hq", "hy", "id", "ie"),
)
# Hands whose writers also list the plan's own provisions beside the policy that decided, which the others leave out.
LISTS_PLAN = frozenset(("aa", "ab", "ac", "ad", "ae", "af"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A letter and where its truth stands."""

    name: str  # d001
    pdf: Path
    truth_file: Path

    @property
    def hand(self) -> str:
        return hand_of(self.name)

    @property
    def truth(self) -> dict[str, Any]:
        return dict(json.loads(self.truth_file.read_text(encoding="utf-8")))


def hand_of(name: str) -> str:
    """The hand of a letter: `aa` of aa017."""
    return name.rstrip("0123456789")


def open_here() -> str:
    """The open hands that are there, as a command line names them; those of ../shared may be missing."""
    return ",".join(h for h in OPEN if SHARED.is_dir() or (OWN / h).is_dir())


def fit_arguments(what: str | None) -> argparse.Namespace:
    """The command line of every fit: which hands, without leaving each out in turn, and whether to ship the result."""
    parser = argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hands", default=open_here())
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def named(text: str) -> list[str]:
    """The hands of a command line: `abx` or, where some have two letters, `a,b,aa`."""
    return [h for h in text.split(",") if h] if "," in text else list(text)


def letters(hands: Iterable[str]) -> list[Labelled]:
    """All letters of `hands`, in order; a hand that is nowhere is an error that names it."""
    found: list[Labelled] = []
    for hand in hands:
        if (OWN / hand).is_dir():
            here = [
                Labelled(p.stem, PRINTED / f"{p.stem}.pdf", p) for p in sorted((OWN / hand).glob("*.json"))
            ]
            _print([(OWN / hand / f"{x.name}.html", x.pdf) for x in here])
        else:
            here = [
                Labelled(p.stem, p.with_suffix(".pdf"), p) for p in sorted(SHARED.glob(f"{hand}[0-9]*.json"))
            ]
        if not here:
            raise SystemExit(f"no letters of hand {hand}: neither in {OWN} nor in {SHARED}")
        found += here
    return found


def _print(pages: list[tuple[Path, Path]]) -> None:
    """Print each HTML file whose PDF is older or missing."""
    stale = [(a, b) for a, b in pages if not b.exists() or b.stat().st_mtime < a.stat().st_mtime]
    if not stale:
        return
    PRINTED.mkdir(parents=True, exist_ok=True)
    print(f"printing {len(stale)} letters", file=sys.stderr)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(java_script_enabled=False)
        for source, target in stale:
            page.goto(source.resolve().as_uri())
            page.pdf(path=target, prefer_css_page_size=True, format="Letter", print_background=True)
        browser.close()
