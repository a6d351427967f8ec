"""The manifests that this installation has: one folder each under `catalog/`, read once, refused whole if unsound."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from apps.connectors.contract import Tool
from apps.connectors.manifest import Manifest

FOLDER = Path(__file__).parent / "catalog"
_beside: set[Path] = set()  # manifests that lie elsewhere


class Unsound(ValueError):
    """The manifest is not taken."""


class _Strict(yaml.SafeLoader):
    """YAML in which a key stands once, and nothing turns into a date or a float."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        doubled = {str(key) for key in keys if keys.count(key) > 1}
        if doubled:
            raise Unsound(f"{', '.join(sorted(doubled))} stands twice in one place, {node.start_mark}.")
        return super().construct_mapping(node, deep)


_Strict.yaml_implicit_resolvers = {
    letter: [rule for rule in rules if rule[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(text: str, *, where: str) -> Manifest:
    """The manifest in a YAML text. Raises Unsound with each problem and its place."""
    try:
        return Manifest.model_validate(yaml.load(text, _Strict))  # noqa: S506  a subclass of SafeLoader
    except yaml.YAMLError as why:
        raise Unsound(f"{where} is not YAML: {why}") from why
    except ValidationError as why:
        problems = [f"{'.'.join(str(step) for step in error['loc'])}: {error['msg']}" for error in why.errors()]
        raise Unsound(f"{where}: " + "; ".join(problems)) from why


@cache
def manifests() -> dict[str, Manifest]:
    """Every connector by its name."""
    found = [
        parse(path.read_text(encoding="utf-8"), where=str(path))
        for path in sorted({*FOLDER.glob("*/manifest.yaml"), *_beside})
    ]
    return {manifest.connector: manifest for manifest in found}


@cache
def tools() -> dict[str, Tool]:
    """Every tool by its full name."""
    every = [manifest.tool(name) for manifest in manifests().values() for name in manifest.operations]
    return {tool.full_name: tool for tool in every}


def put_beside(manifest: Path) -> None:
    """Offer, in this process, one more connector than the catalogue holds."""
    _beside.add(manifest)
    forget()


def forget() -> None:
    """Read the manifests again at the next question."""
    manifests.cache_clear()
    tools.cache_clear()
