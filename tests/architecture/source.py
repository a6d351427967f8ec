"""The product's own source, read and parsed once."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file of apps/ and config/, migrations left out, by its path from the root."""
    files = [
        path for top in ("apps", "config") for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts
    ]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in sorted(files)}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def ranks() -> dict[str, int]:
    """The apps' order, lowest first, as import-linter is told it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    rows = [row.replace("(", "").replace(")", "").split(" | ") for row in reversed(layers)]
    return {name: rank for rank, row in enumerate(rows) for name in row}
