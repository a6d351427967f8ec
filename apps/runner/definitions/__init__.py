"""Definitions that ship with the product, as JSON beside this file."""

import json
from pathlib import Path

from apps.connectors.contract import JsonDict

HERE = Path(__file__).parent


def load(name: str) -> JsonDict:
    """`refunds`: the Refunds agent."""
    written: JsonDict = json.loads((HERE / f"{name}.json").read_text())
    return written
