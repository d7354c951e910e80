"""The chart library is installed with npm and checked, and a failure never blocks a start."""

import re
import time
from pathlib import Path

import pytest

from app.operate.assets import AssetsUnavailable, find_npm, has_chart_library, install_chart_library

FILES = ("LICENSE", "dist/uPlot.min.css", "dist/uPlot.iife.min.js")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH; empty."""
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


def test_a_uv_that_is_not_on_the_path_is_found_by_its_environment_variable(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "private-uv", "exit 0")
    monkeypatch.setenv("UV", str(tmp_path / "private-uv"))
    assert (find_npm() or ("",))[0] == str(tmp_path / "private-uv")


@pytest.mark.usefixtures("programs")
def test_without_npm_and_uv_the_library_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(AssetsUnavailable, match="Neither npm nor uv"):
        install_chart_library(tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_failing_npm_is_reported_in_one_line_with_its_own_reason(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", "echo 'npm error code ECONNREFUSED' >&2; echo more >&2; exit 1")
    with pytest.raises(AssetsUnavailable, match=r"did not deliver .*: code ECONNREFUSED$"):
        install_chart_library(tmp_path / "vendor")


def test_a_slow_npm_times_out_even_when_its_children_keep_running(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", "/bin/sleep 20; exit 0")
    started = time.monotonic()
    with pytest.raises(AssetsUnavailable, match="within 0 s"):
        install_chart_library(tmp_path / "vendor", seconds=0.3)
    assert time.monotonic() - started < 10


def test_other_bytes_than_the_checked_ones_are_not_served(programs: Path, tmp_path: Path) -> None:
    package = "node_modules/uplot"
    files = " ".join(f"{package}/{name}" for name in FILES)
    put_program(
        programs, "npm", f"/bin/mkdir -p {package}/dist; for file in {files}; do echo bad > $file; done"
    )
    with pytest.raises(AssetsUnavailable, match="another uPlot"):
        install_chart_library(tmp_path / "vendor")
    assert not has_chart_library(tmp_path / "vendor")


def test_npm_gets_no_lock_file_no_scripts_and_an_exact_version(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", f'echo "$@" > {tmp_path}/arguments; exit 1')
    with pytest.raises(AssetsUnavailable):
        install_chart_library(tmp_path / "vendor")
    arguments = (tmp_path / "arguments").read_text(encoding="utf-8")
    assert {"install", "--no-package-lock", "--ignore-scripts"} <= set(arguments.split())
    assert re.search(r" uplot@\d+\.\d+\.\d+ ", arguments)


def test_a_folder_that_cannot_be_written_is_reported_before_npm_runs(programs: Path, tmp_path: Path) -> None:
    put_program(programs, "npm", f"echo ran > {tmp_path}/ran")
    (tmp_path / "file").touch()
    with pytest.raises(AssetsUnavailable, match="cannot be written"):
        install_chart_library(tmp_path / "file" / "vendor")
    assert not (tmp_path / "ran").exists()
