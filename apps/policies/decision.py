"""What policy says about one action, with every sentence that had a part in it. Frozen, and JSON as it stands."""

from enum import StrEnum
from typing import Literal

from apps.policies.rule import Frozen


class Outcome(StrEnum):
    AUTO = "auto"
    APPROVE = "approve"
    SUGGEST = "suggest"
    DENY = "deny"


STRICTNESS = {Outcome.AUTO: 0, Outcome.APPROVE: 1, Outcome.SUGGEST: 2, Outcome.DENY: 3}


class Kind(StrEnum):
    SIGNERS = "signers"
    EXACT_UNDO = "exact undo"  # one person entitled to the original; the clicker's own signature counts


class Requirement(Frozen):
    """So many different people from any of these groups; no group: anyone who may sign."""

    people: int
    groups: tuple[str, ...] = ()  # ids; one that begins with "@" is a relation: "@asker's manager"
    rule_id: str
    sentence: str
    kind: Kind = Kind.SIGNERS
    number: int = 0  # which rule of the policy, counted from 1; 0: none of its rules
    order: int = 0  # within its rule: 1 signs before 2; 0: in any order
    above: str = ""  # the organisation's version whose rule it is; empty: the workspace's own


class Owed(Frozen):
    """What a decision asks besides signatures. `later`: these people sign within so many seconds after it ran."""

    kind: Literal["security key", "second channel", "hold", "tell", "give", "expire", "later"]
    rule_id: str
    sentence: str
    number: int = 0
    seconds: int = 0
    people: int = 0
    groups: tuple[str, ...] = ()  # ids, as in a requirement
    what: tuple[str, ...] = ()
    above: str = ""  # as in a requirement


class Matched(Frozen):
    rule_id: str
    sentence: str
    outcome: Outcome
    note: str = ""  # what could not be told, where that made it match
    number: int = 0
    above: str = ""  # as in a requirement


class Ceiling(Frozen):
    """One upper bound: policy, the ladder; nothing is ever milder than any of them."""

    name: str
    outcome: Outcome
    reason: str
    requirements: tuple[Requirement, ...] = ()  # what it asks where policy alone would have asked nobody


class Decision(Frozen):
    outcome: Outcome
    requirements: tuple[Requirement, ...] = ()  # all must hold; they stand whatever the outcome is
    matched: tuple[Matched, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    owed: tuple[Owed, ...] = ()  # what runs or is signed owes all of these
    notes: tuple[str, ...] = ()  # what else had a part: rules not applied, sentences that cannot hold here
