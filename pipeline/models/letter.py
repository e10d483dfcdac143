"""A letter as handed in, and the limits within which it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter's bytes. Photos given together are `parts` of one letter; every other kind has one part.

    `sha256` is of the bytes of the only part, or of the parts' digests in order.
    """

    source: str
    sha256: str
    media_type: str
    parts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one letter may cost. Units stand in the names; a hit is a named result, never a silent cut."""

    max_bytes: int = 100 * 1024 * 1024
    max_pages: int = 100
    max_pixels_per_page: int = 80_000_000
    seconds_per_page: float = 60.0
    seconds_per_letter: float = 600.0
    memory_mb_per_letter: int = 2048
