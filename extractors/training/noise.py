"""Slips as OCR makes them, for text that was never an image."""

import random

PAIRS = (("rn", "m"), ("m", "rn"), ("l", "1"), ("1", "l"), ("O", "0"), ("0", "O"), ("e", "c"), ("c", "e"), ("h", "b"), ("li", "h"), ("cl", "d"), ("t", "f"), ("i", "l"), ("S", "5"), ("a", "o"), ("vv", "w"), (" ", ""), ("-", ""), (".", ""), (",", "."))  # fmt: skip
RATE = 0.02  # of characters


def bend(text: str, rng: random.Random, rate: float = RATE) -> str:
    """`text` with about `rate` of its characters confused, lost or joined."""
    for _ in range(max(1, round(len(text) * rate))):
        good, bad = rng.choice(PAIRS)
        places = [i for i in range(len(text)) if text.startswith(good, i)]
        if places:
            at = rng.choice(places)
            text = text[:at] + bad + text[at + len(good) :]
    return text
