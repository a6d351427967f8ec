"""One kept connection per thread to the trial's target: a post costs a few hundred microseconds."""

import http.client
import json
import os
import threading
from typing import Any

_kept = threading.local()


class Unreached(OSError):
    """Nobody listens: nothing was sent."""


class Silent(OSError):
    """It was sent, and no answer came that can be read."""


def ask(port: int, method: str, path: str, body: Any = None, *, timeout_s: float) -> tuple[int, Any]:
    """Status and body. Raises Unreached, or Silent where it may have arrived."""
    line = _line(port, timeout_s)
    try:
        line.request(method, path, json.dumps(body) if body is not None else None)
        answer = line.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    except (OSError, http.client.HTTPException, ValueError) as why:
        line.close()
        raise Silent(f"No answer that can be read: {type(why).__name__}.") from why


def _line(port: int, timeout_s: float) -> http.client.HTTPConnection:
    known: dict[tuple[int, int], http.client.HTTPConnection] = _kept.__dict__.setdefault("lines", {})
    line = known.setdefault((os.getpid(), port), http.client.HTTPConnection("127.0.0.1", port))
    line.timeout = timeout_s
    if line.sock is None:
        try:
            line.connect()
        except OSError as why:
            raise Unreached(f"The target does not listen: {why}") from why
    line.sock.settimeout(timeout_s)
    return line
