"""From the kinds of action a sentence lists to targets: what a list leaves open is shared, or refused."""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from apps.policies.deeds import APPROVED, MOVES_MONEY
from apps.policies.language.errors import NotUnderstood
from apps.policies.rule import Clause, Fields, Frozen, Named, Target

ONE_DOING = re.compile(r"[a-z-]{3,}ing")
OF_NOTHING = frozenset(
    "tweeting blogging posting voting bidding trading travelling traveling spending overspending hiring recruiting "
    "lobbying negotiating speaking deploying gambling commenting replying responding".split()
)  # what is done to nothing
OF_THAT = ("cancelling ", "canceling ", "deleting ", "closing ", "refunding ", "terminating ", "renewing ")
PARTICLES = frozenset("off out up down back over in away on".split())
SHARED_KINDS = frozenset({"read", "write", "create", "update", "deletions"})


class Act(Frozen):
    target: Target
    at: int = 0  # where in the text
    whole: bool = True  # False: "read and …", whose object a later verb names
    bare: bool = False  # "updates", of whatever
    doing: str = ""  # "cancelling": the verb as it is said
    signing: str = ""  # "approving refunds": what a person signs, or what an agent does
    unlisted: bool = False  # a kind of deed of its own, as it is said
    changing: bool = False  # "change invoices": to write to them, or only to update them
    event: bool = False  # "purchase": also what so many days have passed since
    fields: bool = False  # "change the field Owner": any of them, or only they where it loosens
    leaving: tuple[Any, ...] = ()  # what all the acts of this one phrase are about: "send customer data"
    conds: tuple[Any, ...] = ()  # what its adjectives ask


Acts: TypeAlias = tuple[Act, ...]


def targets(acts: Acts, *, loosens: bool = False) -> tuple[Target, ...]:
    """The targets of a list, each once. Refuses a list whose end might belong to its end alone."""
    shared = _shared(acts, loosens=loosens)
    last = acts[-1].target
    for act in shared[:-1]:
        if act.target.connectors != last.connectors and not act.target.connectors:
            raise NotUnderstood("Say for each one where, or write two sentences.", pointer=act.at)
        if act.bare and (last.objects or " of " in last.deed):
            raise NotUnderstood("Say for each one of what, or write two sentences.", pointer=act.at)
    return tuple(dict.fromkeys(_target(act, loosens=loosens) for act in shared))


def adjectives(acts: Acts, *, loosens: bool = False) -> tuple[Any, ...]:
    """What the adjectives ask of the one act; before one of several they might belong to that one alone."""
    if any(act.leaving for act in acts):
        if loosens or len({act.leaving for act in acts}) > 1:
            raise NotUnderstood("Say how it is sent: in a message, as a share, as an export.", pointer=acts[0].at)
        return acts[0].leaving
    asked = tuple(_narrowed(cond, act, loosens=loosens) for act in acts for cond in act.conds)
    if asked and len(acts) > 1:
        raise NotUnderstood("Say for each one which, or write two sentences.", pointer=acts[0].at)
    return asked


def _narrowed(cond: Any, act: Act, *, loosens: bool) -> Any:
    if not (act.fields and loosens and isinstance(cond.condition, Fields)):
        return cond
    return cond._replace(condition=cond.condition.model_copy(update={"which": "only"}))


def as_done(acts: Acts) -> Acts:
    """What an agent does where it approves: the thing itself where that is asked for, else the approving."""
    return tuple(act.model_copy(update={"target": Target(deed=act.signing)}) if _signs(act) else act for act in acts)


def _signs(act: Act) -> bool:
    return bool(act.signing) and act.target.deed not in APPROVED


def finished(acts: Acts) -> Acts:
    """The acts with the last one taken as said in full."""
    return (*acts[:-1], acts[-1].model_copy(update={"whole": True}))


def _target(act: Act, *, loosens: bool) -> Target:
    return act.target.model_copy(update={"deed": "update"}) if act.changing and loosens else act.target


def _shared(acts: Acts, *, loosens: bool) -> Acts:
    """Every act whole: one that was left open takes the objects and the place of the next."""
    done: list[Act] = []
    for act in reversed(acts):
        if act.whole:
            done.append(_of_the_next(act, done, loosens=loosens))
            continue
        if not done or done[-1].target.deed not in SHARED_KINDS:
            raise NotUnderstood("Say what: anything, or an object such as Case.", pointer=act.at)
        done.append(Act(target=done[-1].target.model_copy(update={"deed": act.target.deed}), at=act.at))
    return tuple(reversed(done))


def _of_the_next(act: Act, following: Sequence[Act], *, loosens: bool) -> Act:
    """`mute or snooze alarms`: both are done to alarms. A known kind that restricts stays as broad as it is."""
    doing = str(act.target.deed) if act.unlisted else act.doing if loosens else ""
    alone = bool(ONE_DOING.fullmatch(doing)) and doing not in OF_NOTHING and not act.target.objects
    thing = _done_to(following[-1], loosens=loosens) if following and alone else ""
    if not thing or act.target.deed in MOVES_MONEY:
        return act
    return act.model_copy(update={"target": Target(deed=f"{doing} {thing}", connectors=act.target.connectors)})


def _done_to(act: Act, *, loosens: bool) -> str:
    """The thing that is named behind the last of several doings."""
    if act.target.objects:
        return act.target.objects[0].casefold() if len(act.target.objects) == 1 else ""
    said = str(act.target.deed) if act.unlisted else act.doing if loosens or act.doing.startswith(OF_THAT) else ""
    doing, _, thing = said.partition(" ")
    return thing if ONE_DOING.fullmatch(doing) and thing not in PARTICLES else ""


def only_reads(reads: Clause, spared: Clause) -> tuple[Named, ...]:
    """Where a "but only write to …" holds: its own place, or that of the reads before it."""
    if reads.undoing or reads.condition or any(target.deed != "read" for target in reads.targets):
        raise NotUnderstood("Before “but only write to …” stands what may be read, and nothing else.")
    own = spared.targets[0]
    if not own.spared:
        raise NotUnderstood("Write two sentences: one about reading, one about messages.")
    if own.connectors:
        return own.connectors
    return reads.targets[0].connectors
