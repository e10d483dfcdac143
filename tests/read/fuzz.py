"""Damage letters at random; reading must end in pages or in a named error, in time.

python tests/read/fuzz.py [SECONDS] [SEED]
"""

import argparse
import random
import time
from collections import Counter

from pipeline.errors import ImrkitError
from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader
from tests.read import make_forms as forms
from tests.read import make_layers as layers
from tests.read import make_letter as made
from tests.read import make_odd as odd
from tests.read import make_pictures as pictures

LIMITS = Limits(
    seconds_per_page=5, seconds_per_letter=15, memory_mb_per_letter=512, max_pixels_per_page=4_000_000
)
# Small and of many kinds: what matters is the parsers, not the letters.
SEEDS = [
    ("application/pdf", made.born_digital),
    ("application/pdf", forms.filled_form),
    ("application/pdf", layers.own_font),
    ("application/pdf", forms.signed),
    ("application/pdf", lambda: forms.locked("", "owner", "AES-128")),
    ("application/pdf", layers.mixed),
    ("application/pdf", lambda: made.scan_pdf(made.picture(72), 72)),
    ("application/pdf", pictures.jpx_pdf),
    ("application/pdf", odd.jbig2_pdf),
    ("application/pdf", odd.user_unit),
    ("image/tiff", lambda: pictures.fax_tiff("group4", 2, (102, 98))),
    ("image/tiff", lambda: pictures.fax_tiff("group3", 1, (102, 98))),
    ("image/png", pictures.alpha_png),
    ("image/jpeg", pictures.cmyk_jpeg),
    ("image/heic", pictures.heic),
    ("image/webp", pictures.webp),
]
WORDS = [
    b"0",
    b"-1",
    b"99999999",
    b"<<",
    b">>",
    b"[",
    b"endobj",
    b"stream",
    b"/Kids",
    b"/Length",
    b"R",
    b"\xff\xff",
]


def damaged(data: bytes, rng: random.Random) -> bytes:
    """`data` with a few bytes flipped, cut, doubled or replaced by what parsers trip over."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        place, length = rng.randrange(len(out)), rng.choice((1, 2, 4, 16, 300))
        kind = rng.randrange(6)
        if kind == 0:
            out[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            out[place : place + length] = rng.randbytes(length)
        elif kind == 2:
            del out[place : place + length]
        elif kind == 3:
            out[place:place] = out[place : place + length]
        elif kind == 4:
            word = rng.choice(WORDS)
            out[place : place + len(word)] = word
        elif rng.random() < 0.3:
            del out[place:]
        if len(out) < 8:
            return data[:8]
    return bytes(out)


def fuzz(seconds: float, seed: int) -> Counter[str]:
    """What came out, by kind, in `seconds`. Any other exception than ours ends it, and names its seed."""
    letters = [(kind, maker()) for kind, maker in SEEDS]
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with Reader(2, LIMITS) as reader:
        while time.monotonic() < end:
            seed += 1
            rng = random.Random(seed)
            kind, data = rng.choice(letters)
            letter = Letter("letter", "0" * 64, kind, (damaged(data, rng),))
            started = time.monotonic()
            try:
                document = reader.read(letter)
                outcomes["read" if not document.unreadable_pages else "read in part"] += 1
            except ImrkitError as error:
                outcomes[error.code] += 1
            except Exception as error:
                raise AssertionError(f"seed {seed}: {error!r}") from error
            spent = time.monotonic() - started
            assert spent < LIMITS.seconds_per_letter + 10, f"seed {seed}: {spent:.0f} s"
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    print(f"seed {args.seed}")
    for outcome, count in fuzz(60 * args.minutes, args.seed).most_common():
        print(f"{count:6} {outcome}")


if __name__ == "__main__":
    main()
