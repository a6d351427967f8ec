from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from apps.actions import approve
from apps.actions.models import Action, Proposal
from apps.core import scope
from apps.workspaces.models import Workspace
from tests import make
from tests.audit.evidence.people import PEOPLE
from tests.pages import drafts


@pytest.fixture
def place(db: None, tmp_path: Path, settings: Settings) -> Iterator[Workspace]:
    settings.COUNTERSIGN_CHECKPOINT_DIR = tmp_path / "checkpoints"
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace


@pytest.fixture
def proposal(place: Workspace) -> Proposal:
    """A refund that two people have signed."""
    people = {name: make.person(name, of=place.pk, roles=[role]) for name, role in PEOPLE.items()}
    made = drafts.propose(place, owner=people["ada"], asker=people["leo"])
    for name in ("priya", "ben"):
        approve.sign(made.pk, by=people[name], digest=made.digest)
    return made


@pytest.fixture
def action(proposal: Proposal) -> Action:
    return Action.objects.get(proposal_id=proposal.pk)
