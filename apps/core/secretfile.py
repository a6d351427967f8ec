"""A file of secrets: made once, readable by its owner alone, the same for every process that asks."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

PRIVATE = 0o600


def kept(path: Path, make: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """What the file holds. It is written first if it is not there; of two that write at once, the first wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        _publish(path, json.dumps(dict(make()), indent=1))
    return {str(name): str(value) for name, value in json.loads(path.read_text()).items()}


def write(path: Path, text: str) -> None:
    """Put this text in place of what the file held, all at once."""
    draft = _draft(path, text)
    draft.replace(path)


def _publish(path: Path, text: str) -> None:
    draft = _draft(path, text)
    try:
        os.link(draft, path)  # unlike a rename, a link never replaces what another process has just written
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return draft
