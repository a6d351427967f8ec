"""Named places where a test can end or hold this process: `claim.after_commit`, `send.before_write` and so on.

`COUNTERSIGN_FAILPOINTS=send.after_write=exit,settle.before_commit=hold:/tmp/gate` arms them; nothing else does.
`exit` is `os._exit(1)`, as a kill -9 would be; `hold:PATH` waits until the file is there.
"""

import os
import time
from functools import cache
from pathlib import Path

VARIABLE = "COUNTERSIGN_FAILPOINTS"


def reach(name: str) -> None:
    """Do at this place what the environment asks for; normally nothing."""
    order = _armed().get(name, "")
    if order == "exit":
        os._exit(1)
    if order.startswith("hold:"):
        _hold(Path(order.removeprefix("hold:")))


@cache
def _armed() -> dict[str, str]:
    pairs = (item.partition("=") for item in os.environ.get(VARIABLE, "").split(",") if item)
    return {name: order for name, _, order in pairs}


def _hold(gate: Path) -> None:
    while not gate.exists():
        time.sleep(0.02)
