"""Ten kinds of tampering by somebody who may do everything in the database: each is found, inside and outside.

`manage.py tamper --times 6000` is the same at full size.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from apps.audit import chain
from apps.audit.tampering import campaign
from apps.audit.tampering.kinds import KINDS, STATEMENTS
from apps.core import scope
from apps.core.postgres.embedded import SUPERUSER
from tests.harness import environment

EACH = 4


@pytest.fixture
def as_superuser(transactional_db: None, tmp_path: Path, settings: Settings) -> Iterator[None]:
    """This process's connection is the superuser's, as an intruder's would be who has the database."""
    settings.COUNTERSIGN_CHECKPOINT_DIR = tmp_path / "checkpoints"
    mine = connections["default"]
    before = {name: mine.settings_dict[name] for name in ("USER", "PASSWORD")}
    mine.close()
    mine.settings_dict |= {"USER": SUPERUSER, "PASSWORD": environment.place.passwords[SUPERUSER]}
    yield
    mine.close()
    mine.settings_dict |= before


@pytest.mark.usefixtures("as_superuser")
def test_every_kind_of_tampering_is_found_inside_and_outside(tmp_path: Path) -> None:
    logs = campaign.prepare()
    for one in logs:
        with scope.workspace(one.workspace):
            assert isinstance(chain.verify(one.workspace), chain.Intact)
            assert not campaign.outside(one, tmp_path / "export")
    outcome = campaign.run(logs, times=EACH * len(KINDS), seed=11, folder=tmp_path)
    assert outcome.missed == []
    assert outcome.tampered == outcome.detected == dict.fromkeys(KINDS, EACH)
    assert outcome.outside == outcome.outside_detected
    assert len(outcome.outside) >= len(KINDS) - 1


@pytest.mark.usefixtures("as_superuser")
@pytest.mark.parametrize("place", range(len(STATEMENTS)))
def test_every_statement_of_a_superuser_is_found(tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.audit.tampering.kinds.STATEMENTS", STATEMENTS[place : place + 1])
    monkeypatch.setattr(campaign, "SIZES", (20, 30))
    monkeypatch.setattr(campaign, "KINDS", {"one": KINDS["superuser SQL"]})
    outcome = campaign.run(campaign.prepare(), times=3, seed=place, folder=tmp_path)
    assert (outcome.missed, outcome.detected) == ([], {"one": 3})
    assert outcome.outside == outcome.outside_detected, json.dumps(outcome.outside)
