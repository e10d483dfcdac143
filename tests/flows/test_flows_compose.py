"""compose.yaml says what the code expects."""

from pathlib import Path

import yaml

from pipeline.flows.env import prepare

TOP = Path(__file__).parents[2]


def test_compose_keeps_letters_private_and_names_what_exists(tmp_path: Path) -> None:
    compose = yaml.safe_load((TOP / "compose.yaml").read_text())
    services = compose["services"]
    private = {
        k: v for k, v in prepare(tmp_path, {}).items() if "ANALYTICS" in k or "TRACK" in k or "TO_API" in k
    }
    for name in ("server", "register", "worker"):
        environment = services[name]["environment"]
        assert private.items() <= environment.items(), name
        assert environment["IMRKIT_LEDGER"].startswith("postgresql://")
    assert all(port.startswith("127.0.0.1:") for port in services["server"]["ports"])
    copied = [
        line.split()[1]
        for line in services["worker"]["build"]["dockerfile_inline"].splitlines()
        if "COPY p" in line or "COPY e" in line
    ]
    assert all((TOP / name).exists() for name in copied)
    from pipeline import flows

    assert "pipeline.flows import deploy" in services["register"]["command"] and callable(flows.deploy)
