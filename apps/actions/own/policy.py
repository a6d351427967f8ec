"""Publishing a policy, and going back to a version of it. The sentences are signed word for word."""

from uuid import UUID

from apps.actions import rules
from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.connectors.contract import ABSENT, Change, InverseCall, JsonDict, NoInverse, Prepared, Tier, Undo, UndoKind
from apps.core import doorbell, scope
from apps.core.errors import Invalid
from apps.policies import diff, drafts, fresh
from apps.policies.kept import sentences_today
from apps.policies.models import Backtest, Draft, InForce, PolicyVersion
from apps.policies.models.drafts import Stage
from apps.policies.publish import publish, understood
from apps.workspaces import organisations

PUBLISH, ROLL_BACK = "countersign.publish_policy", "countersign.roll_back_policy"
MOVED = "Another policy is in force than when this was shown."
EVERYWHERE = "These sentences stand above the policy of every workspace of the organisation."
NOTHING_BEFORE = "No policy was in force before, so there is none to go back to."


def arguments_of(draft: Draft) -> JsonDict:
    """What proposing to publish a draft says. Raises NotFresh where it was not asked about the past."""
    return {"name": draft.name, "sentences": draft.sentences, "draft": str(draft.pk),
            "backtest": str(fresh.backtest_of(draft).pk), "in_force": _standing()}  # fmt: skip


def back_to(version: PolicyVersion) -> JsonDict:
    """What proposing to go back to a version says."""
    return {"version": str(version.pk), "in_force": _standing()}


def _prepare_publish(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    draft = Draft.objects.filter(pk=UUID(arguments["draft"]), stage=Stage.OPEN).first()
    if draft is None or (draft.name, draft.sentences) != (arguments["name"], arguments["sentences"]):
        raise Invalid("The draft is not as it was when this was written.")
    rests_on = fresh.backtest_of(draft)
    if str(rests_on.pk) != arguments["backtest"]:
        raise Invalid("The draft was asked about the past anew. Look at that first.")
    return _prepared(step, arguments["name"], arguments["sentences"], f"Publish {arguments['name']}", (said(rests_on),))


def _prepare_back(step: Step) -> Prepared:
    version = _version(step.wanted.arguments)
    sentences = sentences_today(version, rules.vocabulary())
    return _prepared(step, version.policy.name, sentences, f"Go back to {version}", ())


def _prepared(step: Step, name: str, sentences: list[str], title: str, notes: tuple[str, ...]) -> Prepared:
    current = _in_force()
    if _standing() != step.wanted.arguments["in_force"]:
        raise Invalid(MOVED)
    words = rules.vocabulary()
    before = sentences_today(current, words) if current else []
    changed = diff.changes(before, understood(sentences, words))
    if not changed:
        raise Invalid("These sentences are in force already.")
    stands = {"version": _standing()}
    say = f"The sentences of {current} decide again." if current else NOTHING_BEFORE
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition, title=title, record=name,
        button=f"{'publishing' if step.tool.full_name == PUBLISH else 'going back to'} these sentences",
        risk=step.tool.risk, arguments=step.wanted.arguments, before=stands,
        changes=tuple(_change(name, line) for line in changed), guard=stands, request={"sentences": sentences},
        facts=facts("Policy", name), hold_s=0, tier=Tier.A, notes=(*notes, *_reach()),
        undo=Undo(kind=UndoKind.EXACT if current else UndoKind.NONE, say=say),
    )  # fmt: skip


def _change(name: str, line: diff.Line) -> Change:
    return Change(
        record=name, field=f"Sentence {line.number}", before=text(line.before) if line.before else ABSENT,
        after=text(line.after) if line.after else ABSENT,
    )  # fmt: skip


def _reach() -> tuple[str, ...]:
    """How far it holds, where that is further than here."""
    return (EVERYWHERE,) if organisations.governed_from(scope.only()) else ()


def said(one: Backtest) -> str:
    """What a backtest found, in a sentence for whoever signs."""
    tally = one.tally or {}
    refused = tally["refused"]
    no = f" People had not wanted {refused} of those that would now run alone." if refused else ""
    return f"Over {one.days} days, {tally['changed']:,} of {tally['cases']:,} decisions would have been different.{no}"


def _publish(taken: Claim, arguments: JsonDict) -> str:
    draft = Draft.objects.select_for_update().get(pk=UUID(arguments["draft"]))
    why = _put(taken, arguments["name"], arguments, arguments["sentences"], editor=draft.edited_by)
    if not why and draft.stage == Stage.OPEN:
        drafts.close(draft, Stage.PUBLISHED, by=asker(taken).pk)
    return why


def _back(taken: Claim, arguments: JsonDict) -> str:
    version = _version(arguments)
    sentences = sentences_today(version, rules.vocabulary())
    return _put(taken, version.policy.name, arguments, sentences, editor=asker(taken).pk)


def _put(taken: Claim, name: str, arguments: JsonDict, sentences: list[str], *, editor: UUID) -> str:
    """In force from now on, in the transaction that settles; then what is open is decided again."""
    workspace, by = taken.picked.workspace, asker(taken).said
    if _standing() != arguments["in_force"]:
        return MOVED
    try:
        made = publish(
            workspace, name=name, sentences=sentences, vocabulary=rules.vocabulary(), by=by, last_editor=editor
        )  # fmt: skip
    except Invalid as why:
        return str(why)
    doorbell.ring("policy", made.pk, workspace=workspace)
    if organisation := organisations.governed_from(workspace):
        doorbell.ring("organisation", organisation, workspace=workspace)
    return ""


def _inverse(prepared: Prepared) -> InverseCall | NoInverse:
    """Back to what was in force before, while what this put in force still is."""
    version, current = prepared.before["version"], _in_force()
    if not version:
        return NoInverse(why=NOTHING_BEFORE)
    if current is None or current.sentences != prepared.request["sentences"]:
        return NoInverse(why="Another policy is in force since. Go back to a version on the page of policies.")
    arguments = {"version": version, "in_force": str(current.pk)}
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=ROLL_BACK, arguments=arguments)


def _version(arguments: JsonDict) -> PolicyVersion:
    found = PolicyVersion.objects.select_related("policy").filter(pk=UUID(arguments["version"])).first()
    if found is None:
        raise Invalid("There is no such version here.")
    return found


def _standing() -> str:
    current = _in_force()
    return str(current.pk) if current else ""


def _in_force() -> PolicyVersion | None:
    current = InForce.objects.select_related("version__policy").first()
    return current.version if current else None


PUBLISH_TOOL, BACK_TOOL = OwnTool(_prepare_publish, _publish, _inverse), OwnTool(_prepare_back, _back, _inverse)
