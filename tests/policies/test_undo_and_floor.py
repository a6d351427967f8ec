import pytest

from apps.connectors.contract import Verb
from apps.policies.ceilings import Rung
from apps.policies.decision import Decision, Kind, Outcome
from apps.policies.engine import decide
from apps.policies.lattice import strictest
from apps.policies.question import Subject
from tests.policies.make import SAMPLE, compensating, exact, policy, question, read, refund, update

RESUME = question("countersign.resume", Verb.RUN)


def test_an_exact_undo_asks_one_person_who_may_be_the_clicker() -> None:
    (back,) = decide(policy(*SAMPLE), exact(update("Case"))).requirements
    assert (back.people, back.groups, back.kind) == (1, (), Kind.EXACT_UNDO)
    assert decide(policy("Never update Case."), exact(update("Case"))).outcome == Outcome.APPROVE


def test_a_compensation_is_decided_as_the_action_that_it_is() -> None:
    decision = decide(policy(*SAMPLE), compensating(refund(60_000)))
    assert decision.outcome == Outcome.DENY
    assert all(req.kind == Kind.SIGNERS for req in decision.requirements)


def test_a_sentence_about_undoing_takes_the_place_of_the_default() -> None:
    shop = policy("Undoing updates to Case needs two people from Finance.", "Undo refunds without asking.")
    (back,) = decide(shop, exact(update("Case"))).requirements
    assert (back.people, back.groups, back.kind) == (2, ("Finance",), Kind.SIGNERS)
    assert decide(shop, update("Case")).outcome == Outcome.SUGGEST  # says nothing of the update itself
    original = Subject(tool="stripe.refund", connector="stripe", verb=Verb.CREATE, categories=("refunds",))
    undone = exact(question("stripe.charge")).model_copy(update={"undone": original})
    assert decide(shop, undone).outcome == Outcome.AUTO


@pytest.mark.parametrize("closing", ["Never do anything.", "Only suggest anything.", "Never change permissions."])
def test_no_rule_closes_the_road_by_which_rules_are_changed(closing: str) -> None:
    decision = decide(policy(closing), RESUME.model_copy(update={"categories": ("permissions",)}))
    assert decision.outcome == Outcome.APPROVE
    assert [(req.people, req.groups, req.rule_id) for req in decision.requirements] == [(1, ("Admins",), "floor")]
    assert closing in decision.notes[0]


def test_a_rule_may_ask_more_than_the_floor_and_never_less() -> None:
    more = decide(policy("Anything needs two people from Finance."), RESUME)
    assert [req.groups for req in more.requirements] == [("Admins",), ("Finance",)]
    less = decide(policy("Do anything without asking."), RESUME)
    assert [req.groups for req in less.requirements] == [("Admins",)]
    assert decide(policy(), exact(RESUME)).requirements[0].rule_id == "floor"


@pytest.mark.parametrize(
    ("rung", "written", "read_outcome"),
    [("off", "deny", "deny"), ("suggest", "suggest", "auto"), ("approve", "approve", "auto"), ("auto", "auto", "auto")],
)
def test_the_rung_is_a_ceiling_with_its_reason(rung: Rung, written: str, read_outcome: str) -> None:
    shop = policy("Do anything without asking.")
    decision = decide(shop, update("Case"), rung=rung)
    assert decision.outcome == written
    assert decision.ceilings[-1].name == "ladder"
    assert bool(decision.requirements) == (rung == "approve")
    assert decide(shop, read(), rung=rung).outcome == read_outcome


def test_the_ladder_adds_nobody_where_policy_already_asks_and_does_not_speak_of_undo() -> None:
    shop = policy(*SAMPLE)
    assert len(decide(shop, refund(100), rung="approve").requirements) == 1
    assert [ceiling.name for ceiling in decide(shop, exact(update("Case")), rung="off").ceilings] == ["policy"]


def test_a_proposal_takes_the_strictest_outcome_and_every_requirement_once() -> None:
    shop = policy(*SAMPLE)
    decisions = [decide(shop, asked) for asked in (refund(100), refund(200), update("Case"), read())]
    together = strictest(decisions)
    assert together.outcome == Outcome.APPROVE
    assert [req.people for req in together.requirements] == [2, 1]
    assert strictest([together, Decision(outcome=Outcome.SUGGEST)]).outcome == Outcome.SUGGEST
    with pytest.raises(ValueError, match="no action"):
        strictest([])


def test_a_decision_is_json_and_back() -> None:
    decision = decide(policy(*SAMPLE), refund(60_000), rung="approve")
    assert Decision.model_validate_json(decision.model_dump_json()) == decision
