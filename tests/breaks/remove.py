"""Take each rule out of a copy of the tree, and show that its test fails there: a table, and 1 where one still passes.

python -m tests.breaks.remove                    every rule
python -m tests.breaks.remove deadline "tier wait"
"""

import os
import re
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
PYTEST = ("-m", "pytest", "-n", "0", "-q", "-x", "--no-header", "-p", "no:cacheprovider")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in RULES]
    if unknown:
        sys.exit(f"There is no rule called {', '.join(unknown)}.")
    folder = Path(tempfile.mkdtemp(prefix="countersign-breaks-"))
    folder.chmod(0o711)
    try:
        _copy(folder)
        if not _passes(folder, *names or RULES):
            sys.exit("A test fails although every rule is there.")
        _say(f"{'rule':22} {'with it':10} without it")
        unnoticed = [name for name in names or RULES if not missed(folder, name)]
    finally:
        _end(folder)
    _say(f"Nobody misses: {', '.join(unnoticed)}" if unnoticed else "Every rule is missed.")
    return len(unnoticed)


def missed(folder: Path, name: str) -> bool:
    """Does the rule's test fail without it?"""
    before = {edit.file: (folder / edit.file).read_text() for edit in RULES[name]}
    try:
        for edit in RULES[name]:
            _take_out(folder, edit)
        passes = _passes(folder, name)
    finally:
        for file, text in before.items():
            (folder / file).write_text(text)
    _say(f"{name:22} {'passes':10} {'PASSES' if passes else 'fails'}")
    return not passes


def _take_out(folder: Path, edit: Edit) -> None:
    text = (folder / edit.file).read_text()
    if text.count(edit.old) != 1:
        sys.exit(f"{edit.file} holds the line of this rule {text.count(edit.old)} times, not once: {edit.old.strip()}")
    (folder / edit.file).write_text(text.replace(edit.old, edit.new))


def _passes(folder: Path, *names: str) -> bool:
    """Failed is 1; anything else but passed says that the tests did not run."""
    tests = [f"tests/breaks/{file}::{test}" for file, test in _found(folder) if test in map(named, names)]
    done = subprocess.run(
        [sys.executable, *PYTEST, *tests], cwd=folder, check=False,
        capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    if done.returncode not in (0, 1):
        sys.exit(f"The tests of {', '.join(names)} did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def _found(folder: Path) -> list[tuple[str, str]]:
    files = sorted((folder / "tests/breaks").glob("test_*.py"))
    return [
        (file.name, test) for file in files for test in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    ]


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


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
