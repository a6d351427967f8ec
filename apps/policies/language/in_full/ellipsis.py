"""Clauses that lean on the one before: merges to main need one approval, merges to production two.

Nothing is taken over from a clause whose own parts cannot be told apart; then the sentence stays as it is.
"""

from apps.policies.language.in_full.clauses import BUT_NOT, Clause, clauses, denies
from apps.policies.language.in_full.said import CONDITIONS, PRONOUNS, Said

HEADS = frozenset("N_BARE G_BARE N_OBJ OBJECT".split())
SIGNERS = frozenset("NUMBER _PEOPLE _PERSON _APPROVAL GROUP _DUAL _FROM _BY _OF _OR _AND AT_LEAST _ANOTHER _IN".split())
ASKS = frozenset("_NEED _GO_TO _NOT_NEED".split())
RESTRICTS = frozenset("_NEED _MUST _MUST_BE _MAY_NOT _GO_TO _COME_WITH".split())
LOOSENS = frozenset("_MAY _NOT_NEED _NOT_NEED_TO _MAY_RUN_FIRST _ALLOWED _BE_AUTO_APPROVED _NO_APPROVAL "
    "_AUTOMATICALLY "
                    "_WITHOUT".split())  # fmt: skip
PLACED = frozenset("_BY _TO _FROM _IN _ON _FOR _WITH _OF _THAT OVER UP_TO UNDER AT_LEAST _LABELLED _ASKED_FOR_BY "
                   "_BETWEEN".split())  # fmt: skip
MONEY = frozenset("SIGN_USD SIGN_EUR SIGN_GBP SIGN_KR CURRENCY".split())
BY = frozenset({"_BY"})
LEADS = CONDITIONS | frozenset("_DURING _ON _IN _FOR _AFTER _BEFORE _FROM _BETWEEN _OUTSIDE_HOURS _ONCE".split())
VERBS = frozenset("V_BARE V_OBJ _CHANGE _SEND_OUT _SIGN _MAKE".split())
COMPARED = frozenset("later earlier larger smaller higher lower bigger older newer other remaining".split())
THEM = frozenset({"them", "it", "these", "those"})
STANDING_IN = frozenset({"ones", "those"})
NOT_SO = frozenset({"don't", "do not", "doesn't", "does not"})


def clauses_in_full(said: Said) -> tuple[str, ...]:
    first, *others = clauses(said)
    if not others or first.predicate in (first.end, first.begin) or said.can(0, LEADS):
        return ()
    parts = [said.part(first.begin, first.end)]
    for clause in others:
        made = _in_full(said, first, clause)
        if not made:
            return ()
        parts = [*parts[:-1], *made] if len(made) > 1 else [*parts, *made]
    return ("; ".join(parts),)


def _in_full(said: Said, first: Clause, clause: Clause) -> tuple[str, ...]:
    """The clause by itself; two where it says what holds otherwise; nothing where it cannot be said."""
    if clause.begin == clause.end:
        return ()
    if said.word(clause.end - 1) in ("otherwise", "else") or said.word(clause.begin) in ("otherwise", "else"):
        return _otherwise(said, first, clause)
    subject = said.part(first.begin, first.predicate)
    if said.word(clause.begin) in BUT_NOT or denies(said, clause.begin):
        return _but_not(said, first, clause, subject)
    if clause.begin < clause.predicate - 1 and said.word(clause.predicate - 1) in PRONOUNS:
        return (f"{said.part(clause.begin, clause.predicate - 1)} {said.part(clause.predicate, clause.end)}",)
    if said.word(clause.begin) in PRONOUNS and clause.predicate == clause.begin + 1:
        return _of_all(said, first, clause, subject)
    whole = _with_things(said, first, clause, subject)
    if clause.predicate < clause.end:
        if clause.predicate + 2 == clause.end and _numbers(said, clause.end - 1):
            whole = f"{_shortened(whole, said, clause.end - 1)} {_counted(said, first, said.word(clause.end - 1))}"
        return (whole,) if whole and _stands(said, first, clause) else ()
    return _without_predicate(said, first, clause, whole)


def _of_all(said: Said, first: Clause, clause: Clause, subject: str) -> tuple[str, ...]:
    """`they must be logged`: all of them, which only restricts where the first clause had a condition."""
    restricts = said.can(clause.predicate, RESTRICTS) and said.find(LOOSENS, clause.predicate, clause.end) == clause.end
    if first.condition < first.end and not restricts:
        return ()
    return (f"{subject} {said.part(clause.predicate, clause.end)}",)


def _but_not(said: Said, first: Clause, clause: Clause, subject: str) -> tuple[str, ...]:
    """`but not delete them`, `never to main`: what the same may not do; with the verb of before where it has none."""
    verb, begin = first.predicate + 1, clause.begin + 1
    if not said.can(first.predicate, ("_MAY",)) or begin >= clause.end or not said.can(verb, VERBS):
        return ()
    thing = said.find(PLACED | {"_WITHOUT"}, verb + 1, first.condition)
    if said.can(begin, VERBS):
        them = next((at for at in range(begin + 1, clause.end) if said.word(at) in THEM), clause.end)
        last = said.part(verb + 1, thing) if them < clause.end else ""
        return (f"{subject} may not {said.part(begin, them)} {last} {said.part(them + 1, clause.end)}".strip(),)
    if said.can(begin, PLACED):
        return (f"{subject} may not {said.part(verb, thing)} {said.part(begin, clause.end)}",)
    return ()


def _stands(said: Said, first: Clause, clause: Clause) -> bool:
    """A clause of its own; behind a condition only what can be no part of that condition."""
    conditional = first.condition < first.end and said.word(clause.begin - 1) not in (";", ".", "but")
    return not conditional or said.can(clause.predicate, ("_NEED", "_MAY_NOT", "_MAY", "_GO_TO"))


def _with_things(said: Said, first: Clause, clause: Clause, subject: str) -> str:
    """The clause with "them", "ones" and "those" replaced by what the first one speaks of."""
    begin, end = clause.begin, clause.end
    if done := _done_to_one(said, first, clause):
        return done
    for at in range(begin, clause.predicate):
        if said.word(at) == "them":
            return f"{said.part(begin, at)} {subject} {said.part(at + 1, end)}".strip()
        if said.word(at) in STANDING_IN and said.word(at - 1) not in COMPARED:
            if _does(said, first) and said.can(clause.predicate, ASKS):
                return ""  # what is done to them would be lost: weekly ones need the lead
            return f"{said.part(begin, at)} {_noun(said, first, whole=at == begin)} {said.part(at + 1, end)}".strip()
    return said.part(begin, end)


def _does(said: Said, first: Clause) -> bool:
    """Whether it is said there what is done: may be deleted."""
    return said.can(first.predicate, ("_MAY", "_MAY_NOT", "_MAY_ONLY")) and said.can(first.predicate + 1, ("_BE",))


def _done_to_one(said: Said, first: Clause, clause: Clause) -> str:
    """`deleting an invoice …; voiding one`: another doing to such a thing."""
    at = clause.predicate - 1
    doing = said.word(first.begin).endswith("ing") and said.word(at - 1).endswith("ing") and at - 1 == clause.begin
    if not doing or said.word(at) not in ("one", "ones", "it", "them"):
        return ""
    thing = said.part(first.begin + 1, first.predicate)
    return f"{said.part(clause.begin, at)} {thing} {said.part(clause.predicate, clause.end)}"


def _noun(said: Said, first: Clause, *, whole: bool) -> str:
    """What the first clause speaks of, without what stands behind it; without its adjectives too, where others come."""
    begin = first.begin + (1 if said.can(first.begin, ("_ALL",)) else 0)
    end = said.find(PLACED, begin, first.predicate)
    return said.part(begin if whole else said.find(HEADS, begin, end - 1), end)


def _without_predicate(said: Said, first: Clause, clause: Clause, whole: str) -> tuple[str, ...]:
    """`domestic wires one`, `low-risk changes by Engineering`, `wires Treasury`, `but refunds don't`"""
    begin, end = clause.begin, clause.end
    predicate = said.part(first.predicate, first.predicate + 1)
    asks = all(said.can(at, SIGNERS) for at in range(first.predicate + 1, first.condition))
    if said.word(end - 1) in NOT_SO and asks and said.can(first.predicate, ("_NEED",)):
        return (f"{_shortened(whole, said, end - 1)} need no approval",)
    named = asks and any(not said.can(at, SIGNERS) for at in range(begin, end - 1))
    if _numbers(said, end - 1) and named:
        return (f"{_shortened(whole, said, end - 1)} {predicate} {_counted(said, first, said.word(end - 1))}",)
    by = said.find(BY, begin, end)
    here = said.find(BY, first.predicate, first.condition)
    if begin < by < end - 1 and here < first.condition:
        return (f"{said.part(begin, by)} {said.part(first.predicate, here)} {said.part(by, end)}",)
    if (
        said.can(end - 1, ("GROUP",))
        and not said.can(end - 2, PLACED)
        and named
        and first.predicate + 1 < first.condition
    ):
        return (f"{_shortened(whole, said, end - 1)} {predicate} {said.part(end - 1, end)}",)
    return ()


def _shortened(whole: str, said: Said, at: int) -> str:
    return whole.removesuffix(said.part(at, at + 1)).rstrip()


def _numbers(said: Said, at: int) -> bool:
    """Whether a number of people stands here, and no amount."""
    return said.can(at, ("NUMBER",)) and not said.can(at - 1, MONEY) and not said.can(at + 1, MONEY)


def _counted(said: Said, first: Clause, number: str) -> str:
    """Who signs in the first clause, with this number; where it named none, so many people."""
    begin, end = first.predicate + 1, first.condition
    at = next((n for n in range(begin, end) if _numbers(said, n)), end)
    if at == end:
        return f"{number} people from {said.part(begin, end)}"
    return f"{said.part(begin, at)} {number} {said.part(at + 1, end)}".strip()


def _otherwise(said: Said, first: Clause, clause: Clause) -> tuple[str, ...]:
    """`two engineers if …, and from one otherwise`: the second holds where the condition of the first does not."""
    if not said.can(first.condition, ("_WHEN",)):
        return ()
    words = [at for at in range(clause.begin, clause.end) if said.word(at) not in ("otherwise", "else", "from", "by")]
    if not words:
        return ()
    said_now = " ".join(said.part(at, at + 1) for at in words)
    if len(words) == 1 and said.can(words[0], ("NUMBER",)):
        said_now = _counted(said, first, said.word(words[0]))
    main = said.part(first.begin, first.predicate + 1)
    then = said.part(first.condition + 1, first.end)
    return (said.part(first.begin, first.end), f"{main} {said_now} unless {then}")
