"""Rules and questions at random, in the forms that sentences can have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from apps.connectors.contract import CannotTell, Fact, Facts, HasNone, Known, Risk, UndoKind, Verb
from apps.policies.question import Question
from apps.policies.rule import (
    ANYTHING,
    EVERYTHING_ELSE,
    TOOL,
    Amount,
    AnyOf,
    Clause,
    Condition,
    Count,
    Effect,
    EveryOf,
    Extra,
    Fields,
    Need,
    Not,
    Op,
    Recipients,
    RiskIs,
    Rule,
    Target,
)
from tests.policies import generated_tests
from tests.policies.make import OURS, SHOP

OBJECTS = st.lists(st.sampled_from(SHOP.objects), unique=True, max_size=3).map(tuple)
CONNECTORS = st.lists(st.sampled_from(SHOP.named("connectors")), unique=True, max_size=2).map(tuple)
GROUPS = st.lists(st.sampled_from(SHOP.named("groups")), unique=True, max_size=3).map(tuple)
AGENTS = st.lists(st.sampled_from(SHOP.named("agents")), unique=True, max_size=2).map(tuple)
FIELDS = st.lists(st.sampled_from((*SHOP.fields, "Owner of it", "x.y")), unique=True, min_size=1, max_size=3).map(tuple)
AMOUNTS = st.builds(
    Amount,
    op=st.sampled_from(Op),
    amount=st.integers(0, 200_000),
    currency=st.sampled_from(["USD", "EUR", "DKK", "JPY", "BHD"]),
)
COUNTS = st.builds(Count, op=st.sampled_from(Op), number=st.integers(0, 20))
RECIPIENTS = st.builds(Recipients, which=st.sampled_from(["outside", "inside", "only inside"]))
ANY_FIELDS = st.builds(Fields, which=st.sampled_from(["any", "only"]), names=FIELDS)
NATIVE: SearchStrategy[Condition] = st.one_of(AMOUNTS, COUNTS, RECIPIENTS, ANY_FIELDS)
SINGLE: SearchStrategy[Any] = st.one_of(NATIVE, generated_tests.COMPUTED)
TESTS: SearchStrategy[Any] = st.one_of(SINGLE, st.builds(Not, test=SINGLE))
SOME = st.lists(TESTS, min_size=2, max_size=3, unique=True).map(tuple)
CONDITIONS: SearchStrategy[Condition | None] = st.one_of(
    st.none(),
    TESTS,
    st.builds(EveryOf, of=SOME),
    st.builds(AnyOf, of=SOME),
    st.builds(lambda one, some: EveryOf(of=(one, AnyOf(of=some))), TESTS, SOME),
    st.builds(lambda one, some: AnyOf(of=(one, EveryOf(of=some))), TESTS, SOME),
)


EXTRAS = st.one_of(
    st.builds(Extra, kind=st.sampled_from(["security key", "second channel"])),
    st.builds(Extra, kind=st.sampled_from(["hold", "expire"]), seconds=st.sampled_from([60, 5400, 86_400])),
    st.builds(Extra, kind=st.just("tell"), who=st.lists(generated_tests.PEOPLE, unique=True, min_size=1, max_size=2).map(tuple)),
    st.builds(Extra, kind=st.just("give"), what=generated_tests.SEVERAL),
)  # fmt: skip


def targets(place: SearchStrategy[tuple[object, ...]] = CONNECTORS) -> SearchStrategy[Target]:
    return st.one_of(
        st.builds(Target, deed=st.sampled_from([ANYTHING, EVERYTHING_ELSE]), connectors=place),
        st.builds(
            Target,
            deed=st.sampled_from(["refunds", "charges", "messages", "permissions", "billing", "users", "deployments"]),
            connectors=place,
        ),
        st.builds(
            Target,
            deed=st.sampled_from(["read", "write", "create", "update", "deletions"]),
            objects=OBJECTS,
            connectors=place,
        ),
        st.builds(Target, deed=st.just(TOOL), tool=st.sampled_from(SHOP.tools)),
    )


def clauses() -> SearchStrategy[Clause]:
    needs = st.lists(st.builds(Need, people=st.integers(1, 20), groups=GROUPS), min_size=1, max_size=3, unique=True)
    alone = st.lists(targets(), min_size=1, max_size=1)
    several = st.lists(targets(st.just(())), min_size=1, max_size=3, unique=True)
    return st.builds(
        Clause,
        effect=st.sampled_from([effect for effect in Effect if effect is not Effect.ALWAYS]),
        targets=st.one_of(alone, several).map(tuple),
        needs=needs.map(tuple),
        agents=AGENTS,
        undoing=st.booleans(),
        condition=CONDITIONS,
        in_order=st.booleans(),
        later_s=st.sampled_from([0, 3600, 7200]),
        extras=st.lists(EXTRAS, unique=True, max_size=2).map(tuple),
    ).map(_sound)


def _sound(clause: Clause) -> Clause:
    """Only what a sentence can say: needs belong to an ask, and what loosens is read narrowly."""
    signs = clause.effect is Effect.ASK or (clause.effect is Effect.AUTO and clause.later_s and not clause.agents)
    said = {
        "needs": clause.needs if signs else (),
        "in_order": bool(signs and clause.in_order and len(clause.needs) > 1),
        "later_s": clause.later_s if signs and clause.effect is Effect.AUTO else 0,
        "extras": _extras(clause),
        "condition": _ordered(_narrow(clause.condition) if clause.effect is Effect.AUTO else clause.condition),
    }
    return clause.model_copy(update=said)


def _extras(clause: Clause) -> tuple[Extra, ...]:
    if clause.effect is Effect.OWE:
        return clause.extras or (Extra(kind="security key"),)
    if clause.effect in (Effect.DENY, Effect.SUGGEST):
        return tuple(extra for extra in clause.extras if extra.kind == "tell")
    return clause.extras


def _ordered(condition: Condition | None) -> Condition | None:
    """What must hold before what must not."""
    if not isinstance(condition, EveryOf):
        return condition
    amounts = [part for part in condition.of if isinstance(part, Amount)]
    kept = tuple(part for part in condition.of if part not in amounts[1:])
    if len(kept) == 1:
        return kept[0]
    condition = EveryOf(of=kept)
    return EveryOf(of=tuple(sorted(condition.of, key=lambda part: isinstance(part, Not))))


def _narrow(condition: Condition | None) -> Any:
    if isinstance(condition, EveryOf | AnyOf):
        parts = tuple(dict.fromkeys(map(_narrow, condition.of)))
        return condition.model_copy(update={"of": parts}) if len(parts) > 1 else parts[0]
    if isinstance(condition, Not):
        return Not(test=_narrow(condition.test))
    if isinstance(condition, RiskIs) and condition.op is Op.AT_LEAST:
        return RiskIs(op=Op.UP_TO, level=condition.level)
    if isinstance(condition, Recipients) and condition.which == "inside":
        return Recipients(which="only inside")
    if isinstance(condition, Fields):
        return condition.model_copy(update={"which": "only"})
    return condition


def rules() -> SearchStrategy[Rule]:
    spared = st.builds(Target, deed=st.just("write"), spared=OBJECTS.filter(bool), connectors=CONNECTORS)
    only = spared.map(lambda target: Clause(effect=Effect.DENY, targets=(target,)))
    several = st.lists(clauses(), min_size=2, max_size=3, unique=True).map(tuple).filter(_coherent)
    return st.one_of(
        clauses().map(lambda clause: Rule(clauses=(clause,))),
        several.map(lambda clauses: Rule(clauses=clauses)),
        only.map(lambda clause: Rule(clauses=(clause,))),
        only.map(lambda clause: Rule(clauses=(_reads(clause), clause))),
    )


def _coherent(clauses: tuple[Clause, ...]) -> bool:
    """A sentence that lets and holds back the very same says nothing."""
    cases: dict[object, set[Effect]] = {}
    for each in clauses:
        cases.setdefault((each.targets, each.agents, each.undoing, each.condition), set()).add(each.effect)
    return not any(Effect.AUTO in said and said & {Effect.ASK, Effect.DENY, Effect.SUGGEST} for said in cases.values())


def _reads(clause: Clause) -> Clause:
    return Clause(effect=Effect.AUTO, targets=(Target(deed="read", connectors=clause.targets[0].connectors),))


def facts() -> SearchStrategy[Facts]:
    def fact(values: SearchStrategy[object]) -> SearchStrategy[Fact]:
        return st.one_of(st.builds(Known, value=values), st.just(HasNone()), st.just(CannotTell()))

    money = st.fixed_dictionaries(
        {
            "amount": st.integers(0, 200_000),
            "currency": st.sampled_from(["USD", "EUR"]),
            "category": st.sampled_from(["refund", "charge", ""]),
        }
    )
    address = st.sampled_from(
        [f"ada@{OURS}", f"LEO@{OURS.upper()}", "eve@stranger.example", f"eve@stranger.example,a@{OURS}"]
    )
    row = st.fixed_dictionaries({"object": st.sampled_from(SHOP.objects), "id": st.just("1")})
    return st.builds(
        Facts,
        money=fact(money),
        recipients=fact(st.lists(address, max_size=3)),
        fields=fact(st.lists(st.sampled_from(["Status", "priority", "Owner of it", "other"]), max_size=3)),
        permission_change=fact(st.booleans()),
        billing_change=fact(st.booleans()),
        count=fact(st.integers(0, 20)),
        record=fact(row),
    )


def questions() -> SearchStrategy[Question]:
    return st.builds(
        Question,
        tool=st.sampled_from([*SHOP.tools, "mail.send"]),
        connector=st.sampled_from(["stripe", "salesforce", "mail"]),
        verb=st.sampled_from(Verb),
        object=st.sampled_from(["", "Case", "order"]),
        categories=st.lists(
            st.sampled_from(["refunds", "charges", "messages", "permissions", "deployments"]), max_size=2
        ).map(tuple),
        undoing=st.booleans(),
        undo_kind=st.sampled_from(UndoKind),
        facts=facts(),
        agent=st.sampled_from(["agent-1", "agent-2", ""]),
        risk=st.sampled_from(Risk),
        asker_roles=st.sampled_from([frozenset(), frozenset({"Finance"})]),
        circumstances=generated_tests.circumstances(),
    )
