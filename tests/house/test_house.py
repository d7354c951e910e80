"""The house rules that a machine can check: imports, sizes, layers."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for room in ("app", "tools") for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 60

_IMPORT_ALL = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    importlib.import_module(name)
"""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module_name(path)}.{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def run_quietly(*command: str, folder: Path, environment: dict[str, str]) -> None:
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]


def test_every_module_imports_in_an_empty_environment(tmp_path: Path) -> None:
    names = [module_name(path) for path in MODULES if path.name != "__main__.py"]
    assert "app.database" in names
    run_quietly(
        *(sys.executable, "-W", "error", "-c", _IMPORT_ALL, str(ROOT), *names),
        folder=tmp_path,
        environment={"PATH": os.environ["PATH"]},
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_file_has_one_subject_and_its_functions_do_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert [(name, lines) for name, lines in functions_of(path) if lines > LONGEST_FUNCTION] == []


def test_every_module_says_why_it_exists() -> None:
    sources = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    assert [module_name(path) for path, tree in sources.items() if not ast.get_docstring(tree)] == []


def test_the_layers_import_only_layers_below_them() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    run_quietly(str(lint_imports), folder=ROOT, environment=environment)


def test_the_clock_is_chosen_in_the_composition_root_alone() -> None:
    readers = {module_name(path) for path in MODULES if "utc_now" in path.read_text(encoding="utf-8")}
    assert readers == {"app.bootstrap", "app.domain.days"}
