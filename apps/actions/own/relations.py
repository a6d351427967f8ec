"""Saying who is somebody's manager or a thing's owner, and ending it: each undoes the other."""

from typing import cast
from uuid import UUID

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.connectors.contract import Change, InverseCall, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core import scope
from apps.core.errors import Invalid
from apps.workspaces import relations
from apps.workspaces.models import Member, User
from apps.workspaces.relations import Kind

SAY, END = "countersign.say_relation", "countersign.end_relation"


def _named(arguments: JsonDict) -> tuple[Kind, str, User]:
    """Raises Invalid for who is not a member here, or is to be their own manager."""
    person, of = _member(UUID(arguments["person"])), relations.named(arguments["of"])
    if arguments["kind"] == "manager":
        of = _member(_person(of)).pk.hex
        if of == person.pk.hex:
            raise Invalid("Nobody is their own manager.")
    elif not of.partition(":")[0]:
        raise Invalid("Say what is owned as its kind and its name, such as system: Payroll.")
    return cast(Kind, arguments["kind"]), of, person


def _member(person: UUID) -> User:
    found = Member.objects.standing().filter(user_id=person, user__is_active=True).select_related("user")
    here = [one.user for one in found if one.workspace_id == scope.only()]
    if not here:
        raise Invalid("There is no such person in this workspace.")
    return here[0]


def _person(of: str) -> UUID:
    try:
        return UUID(of)
    except ValueError:
        raise Invalid("A manager is the manager of a person.") from None


def _prepare(step: Step) -> Prepared:
    arguments, saying = step.wanted.arguments, step.tool.full_name == SAY
    kind, of, person = _named(arguments)
    if relations.holds(kind, of, person.pk) is saying:
        raise Invalid(f"{person.name} is {'already' if saying else 'not'} that {kind}.")
    what = _member(UUID(of)).name if kind == "manager" else of
    no, yes = text("no"), text("yes")
    name = f"{person.name}, {kind} of {what}"
    title = f"{person.name} {'becomes' if saying else 'is no longer'} the {kind} of {what}"
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition, title=title[:300],
        button="saying so" if saying else "ending it", record=name[:200], risk=step.tool.risk, arguments=arguments,
        before={"held": not saying},
        changes=(Change(record=name[:200], field=f"Is the {kind}", before=no if saying else yes,
                        after=yes if saying else no),),
        guard={"held": not saying}, request=arguments, facts=facts("Relation", name[:200], permission=True),
        undo=Undo(kind=UndoKind.EXACT, say="It is ended again." if saying else "It is said again."), hold_s=0,
        tier=Tier.A,
    )  # fmt: skip


def _say(taken: Claim, arguments: JsonDict) -> str:
    kind, of, person = _named(arguments)
    done = relations.say(kind, of, person.pk, workspace=taken.picked.workspace, by=asker(taken).said)
    return "" if done else "This is said already."


def _end(taken: Claim, arguments: JsonDict) -> str:
    kind, of, person = _named(arguments)
    done = relations.end(kind, of, person.pk, workspace=taken.picked.workspace, by=asker(taken).said)
    return "" if done else "This is not so any more."


def _inverse(prepared: Prepared) -> InverseCall:
    opposite = END if prepared.tool == SAY else SAY
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=opposite, arguments=prepared.arguments)


SAY_TOOL, END_TOOL = OwnTool(_prepare, _say, _inverse), OwnTool(_prepare, _end, _inverse)
