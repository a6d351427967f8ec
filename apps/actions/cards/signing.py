"""Who is asked, who signed, and why this person may or may not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.actions.cards.names import Names
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import Who, counted
from apps.actions.models import Action
from apps.actions.stepup import CHANNEL, KEY
from apps.approvals import quorum
from apps.approvals.models import Request, Signature, State
from apps.identity import codes, passkeys
from apps.policies import above
from apps.policies.models import PolicyVersion
from apps.workspaces.access import Right

NUMBERS = ("", "one person", "two people", "three people", "four people", "five people")
ORDER = ("deny", "suggest", "approve", "auto")  # strictest first
MAY_NOT = "Your roles do not let you sign for this agent."
ORDINALS = ("", "first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class Signer:
    name: str
    said: str
    who: Who | None = None
    at: datetime | None = None
    number: int = 0
    words: str = ""


@dataclass(frozen=True)
class Rule:
    sentence: str
    note: str = ""
    number: int = 0
    above: str = ""  # the organisation's version whose rule it is


@dataclass(frozen=True)
class Why:
    lead: str
    said: str
    rules: tuple[Rule, ...] = ()
    policy: str = ""
    twice: str = ""
    notes: tuple[str, ...] = ()  # what else had a part: a ceiling, a rule that could not be applied
    policy_href: str = ""


@dataclass(frozen=True)
class Asked:
    """A request as one person sees it."""

    request: Request
    signatures: tuple[Signature, ...]
    missing: int
    needed: tuple[quorum.Needed, ...]
    refusal: str  # why this person may not sign now; empty where they may
    signed_by_me: bool
    code_sent: bool = False  # to this person, and it still counts
    lacks_key: bool = False  # one is asked for, and this person has none

    @property
    def is_open(self) -> bool:
        return self.request.state == State.OPEN

    @property
    def is_owed(self) -> bool:
        """It ran, or may run, before it is signed, and nobody has answered yet."""
        return self.is_open and self.request.stays

    @property
    def may_sign(self) -> bool:
        return self.is_open and not self.refusal

    @property
    def position(self) -> str:
        """`Yours is the second of two.`"""
        have, total = len(self.signatures), len(self.signatures) + self.missing
        if total == 1:
            return "Yours is the only signature needed."
        words = ("", "one", "two", "three", "four", "five")
        return f"Yours is the {ORDINALS[min(have + 1, 5)]} of {words[min(total, 5)]}."


def asked(request: Request | None, viewer: Viewer, roles: frozenset[str], ask_roles: quorum.RolesOf) -> Asked | None:
    if request is None:
        return None
    person = viewer.person
    signatures = tuple(Signature.objects.filter(request_id=request.pk, withdrawn_at=None).order_by("id"))
    needed = tuple(quorum.still_needed(request, ask_roles)) if request.state == State.OPEN else ()
    return Asked(
        request=request,
        code_sent=CHANNEL in request.proofs and codes.waiting(person, request=request.pk),
        lacks_key=KEY in request.proofs and not passkeys.of(person).exists(),
        signatures=signatures,
        missing=max((one.missing for one in needed), default=0),
        needed=needed,
        refusal=quorum.why_not(request, by=person, groups=roles) or ("" if Right.SIGN in viewer.rights else MAY_NOT),
        signed_by_me=any(one.person_id == person.pk for one in signatures),
    )


def why(actions: Sequence[Action], ask: Asked | None, version: PolicyVersion | None, names: Names) -> Why:
    """The reason in one sentence, and the rules behind it in the customer's own words."""
    told = Why(
        *(_asked(ask, names) if ask else _unasked(actions)),
        rules=_rules(actions),
        policy=str(version) if version else "the built-in floor",
        notes=_notes(actions),
    )
    return replace(told, twice="Nobody signs twice, and nobody signs what they asked for.") if ask else told


def _asked(ask: Asked, names: Names) -> tuple[str, str]:
    if ask.request.stays:
        lead = "Why you are asked afterwards." if ask.may_sign else "Why people are asked afterwards."
        return lead, f"Policy lets this run first, and asks for {' and for '.join(wanted(ask, names))} afterwards."
    if not ask.is_open:
        return "Why people were asked.", f"Policy asked for {' and for '.join(wanted(ask, names))}."
    lead = "Why you are asked." if ask.may_sign else "Why people are asked."
    return lead, f"Policy asks for {' and for '.join(wanted(ask, names))}."


def _notes(actions: Sequence[Action]) -> tuple[str, ...]:
    """Ceilings that bind more than policy does, and what could not be applied; each once."""
    found = [note for action in actions for note in (*_binding(action), *action.decision.get("notes", ()))]
    return tuple(dict.fromkeys(found))


def _binding(action: Action) -> list[str]:
    return [one["reason"] for one in _beside(action) if one["name"] != above.NAME]  # its rules stand among the others


def _held_back(action: Action, outcome: str, *, by: str = "") -> bool:
    """Whether a ceiling (`by`: this one), and not policy, is why it goes no further than this."""
    return any(one["outcome"] == outcome and by in ("", one["name"]) for one in _beside(action))


def _beside(action: Action) -> list[dict[str, Any]]:
    """The ceilings that are stricter than policy."""
    ceilings = {one["name"]: one for one in action.decision.get("ceilings", ())}
    policy = ceilings.get("policy", {}).get("outcome", "deny")
    others = [one for name, one in ceilings.items() if name != "policy"]
    return [one for one in others if ORDER.index(one["outcome"]) < ORDER.index(policy)]


def wanted(ask: Asked, names: Names) -> list[str]:
    """Each kind of signer once, with the most people that any rule asks of them."""
    most: dict[str, int] = {}
    for one in ask.request.needed:
        groups = f"from {names.among(one.groups)}" if one.groups else "entitled to sign"
        most[groups] = max(most.get(groups, 0), one.people)
    return [f"{NUMBERS[min(people, 5)]} {groups}" for groups, people in most.items()]


def _unasked(actions: Sequence[Action]) -> tuple[str, str]:
    outcome = _strictest(actions)
    if outcome in ("deny", "suggest") and any(_held_back(action, outcome) for action in actions):
        lead = "Why it is denied." if outcome == "deny" else "Why it is only suggested."
        if any(_held_back(action, outcome, by=above.NAME) for action in actions):
            return lead, "A rule of the organisation holds here, whatever the workspace's own policy says."
        return lead, "Policy would let it go further; what holds beside policy does not."
    return {
        "deny": ("Why it is denied.", "A rule forbids it, so nothing was sent."),
        "suggest": ("Why it is only suggested.", "No rule covers it, and whatever no rule covers is only suggested."),
    }.get(outcome, ("Why nobody is asked.", "Policy lets this run without asking."))


def _strictest(actions: Sequence[Action]) -> str:
    found = [str(action.decision.get("outcome", "deny")) for action in actions]
    return min(found, key=ORDER.index, default="deny")


def _rules(actions: Sequence[Action]) -> tuple[Rule, ...]:
    seen: dict[str, Rule] = {}
    for action in actions:
        for matched in action.decision.get("matched", ()):
            said = Rule(**{name: matched[name] for name in Rule.__dataclass_fields__ if name in matched})
            seen.setdefault(f"{said.above} {said.sentence}", said)
    return tuple(seen.values())


def signers(ask: Asked | None, names: Names, proposed: Signer) -> tuple[Signer, ...]:
    """Who proposed, who signed, and the empty places."""
    if ask is None:
        return (proposed,)
    signed = [
        Signer(
            names.person(one.person_id).name,
            f"{names.groups(one.groups)}. Signed",
            names.person(one.person_id),
            one.signed_at,
        )
        for one in ask.signatures
    ]
    due = timezone.localtime(ask.request.deadline)
    open_places = [
        Signer(
            f"{ORDINALS[min(len(signed) + n, 5)].capitalize()} signature",
            _place(ask, names, due),
            number=len(signed) + n,
        )
        for n in range(1, ask.missing + 1)
    ]
    return (proposed, *signed, *open_places)


def _place(ask: Asked, names: Names, due: datetime) -> str:
    groups = dict.fromkeys(group for one in ask.needed for group in one.requirement.groups)
    return f"{names.among(tuple(groups))}, by {due:%H:%M} on {due.day} {due:%B}"


def people_of(ask: Asked | None) -> list[UUID]:
    if ask is None:
        return []
    closed = [ask.request.closed_by] if ask.request.closed_by else []
    return [one.person_id for one in ask.signatures] + closed


def summary(ask: Asked) -> str:
    if not ask.is_open:
        return counted(len(ask.signatures), "signature")
    return f"Waiting for {ask.missing} more signature{'s' if ask.missing != 1 else ''}"
