"""Trouble of the machine, told apart from trouble of the letter."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import PassingError

# Worth another try later: full disks, locks, missing rights, shares that are gone.
PASSING = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EBUSY,
        errno.EACCES,
        errno.EAGAIN,
        errno.EIO,
        errno.ESTALE,
        errno.ENFILE,
        errno.EMFILE,
        errno.ENOMEM,
        errno.EROFS,
    }
)


@contextmanager
def passing() -> Iterator[None]:
    """Turn trouble of the machine into a PassingError; anything else goes on as it is."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in PASSING:
            reason = os.strerror(trouble.errno or 0)
            raise PassingError(f"{reason}: this can pass, so it will be tried again") from trouble
        raise
