"""Who is there, and the seal that the others trust."""

from apps.audit import sealer
from apps.workspaces.models import Workspace

PEOPLE = {"ada": "Admins", "leo": "Askers", "priya": "Finance", "ben": "Support leads", "wim": "Auditors"}


def seal_note(place: Workspace) -> str:
    made = sealer.seal(place.pk)
    assert made
    return made.note
