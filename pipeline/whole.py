"""Files that are whole or not there, and for this user alone."""

import os
from pathlib import Path


def write_whole(place: Path, data: bytes) -> None:
    """Write, flush to the disk, rename: nobody ever sees half a file."""
    half = place.with_name(f".{place.name}.{os.getpid()}.half")
    with open(half, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    half.replace(place)
