"""What surrounds an action when policy is asked: told from the record, the run and what was handed in, or left out."""

from decimal import Decimal

from apps.actions import draft, propose, rules, surroundings
from apps.actions.draft import Asked, Wanted
from apps.agents.models import Agent, Rung
from apps.connectors.contract import UndoKind
from apps.policies.circumstances import Circumstances, Figure
from apps.runs import record
from apps.runs.models import Run
from tests.actions.shop import Shop


def around(shop: Shop, wanted: Wanted, *, looked: bool = True, **more: object) -> Circumstances:
    [step] = draft.steps([wanted])
    asked = Asked(shop.agent, shop.person("leo"), shop.run(), **more)  # type: ignore[arg-type]  # a test's shorthand
    return surroundings.of(step, asked, propose.look([step])[0] if looked else None, rules.in_force())


def test_a_refund_tells_what_was_paid_how_old_that_is_and_what_state_it_is_in(shop: Shop) -> None:
    case = shop.case()
    told = around(shop, shop.wanted(case)[0])
    assert told.record is not None
    assert (told.record["status"], told.record["charge.status"]) == ("succeeded", "succeeded")
    assert told.figures["payment"] == Figure(amount=int(Decimal(case["amount"]) * 100), currency="USD")
    assert told.ages["payment"] is not None
    assert told.arguments["amount"] == 4200


def test_before_the_record_was_read_nothing_is_said_of_it(shop: Shop) -> None:
    told = around(shop, shop.wanted(shop.case())[0], looked=False)
    assert (told.record, told.text, told.figures, told.undo) == (None, None, {}, None)
    assert told.at is not None


def test_a_message_tells_its_text_and_how_it_is_taken_back(shop: Shop) -> None:
    told = around(shop, shop.wanted(shop.case())[2])
    assert told.text is not None
    assert "We have refunded $42.00" in told.text
    assert told.undo == UndoKind.COMPENSATE


def test_what_came_with_it_and_what_the_run_did_before_are_told(shop: Shop) -> None:
    proposal = shop.done(shop.refund())
    [step] = draft.steps([shop.wanted(shop.case())[2]])
    run = Run.objects.get(pk=proposal.run_id)
    asked = Asked(shop.agent, shop.person("leo"), run, given={"ticket": "T-9"})
    told = surroundings.of(step, asked, None, rules.in_force())
    assert told.given == {"ticket": True}
    assert told.earlier == ("stripe.refund", "refunds", "create", "create Refund", "refunds Refund")


def test_what_the_run_has_read_is_told_with_its_object_and_what_cannot_be_told_is_not(shop: Shop) -> None:
    run, [step] = shop.run(), draft.steps([shop.wanted(shop.case())[2]])
    asked = Asked(shop.agent, shop.person("leo"), run)
    body = {"tool": "postgres.read", "arguments": {"table": "cases"}, "result": {}}
    record.step(run, "tool", "Read the case", body)
    assert surroundings.of(step, asked, None, rules.in_force()).earlier == ("postgres.read", "read", "read Case")
    record.step(run, "tool", "Read elsewhere", body | {"arguments": {"table": "elsewhere"}})
    assert surroundings.of(step, Asked(shop.agent, shop.person("leo"), run), None, rules.in_force()).earlier is None


def test_two_places_of_one_name_that_differ_are_told_by_their_whole_names_alone() -> None:
    flat = {"charge.id": "ch_1", "customer.id": "cus_1", "charge.status": "paid"}
    assert surroundings._by_last_name(flat) == flat | {"status": "paid"}


def outcome(shop: Shop, **given: str) -> str:
    run, case = shop.run(), shop.case()
    key = f"key-{sorted(given.items())}"
    made = propose.propose(
        shop.wanted(case)[:1], agent=shop.agent, asker=shop.person("leo"), run=run, key=key, given=given
    )
    return made.outcome


def test_a_rule_speaks_of_the_live_record_and_of_what_came_with_it(shop: Shop) -> None:
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    shop.publish("Refund up to 100 USD without asking.", "For refunds, ask for ticket number.")
    assert outcome(shop) == "approve"
    assert outcome(shop, **{"ticket number": "T-9"}) == "auto"
    shop.publish("Refund up to 100 USD without asking.", "Never refund more than 10 % of the payment.")
    assert outcome(shop, reason="a") == "deny"
    shop.publish("Refund up to 100 USD without asking.", "Never refund more than 90 % of the payment.")
    assert outcome(shop, reason="b") == "auto"
