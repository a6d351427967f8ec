"""The sample's three systems: a payment provider and a mail server in the sandbox, and the operations database."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from apps.connectors.connect import connect
from apps.connectors.models import Connection
from apps.console.sample import operations
from apps.console.sample.people import DOMAIN

STRIPE, OPERATIONS, MAIL = "Stripe", "Operations", "Mail"
SENDER = f"care@{DOMAIN}"
SANDBOX_KEY = "sk_test_harbourandpine"  # the simulator takes any key that looks like one


def make(workspace_id: UUID, operations_url: str) -> None:
    """Each connection is there; those that are there already stay as they are."""
    _make(workspace_id, STRIPE, "stripe", {}, {"api_key": SANDBOX_KEY})
    _make(workspace_id, MAIL, "mail", {"sender": SENDER, "sender_name": "Harbour & Pine"}, {})
    _make(workspace_id, OPERATIONS, "postgres", _place(operations_url), {"url": operations_url}, sandbox=False)


def _make(
    workspace_id: UUID,
    name: str,
    connector: str,
    address: dict[str, Any],
    secret: dict[str, Any],
    *,
    sandbox: bool = True,
) -> None:
    if Connection.objects.filter(workspace_id=workspace_id, name=name).exists():
        return
    connect(
        workspace_id, connector=connector, name=name, address=address, secret=secret, sandbox=sandbox, by="operator"
    )  # fmt: skip


def _place(url: str) -> dict[str, Any]:
    """What people may see of the address. That the server is on this machine, settings allow."""
    parts = urlsplit(url)
    place = f"{parts.hostname}:{parts.port}"
    return {
        "url": f"postgresql://{parts.username}@{place}{parts.path}",
        "tables": operations.ticked(),
    }
