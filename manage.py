#!/usr/bin/env python3
"""The one command. With a bare Python it first makes `.venv` from the locked packages, then goes on inside it.

`up` runs the product, `test` runs the tests; all others are Django's and ours. This file needs no package.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
ROOM_MB = 700  # what the packages need, and a little


def main() -> None:
    locked = ROOT / "config" / ("requirements-dev.txt" if sys.argv[1:2] == ["test"] else "requirements.txt")
    if sys.prefix == sys.base_prefix:
        install(locked)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606  our own Python
    if sys.argv[1:2] == ["test"]:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "pytest", "-n", "3", "--dist", "worksteal", *sys.argv[2:]])  # noqa: S606  as above
    run()


def install(locked: Path) -> None:
    """Make `.venv` hold the packages of this file; a stamp says that it does, so the second time costs nothing."""
    wanted = hashlib.sha256(f"{sys.version} {VENV}".encode() + locked.read_bytes()).hexdigest()
    stamp = VENV / f"{locked.stem}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if sys.version_info < (3, 11):  # noqa: UP036  a bare Python of any age may run this file
        sys.exit("Countersign needs Python 3.11 or newer.")
    if shutil.disk_usage(ROOT).free < ROOM_MB * 2**20:
        sys.exit(f"The disk is nearly full: the packages need {ROOM_MB} MB in {ROOT}.")
    print("Installing packages into .venv, once: about half a minute.", flush=True)
    if not any(VENV.glob("*.stamp")):
        _call(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "Python's venv module is missing or failed, see above.",
        )
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile", "--no-deps"]
    _call([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(locked)], "Not all packages came, see above.")
    stamp.write_text(wanted)


def _call(command: list[str], otherwise: str) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(otherwise)


def run() -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  not there before the install

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except OSError as why:
        if why.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        sys.exit(f"The disk is full: {why.filename or 'nothing more can be written'}. Make room and start again.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
