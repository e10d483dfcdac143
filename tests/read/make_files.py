"""Every file that is made without being told more, by its name.

python -m tests.read.make_files OUT_DIR     # writes them all, to look at
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

from tests.read import make_broken, make_forms, make_layers, make_pictures

FILES: dict[str, Callable[[], bytes]] = {
    name: value
    for module in (make_layers, make_forms, make_broken, make_pictures)
    for name, value in vars(module).items()
    if isinstance(value, FunctionType)
    and value.__module__ == module.__name__
    and value.__code__.co_argcount == 0
}


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name, maker in FILES.items():
        (out / name).write_bytes(maker())


if __name__ == "__main__":
    main()
