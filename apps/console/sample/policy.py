"""The sample's policy: sentences that cover the refund, the case and the answer, and their undo."""

from uuid import UUID

from apps.actions import rules
from apps.policies.models import InForce
from apps.policies.publish import publish
from apps.workspaces.models import User

NAME = "refunds"
SENTENCES = (
    "Read anything without asking.",
    "Refund up to 6 USD without asking.",
    "Refunds over 6 USD need two people from Finance or Support leads.",
    "Charges need two people from Finance or Support leads.",
    "Updates to Case need one person from Finance or Support leads.",
    "Messages need one person from Finance or Support leads.",
    "Never refund over 500 USD.",
    "Never change permissions.",
)


def put_in_force(workspace_id: UUID, editor: User) -> None:
    """The sentences decide from now on, unless a policy is in force already. Connections and agents are named first."""
    if not InForce.objects.filter(workspace_id=workspace_id).exists():
        words = rules.vocabulary()
        publish(workspace_id, name=NAME, sentences=SENTENCES, vocabulary=words, by="operator", last_editor=editor.pk)
