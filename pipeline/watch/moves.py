"""Moving originals without ever losing or overwriting one, wherever the power fails."""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.batch.disk import sha256_of, sync_folder

COARSE_NS = 2_000_000_000  # times on FAT are even seconds
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EACCES}


def take_in(source: Path, target: Path, tag: str) -> None:
    """Move a file out of the inbox into a folder that exists: one rename, which only one of several watchers can win.

    Where the output is on another file system, the file is first renamed inside the inbox (the same race, the
    same single winner; `tag` makes the hidden name ours alone), then copied, compared, and removed. Raises
    FileNotFoundError when another was quicker, other OSErrors for what can pass.
    """
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        hidden = hidden_claim(source, tag)
        source.rename(hidden)
        copy_in(hidden, target)
    sync_folder(target.parent)


def hidden_claim(source: Path, tag: str) -> Path:
    """The name under which a claimed file waits in the inbox to be copied."""
    return source.with_name(f".imrkit-{hashlib.sha256(tag.encode()).hexdigest()[:24]}")


def copy_in(hidden: Path, target: Path) -> None:
    """Copy, flush, compare, and only then remove; may be begun again from anywhere."""
    half = target.with_name(f".{target.name[:200]}.half")
    shutil.copyfile(hidden, half, follow_symlinks=False)
    with suppress(OSError):  # a share may not keep times
        shutil.copystat(hidden, half, follow_symlinks=False)
    with half.open("rb") as handle:
        os.fsync(handle.fileno())
    if sha256_of(half) != sha256_of(hidden):
        half.unlink()
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    half.rename(target)
    sync_folder(target.parent)
    hidden.unlink()


def keeps_times(folder: Path) -> bool:
    """Whether a copy in `folder` can be given the time of its original; some shares refuse."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".time-") as probe, suppress(OSError):
        os.utime(probe.name, ns=(0, 0))
        return Path(probe.name).stat().st_mtime_ns <= COARSE_NS
    return False


def put_away(source: Path, target: Path) -> None:
    """Move to a place where nothing is. Raises FileExistsError if something is; done before is done."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    state = source.lstat()
    if stat.S_ISREG(state.st_mode):
        _link_over(source, target)
    elif os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    elif stat.S_ISLNK(state.st_mode) or stat.S_ISDIR(state.st_mode):
        shutil.move(source, target)  # a link as itself, never what it points to
    else:
        source.unlink()  # a pipe, socket or device holds nothing
    sync_folder(target.parent)
    sync_folder(source.parent)


def _link_over(source: Path, target: Path) -> None:
    """A second name, then the first one goes: never overwrites, and a kill in between leaves both."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        if not target.samefile(source):
            raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
        return
    source.unlink()


def free_name(wanted: str, taken: Callable[[str], bool]) -> str:
    """`wanted`, or the first of NAME~2.pdf, NAME~3.pdf … that is not taken."""
    path = PurePosixPath(wanted)
    number, name = 1, wanted
    while taken(name):
        number += 1
        name = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
    return name


def tidy(folder: Path, top: Path) -> None:
    """Remove folders that have become empty, from `folder` up to but not including `top`."""
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
