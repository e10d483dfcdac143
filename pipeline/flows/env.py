"""What must stand in the environment before Prefect is imported: no telemetry, no letter text, our own folder."""

import os
from collections.abc import MutableMapping
from pathlib import Path

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # it loses most task records
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
}
_UNLESS_SAID = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_CLIENT_MAX_RETRIES": "2",  # each waits twice as long: a dead server must not hold up the end
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_CLI_PROMPT": "false",
}


def home(data: Path) -> Path:
    """Prefect's own folder, for this user only."""
    folder = data / "prefect"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def prepare(data: Path, environment: MutableMapping[str, str] | None = None) -> MutableMapping[str, str]:
    """Set all of it, in this process's environment unless another is given. Call before importing Prefect."""
    environment = os.environ if environment is None else environment
    environment.update(_ALWAYS)
    for name, value in _UNLESS_SAID.items():
        environment.setdefault(name, value)
    environment.setdefault("PREFECT_HOME", str(home(data)))
    return environment
