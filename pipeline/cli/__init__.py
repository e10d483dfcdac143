"""The command line: `imrkit`. Doors hold no logic; each command calls one function and prints.

Imports stand inside the commands on purpose: `imrkit --help` and `imrkit decide` must not pay for OCR,
spaCy or Prefect.
"""

import os
import sys

from pipeline.cli.quick import taken
from pipeline.errors import ExitCode, ImrkitError

# Prefect and its libraries must find analytics off before anything imports them.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
# Nothing here uses pydantic plugins; looking for them costs every start ten milliseconds.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


def main() -> None:
    """Run the command; every named error becomes its message and exit code."""
    os.umask(0o077)  # packets and ledgers are private
    try:
        if taken(sys.argv[1:]):
            return
        from pipeline.cli.app import app

        app(standalone_mode=True)
    except ImrkitError as error:
        print(f"imrkit: {error.code}: {error.message}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, as with `| head`
    except Exception as error:
        if os.environ.get("IMRKIT_DEBUG"):
            raise
        # The exception's own text may quote the letter, so only its kind is told.
        print(
            f"imrkit: bug: {type(error).__name__}. This is our mistake, not yours; your letter is unchanged. "
            "Set IMRKIT_DEBUG=1 and run again to see where.",
            file=sys.stderr,
        )
        sys.exit(ExitCode.BUG)
