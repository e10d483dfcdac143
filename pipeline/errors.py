"""Named errors: what is wrong, and what the person can do about it.

Messages never carry letter text: they may end up in logs and in Prefect's records.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """Exit codes of every imrkit command (fixed by the interface)."""

    OK = 0
    BUG = 1
    USAGE = 2
    BAD_INPUT = 3
    PARTLY_SET_ASIDE = 4


class ImrkitError(Exception):
    """Base of all our errors: `code` for programs, `message` for people."""

    code = "error"
    exit_code = ExitCode.BUG

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[type["ImrkitError"], tuple[Any]]:
        return (type(self), (self.message,))

    def as_dict(self) -> dict[str, str]:
        """The `error` object of a case."""
        return {"code": self.code, "message": self.message}


class InternalError(ImrkitError):
    """A mistake of ours that met one letter: the message names the place, never what the letter says."""

    code = "internal"


class UsageError(ImrkitError):
    """The command or a facts file is wrong, not the letter."""

    code = "usage"
    exit_code = ExitCode.USAGE


class FactsError(UsageError):
    """A facts file has an unknown key or a wrong type; the message names the key."""

    code = "facts"


class BadInputError(ImrkitError):
    """A letter that cannot be used. Permanent: trying again with the same bytes gives the same."""

    code = "bad_input"
    exit_code = ExitCode.BAD_INPUT


class NotFoundInputError(BadInputError):
    """No such file."""

    code = "not_found"


class EmptyInputError(BadInputError):
    """Zero bytes, or zero pages."""

    code = "empty"


class DamagedError(BadInputError):
    """Looks like a known kind of document but cannot be opened."""

    code = "damaged"


class EncryptedError(BadInputError):
    """Needs a password to open."""

    code = "encrypted"


class TooLargeError(BadInputError):
    """Over a limit: bytes, pages, pixels or memory."""

    code = "too_large"


class NotADocumentError(BadInputError):
    """Not a kind of file that letters come in: a folder, a program, a spreadsheet."""

    code = "not_a_document"


class UnsupportedError(BadInputError):
    """A kind of document we know but cannot read, such as a dynamic XFA form."""

    code = "unsupported"


class ReadTimeoutError(BadInputError):
    """Reading took longer than the limit."""

    code = "timeout"


class UnreadableError(BadInputError):
    """Opened, but not one page gave text."""

    code = "unreadable"


class FaultyLettersError(BadInputError):
    """Some letters of one case cannot be used: `faults` is (file name, code, message) of each of them."""

    def __init__(self, faults: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(" ".join(dict.fromkeys(message for _, _, message in faults)))
        self.faults = tuple(faults)
        self.code = faults[0][1]

    def __reduce__(self) -> tuple[type["ImrkitError"], tuple[Any]]:
        return (type(self), (self.faults,))


class RefusedPathError(BadInputError):
    """A symlink, pipe, device, or a path that leaves the folder."""

    code = "refused_path"


class MissingToolError(ImrkitError):
    """A program we need is not installed; the message names the command that installs it."""

    code = "missing_tool"


class PassingError(ImrkitError):
    """Something that can pass: a lock, a full disk, a share that is gone. Worth another try."""

    code = "passing"


class LawError(ImrkitError):
    """A law file is malformed, or no rule is in force for a date. Names file and line."""

    code = "law"


class TemplateError(ImrkitError):
    """A template uses an undefined name or does not parse; names the template and line."""

    code = "template"
    exit_code = ExitCode.USAGE


class LedgerError(ImrkitError):
    """The ledger cannot be opened, read or written."""

    code = "ledger"
