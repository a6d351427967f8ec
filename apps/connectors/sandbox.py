"""Where the simulators of this installation listen: the only addresses that a sandbox connection may reach."""

from urllib.parse import urlsplit

from django.conf import settings

from apps.core.errors import Refused

LONGEST_HOLD_S = 2


class NoSandbox(Refused):
    """No simulator runs for this connector."""

    code = "no_sandbox"


def address(connector: str) -> str:
    """Such as `http://127.0.0.1:8412`. Raises NoSandbox; anything but a loopback address is not one."""
    url = getattr(settings, "SANDBOXES", {}).get(connector, "")
    parts = urlsplit(url)
    if parts.hostname != "127.0.0.1" or parts.port is None:
        raise NoSandbox(f"The sandbox of {connector} is not running. Start it with manage.py up.")
    return f"{parts.scheme}://127.0.0.1:{parts.port}"


def longest_hold_s() -> int:
    """Nobody waits a minute in a sandbox."""
    return int(getattr(settings, "COUNTERSIGN_SANDBOX_HOLD_S", LONGEST_HOLD_S))
