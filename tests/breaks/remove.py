"""Take each rule out of a copy of the tree, and show that its test fails there: a table, and 1 where one still passes.

    python -m tests.breaks.remove                    every rule
    python -m tests.breaks.remove deadline "tier wait"
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from apps.core.postgres import embedded, launcher
from apps.core.postgres.programs import programs
from tests.breaks.rules import RULES, Edit, named

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("apps", "config", "templates", "static", "tests", "manage.py", "pyproject.toml")
PYTEST = ("-m", "pytest", "-n", "0", "-q", "-x", "-p", "no:cacheprovider", "tests/breaks")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in RULES]
    if unknown:
        sys.exit(f"There is no rule called {', '.join(unknown)}.")
    folder = Path(tempfile.mkdtemp(prefix="countersign-breaks-"))
    folder.chmod(0o711)
    try:
        _copy(folder)
        print(f"{'rule':22} {'with it':10} without it", flush=True)
        kept = [name for name in names or RULES if not shown(folder, name)]
    finally:
        _end(folder)
    print(f"{len(kept)} rules could be taken out unnoticed: {', '.join(kept)}" if kept else "Every rule is missed.")
    return len(kept)


def shown(folder: Path, name: str) -> bool:
    """Does the rule's test pass with it and fail without it?"""
    whole = _passes(folder, name)
    before = {edit.file: (folder / edit.file).read_text() for edit in RULES[name]}
    try:
        for edit in RULES[name]:
            _take_out(folder, edit)
        broken = _passes(folder, name)
    finally:
        for file, text in before.items():
            (folder / file).write_text(text)
    print(f"{name:22} {'passes' if whole else 'FAILS':10} {'PASSES' if broken else 'fails'}", flush=True)
    return whole and not broken


def _take_out(folder: Path, edit: Edit) -> None:
    text = (folder / edit.file).read_text()
    if text.count(edit.old) != 1:
        sys.exit(f"{edit.file} holds the line of this rule {text.count(edit.old)} times, not once: {edit.old.strip()}")
    (folder / edit.file).write_text(text.replace(edit.old, edit.new))


def _passes(folder: Path, name: str) -> bool:
    """Failed is 1; anything else but passed says that the test did not run."""
    done = subprocess.run(
        [sys.executable, *PYTEST, "-k", f"{named(name)} and not {named(name)}_"], cwd=folder, check=False,
        capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    if done.returncode not in (0, 1):
        sys.exit(f"The test of {name} did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def _copy(folder: Path) -> None:
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, folder / part)


def _end(folder: Path) -> None:
    data = folder / ".data-test"
    if data.exists():
        place = embedded.place(data)
        launcher.stop(place)
        with suppress(OSError):
            shutil.rmtree(programs(place.cluster).cluster)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
