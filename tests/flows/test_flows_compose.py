"""compose.yaml says what the code expects. Here only its own logic is checked; `test_flows_composed` runs it."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from pipeline.cli.app import app
from pipeline.flows.env import prepare
from tests.flows import composed
from tests.flows.composed import TOP


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return composed.compose()


def test_letters_stay_private(compose: dict[str, Any], tmp_path: Path) -> None:
    private = {
        k: v for k, v in prepare(tmp_path, {}).items() if "ANALYTICS" in k or "TRACK" in k or "TO_API" in k
    }
    for name in ("server", "register", "worker"):
        environment = compose["services"][name]["environment"]
        assert private.items() <= environment.items(), name
        assert environment["IMRKIT_LEDGER"] == "postgresql://imrkit:secret@database/imrkit"
    published = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert published and all(port.startswith("127.0.0.1:") for port in published)


def test_the_image_holds_what_exists(compose: dict[str, Any]) -> None:
    recipe = compose["services"]["worker"]["build"]["dockerfile_inline"]
    assert "ENV PATH=/app/.venv/bin:$PATH" in recipe, (
        "the image's own PATH, not that of the machine that builds"
    )
    copied = [name for line in recipe.splitlines() if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert {"pipeline", "extractors", "law", "templates", "uv.lock"} <= set(copied)
    assert all((TOP / name).exists() for name in copied)


def test_our_command_is_one_of_ours(compose: dict[str, Any]) -> None:
    program, *words = compose["services"]["register"]["command"].split()
    command = get_command(app)
    assert program == "imrkit"
    name, serve, rest = command.resolve_command(command.make_context("imrkit", list(words)), words)  # type: ignore[attr-defined]
    assert name == "serve"
    assert serve.make_context("serve", rest).params["pool"] == "letters"
    assert "--pool letters" in compose["services"]["worker"]["command"]


def test_services_name_each_other_and_what_they_need(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other, need in service.get("depends_on", {}).items():
            assert other in services, name
            if need["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
        for config in service.get("configs", ()):
            assert config["source"] in compose["configs"]
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source.startswith("/") or source in compose["volumes"], volume
    hosts = re.findall(r"@(\w+)/", str(services)) + re.findall(r"http://(\w+):4200", str(services))
    assert set(hosts) <= set(services)
