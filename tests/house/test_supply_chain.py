"""What the image installs is pinned: packages by hash, images by version, and no secret enters it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXACT = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)*")


def locked() -> dict[str, str]:
    """Package → its version and hashes in requirements.txt."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return dict(line.split("==", 1) for line in text.splitlines() if line.strip())


def test_every_installed_package_has_a_hash_and_no_address() -> None:
    assert {name for name, rest in locked().items() if "--hash=sha256:" not in rest} == set()
    assert not any("://" in rest for rest in locked().values())


def test_the_hashes_are_those_of_the_pinned_versions() -> None:
    pins = dict(pin.split("==") for pin in PROJECT["tool"]["uv"]["constraint-dependencies"])
    versions = {name: rest.split()[0] for name, rest in locked().items()}
    assert {name: pins[name] for name in versions if name in pins} == {
        name: version for name, version in versions.items() if name in pins
    }
    assert {re.split(r"[\[<>=]", name)[0] for name in PROJECT["project"]["dependencies"]} - {
        name.split("[")[0] for name in versions
    } == set()


def test_packages_are_installed_by_hash_and_images_by_version() -> None:
    assert all(EXACT.fullmatch(image) for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
    installs = re.findall(r"pip install (.*?)(?: &&|\s\\|$)", DOCKERFILE, re.MULTILINE)
    assert len(installs) == 4
    assert all(re.search(r"--require-hashes|--no-deps /wheels|uv==\d", install) for install in installs)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_a_version_restarts_and_shows_its_health(name: str) -> None:
    service = SERVICES[name]
    assert "build" in service or EXACT.fullmatch(service["image"])
    if name != "migrate":  # it ends by itself
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] == "CMD"


def test_redis_has_a_memory_limit_and_evicts() -> None:
    command = SERVICES["cache"]["command"]
    assert command[command.index("--maxmemory") + 1] == "256mb"
    assert command[command.index("--maxmemory-policy") + 1] == "allkeys-lru"


def test_settings_do_not_enter_the_image() -> None:
    assert ".env" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
