"""Who trusts a public key and the last checkpoint they kept finds with one file whether evidence and log hold."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from apps.actions.models import Action
from apps.audit import export, keys, log, sealer, verify_evidence
from apps.audit.models import Checkpoint
from apps.audit.verify_evidence import Key
from apps.console.evidence.action import evidence
from apps.core import ids, scope
from apps.workspaces.models import Workspace
from tests.audit.evidence.people import seal_note
from tests.pages import drafts

VERIFIER = verify_evidence.__file__
Json = dict[str, Any]


def trusted(place: Workspace) -> list[Key]:
    return [Key.read(one) for one in keys.vkeys(place.pk)]


def judged(said: Json | str, place: Workspace, tmp_path: Path, kept: str = "") -> verify_evidence.Report:
    file = tmp_path / "evidence"
    file.write_text(said if isinstance(said, str) else json.dumps(said))
    return verify_evidence.look(file, trusted(place), kept)


def test_the_evidence_of_an_action_holds_under_a_python_without_anything(
    place: Workspace, action: Action, tmp_path: Path
) -> None:
    sealer.seal(place.pk)
    (tmp_path / "evidence.json").write_text(json.dumps(evidence(action)))
    (tmp_path / "key").write_text(keys.vkeys(place.pk)[0])
    (tmp_path / "kept").write_text(Checkpoint.objects.get().note)
    told = run(tmp_path, "evidence.json", "--key", "key", "--checkpoint", "kept")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.endswith("Everything holds.\n")
    for words in ("2 people signed this document", "The diff is the document's", "not checked  names, times"):
        assert words in told.stdout


def test_it_holds_everything_that_was_asked_of_it(place: Workspace, action: Action) -> None:
    sealer.seal(place.pk)
    said = evidence(action)
    assert said["sentences"] == [drafts.SENTENCE]
    assert {one["name"] for one in said["signatures"]} == {"Priya", "Ben"}
    assert said["diff"][0]["field"] == "Amount refunded"
    assert {"attempts", "result", "cost", "undo", "decision", "document", "checkpoint", "keys"} < set(said)
    kinds = [json.loads(one["body"])["kind"] for one in said["entries"]]
    assert kinds[:2] == ["proposal.made", "action.waiting"]
    assert kinds[-1] == "action.approved"


def test_the_verifier_imports_nothing_but_the_standard_library() -> None:
    lines = [
        line.split()[1] for line in Path(VERIFIER).read_text().splitlines() if line.startswith(("import ", "from "))
    ]
    assert {line.split(".")[0] for line in lines} <= set(sys.stdlib_module_names)
    assert not {"socket", "urllib", "http", "subprocess"} & set(lines)


def change_entry(said: Json, to: str) -> None:
    said["entries"][0]["body"] = said["entries"][0]["body"].replace("approve", to)


LIES: dict[str, Callable[[Json], Any]] = {
    "an entry": lambda said: change_entry(said, "deny"),
    "an entry left out of its place": lambda said: said["entries"][1].update(proof=said["entries"][0]["proof"]),
    "an entry twice": lambda said: said["entries"].append(said["entries"][-1]),
    "the document": lambda said: said.update(document=said["document"].replace("18450", "18451")),
    "the digest": lambda said: said.update(digest="sha256:" + "0" * 64),
    "the diff": lambda said: said["diff"][0].update(field="Amount charged"),
    "a sentence": lambda said: said.update(sentences=["Anybody may."]),
    "a signature more": lambda said: said["signatures"].append({"person": "0" * 32}),
    "a signature less": lambda said: said["signatures"].pop(),
    "the state": lambda said: said.update(state="done"),
    "the workspace": lambda said: said.update(workspace="0" * 32),
    "the origin": lambda said: said.update(origin="countersign/other"),
    "the action": lambda said: said.update(action="act_" + "0" * 32),
    "the checkpoint's size": lambda said: said.update(checkpoint=said["checkpoint"].replace("\n", "\n1", 1)),
    "no checkpoint": lambda said: said.pop("checkpoint"),
    "no entries": lambda said: said.update(entries=[]),
    "nonsense": lambda said: said.update(entries=[{"body": "[]", "proof": []}]),
}


@pytest.mark.parametrize("lie", LIES)
def test_evidence_that_says_anything_else_than_the_log_does_not_hold(
    place: Workspace, action: Action, tmp_path: Path, lie: str
) -> None:
    sealer.seal(place.pk)
    said = evidence(action)
    assert judged(said, place, tmp_path).holds
    LIES[lie](said)
    assert not judged(said, place, tmp_path).holds


def test_a_payload_beside_an_entry_is_the_one_committed_to(place: Workspace, action: Action, tmp_path: Path) -> None:
    with transaction.atomic():
        subject, by = ids.say("action", action.pk), "worker"
        log.append("action.approved", workspace=place.pk, subject=subject, by=by, facts={}, personal={"name": "Maria"})
    sealer.seal(place.pk)
    said = evidence(action)
    assert judged(said, place, tmp_path).holds
    said["entries"][-1]["personal"]["body"] = '{"name":"Marta"}'
    assert not judged(said, place, tmp_path).holds


def test_evidence_is_proved_from_the_checkpoint_that_somebody_keeps(
    place: Workspace, action: Action, tmp_path: Path
) -> None:
    kept = seal_note(place)
    another(place)
    seal_note(place)
    said = evidence(action)
    assert judged(said, place, tmp_path, kept).holds
    said["consistency"] = []
    assert "ask for it with --since" in "".join(judged(said, place, tmp_path, kept).lines)
    older = evidence(action)
    another(place)
    assert not judged(older, place, tmp_path, seal_note(place)).holds  # a newer checkpoint is kept than it knows


def test_a_log_signed_anew_by_somebody_else_is_found_by_the_key(
    place: Workspace, action: Action, tmp_path: Path, settings: Settings
) -> None:
    mine = trusted(place)
    settings.COUNTERSIGN_LOG_KEY = keys.seed()
    sealer.seal(place.pk)
    (tmp_path / "e").write_text(json.dumps(evidence(action)))
    assert not verify_evidence.look(tmp_path / "e", mine, "").holds
    assert verify_evidence.look(tmp_path / "e", trusted(place), "").holds


def test_a_whole_log_holds_up_to_its_last_checkpoint(place: Workspace, action: Action, tmp_path: Path) -> None:
    kept = seal_note(place)
    another(place)
    report = judged("".join(export.whole(place.pk)), place, tmp_path, kept)
    assert report.holds, report.lines
    assert any(line.startswith("not checked  1 entries after") for line in report.lines)


CUTS: dict[str, Callable[[list[str]], list[str]]] = {
    "the last entries and their checkpoint": lambda lines: [*lines[:4], json.dumps({"entries": 3})],
    "an entry": lambda lines: lines[:2] + lines[3:],
    "two entries swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "every checkpoint": lambda lines: [line for line in lines if "checkpoint" not in line],
    "the end": lambda lines: lines[:-1],
    "a letter": lambda lines: [lines[0], lines[1].replace("founded", "foundEd"), *lines[2:]],
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_log_that_was_cut_or_changed_does_not_hold_against_a_checkpoint_that_was_kept(
    place: Workspace, action: Action, tmp_path: Path, cut: str
) -> None:
    kept = seal_note(place)
    lines = [line.rstrip() for line in export.whole(place.pk)]
    assert judged("\n".join(lines), place, tmp_path, kept).holds
    assert not judged("\n".join(CUTS[cut](lines)), place, tmp_path, kept).holds


def test_the_commands_write_what_the_verifier_reads(place: Workspace, action: Action, tmp_path: Path) -> None:
    of_action, of_log, key = (StringIO() for _ in range(3))
    with scope.workspace():
        call_command("evidence", ids.say("action", action.pk), stdout=of_action)
        call_command("evidence", log="acme", stdout=of_log)
        call_command("log_key", "acme", stdout=key)
    assert key.getvalue().split() == keys.vkeys(place.pk)
    for said in (of_action, of_log):
        assert judged(said.getvalue(), place, tmp_path).holds
    with pytest.raises(CommandError), scope.workspace():
        call_command("evidence", "nothing")


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", VERIFIER, *words], cwd=folder, env={}, capture_output=True, text=True, check=False
    )


def another(place: Workspace) -> None:
    with transaction.atomic():
        log.append("action.done", workspace=place.pk, subject="act_9", by="worker", facts={})
