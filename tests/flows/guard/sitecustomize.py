"""Refuses and notes every attempt of a Python process to reach another machine; loaded by PYTHONPATH in all children."""

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any

_LOCAL_NAMES = {"", "localhost", "localhost.localdomain", os.uname().nodename}


def _local(host: Any) -> bool:
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name in _LOCAL_NAMES
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a socket of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _local(host):
        with Path(os.environ["IMRKIT_TEST_ATTEMPTS"]).open("a", encoding="utf-8") as log:
            log.write(f"{event} {host} by {sys.argv[:3]}\n")
        raise PermissionError(f"{event}: this test lets nothing leave the machine")


if "IMRKIT_TEST_ATTEMPTS" in os.environ:
    sys.addaudithook(_watch)
