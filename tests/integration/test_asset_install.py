"""The chart library is fetched by npm, checked, and never in the way of a start."""

import os
import time
from pathlib import Path

import pytest

from app.operate import assets as asset_install
from app.operate.assets import AssetsAway, find_npm, has_chart_library, install_chart_library


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are looked for; empty."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("UV", raising=False)
    return folder


def put_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_npm_of_the_system_comes_before_the_one_that_uv_runs(programs: Path) -> None:
    put_program(programs, "uv", "exit 0")
    by_uv = find_npm()
    put_program(programs, "npm", "exit 0")
    assert by_uv is not None
    assert (by_uv[0], by_uv[-1]) == (str(programs / "uv"), "npm")
    assert find_npm() == (str(programs / "npm"),)


def test_a_uv_that_is_not_on_the_path_is_known_by_the_name_it_gives_itself(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "private-uv", "exit 0")
    monkeypatch.setenv("UV", str(tmp_path / "private-uv"))
    assert (find_npm() or ("",))[0] == str(tmp_path / "private-uv")


@pytest.mark.usefixtures("programs")
def test_without_npm_and_uv_the_library_is_away(tmp_path: Path) -> None:
    with pytest.raises(AssetsAway, match="no npm"):
        install_chart_library(tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_failing_npm_is_told_in_one_line_with_its_own_reason(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", "echo 'npm error code ECONNREFUSED' >&2; echo more >&2; exit 1")
    with pytest.raises(AssetsAway, match=r"did not deliver .*: code ECONNREFUSED$"):
        install_chart_library(tmp_path / "vendor")


def test_a_slow_npm_is_not_waited_for_even_when_its_children_live_on(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", "/bin/sleep 20; exit 0")
    started = time.monotonic()
    with pytest.raises(AssetsAway, match="within 0 s"):
        install_chart_library(tmp_path / "vendor", seconds=0.3)
    assert time.monotonic() - started < 10


def test_other_bytes_than_the_checked_ones_are_not_served(programs: Path, tmp_path: Path) -> None:
    package = "node_modules/uplot"
    files = " ".join(f"{package}/{name}" for name in asset_install._FILES)
    put_program(
        programs, "npm", f"/bin/mkdir -p {package}/dist; for file in {files}; do echo bad > $file; done"
    )
    with pytest.raises(AssetsAway, match="another uPlot"):
        install_chart_library(tmp_path / "vendor")
    assert not has_chart_library(tmp_path / "vendor")


def test_npm_gets_no_lock_file_no_scripts_and_an_exact_version(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", f'echo "$@" > {tmp_path}/asked; exit 1')
    with pytest.raises(AssetsAway):
        install_chart_library(tmp_path / "vendor")
    asked = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert {"install", asset_install.UPLOT, "--no-package-lock", "--ignore-scripts"} <= set(asked)


@pytest.mark.skipif(os.geteuid() == 0, reason="the root user may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(AssetsAway, match="cannot be written"):
        asset_install._store({"uPlot.min.css": b""}, tmp_path / "vendor")
