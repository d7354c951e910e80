"""What a wheel of the project contains."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from tests.postgres_server import missing_service

ROOT = Path(__file__).parents[2]


def test_the_wheel_has_the_product_and_its_migrations_and_no_tools(tmp_path: Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        missing_service("uv, which builds the wheel, is not installed")
    command = [uv, "build", "--quiet", "--wheel", "--offline", "--out-dir", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].removesuffix(".dist-info") for name in names} == {"app", "boxrank-0.1.0"}
    assert any(name.startswith("app/_migrations/versions/") for name in names)
    assert not [name for name in names if "bench" in name]
