"""System components that a test may need: Chromium, and whatever else Debian's packages bring."""

import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
REQUIRED = "COMPONENTS_REQUIRED"


def component(*names: str) -> str:
    """The path of the first of these programs that is here. Without any the test skips, and in CI a skip fails."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    pytest.skip(f"{names[0]} is not installed.")


def shared(path: str) -> Path:
    """A file of the folder that may lie beside the repository. Without it the test skips: the product never needs it."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"The shared folder does not hold {path} here.")
    return found
