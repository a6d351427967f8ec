"""One suite over every tool in the catalogue: what a manifest promises, and what each write does on the wire.

A new HTTP or mail connector joins by a line in CASES; the SQL connector keeps the same promises in `sql/`.
"""

from collections.abc import Callable

import pytest

from apps.connectors import engine, schema
from apps.connectors.contract import (
    FAMILIES,
    Call,
    Done,
    Found,
    InDoubt,
    InverseCall,
    JsonDict,
    NotThere,
    Opened,
    Prepared,
    Same,
    Tier,
    Unclear,
)
from apps.core.canonical import digest
from apps.core.errors import Invalid
from tests.connectors import peers
from tests.connectors.peers import Peer

TOOLS = sorted(f"{name}.{tool}" for name, manifest in engine.catalog().items() for tool in manifest.operations)
CASES: dict[str, Callable[[Peer], JsonDict]] = {
    "stripe.refund": lambda stripe: {"charge": peers.new_charge(stripe), "amount": 18450},
    "stripe.charge": lambda stripe: _bill(peers.new_customer(stripe)),
    "stripe.credit": lambda stripe: _bill(peers.new_customer(stripe, balance=500, currency="usd")),
    "stripe.update_customer": lambda stripe: {"customer": peers.new_customer(stripe), "set": {"email": ""}},
    "mail.send": lambda _: {"to": ["m.oduya@fernhill.example"], "subject": "Your lamp", "text": "Hello"},
}


def _bill(customer: str) -> JsonDict:
    return {"customer": customer, "amount": 18450, "currency": "USD", "description": "Lamp"}


@pytest.fixture(params=sorted(CASES))
def one(request: pytest.FixtureRequest, running: dict[str, Peer]) -> Prepared:
    return _one(str(request.param), running)


def _one(tool: str, running: dict[str, Peer]) -> Prepared:
    connector = tool.partition(".")[0]
    arguments = CASES[tool](running[connector])
    (prepared,) = engine.prepare([engine.Prepare(Call(tool=tool, arguments=arguments), peers.opened(connector))])
    return prepared


def _opened(one: Prepared) -> Opened:
    return peers.opened(_connector(one))


def _connector(one: Prepared) -> str:
    return one.tool.partition(".")[0]


def test_every_write_over_http_or_mail_has_a_case() -> None:
    driven = [name for name in TOOLS if engine.catalog()[name.partition(".")[0]].driver in ("http", "smtp")]
    assert sorted(CASES) == [name for name in driven if engine.tool(name).leaves]


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_says_something_of_every_family_of_facts(name: str) -> None:
    connector, _, tool = name.partition(".")
    said = engine.catalog()[connector].operations[tool].facts
    assert all(getattr(said, family) is not None for family in FAMILIES)


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_takes_no_argument_that_it_does_not_name(name: str) -> None:
    with pytest.raises(Invalid):
        engine.validate(engine.tool(name), {"surprise": 1})
    assert schema.checked(engine.tool(name).input)


@pytest.mark.parametrize("name", TOOLS)
def test_a_write_fills_the_six_blanks_and_a_read_has_none(name: str) -> None:
    tool = engine.tool(name)
    assert (tool.blanks is not None) == tool.leaves
    assert tool.definition.startswith("sha256:")


def test_a_preview_changes_nothing_and_has_one_byte_form(one: Prepared, running: dict[str, Peer]) -> None:
    writes = [request for request in running[_connector(one)].requests() if request["method"] == "POST"]
    again = engine.prepare([engine.Prepare(Call(tool=one.tool, arguments=one.arguments), _opened(one))])
    assert [request for request in running[_connector(one)].requests() if request["method"] == "POST"] == writes
    assert digest(again[0].model_dump(mode="json")) == digest(one.model_dump(mode="json"))


def test_the_preview_equals_the_effect(one: Prepared) -> None:
    done = peers.done(one, peers.new_key())
    assert engine.verify(one, done, _opened(one)) == ()
    assert digest(done.result)


def test_what_was_guarded_still_holds_until_it_runs(one: Prepared) -> None:
    assert engine.recheck(one, _opened(one), timeout_s=5) == Same()


def test_a_lost_answer_is_in_doubt_and_found_by_the_key(one: Prepared, running: dict[str, Peer]) -> None:
    key, peer = peers.new_key(), running[_connector(one)]
    peer.misbehave({"drop_after": True})
    assert isinstance(peers.execute(one, key), InDoubt)
    found = engine.reconcile(one, _opened(one), peers.attempt(key))
    assert isinstance(found, Found)
    assert len(peer.effects(key)) == 1


def test_a_lost_request_is_in_doubt_and_not_found(one: Prepared, running: dict[str, Peer]) -> None:
    key, peer = peers.new_key(), running[_connector(one)]
    peer.misbehave({"drop_before": True})
    assert isinstance(peers.execute(one, key), InDoubt)
    looked = engine.reconcile(one, _opened(one), peers.attempt(key))
    assert isinstance(looked, Unclear if one.tier is Tier.D else NotThere)
    assert peer.effects(key) == []


@pytest.mark.parametrize("name", [name for name in sorted(CASES) if engine.tool(name).tier is Tier.A])
def test_the_same_key_twice_is_one_effect(name: str, running: dict[str, Peer]) -> None:
    one = _one(name, running)
    key = peers.new_key()
    first, second = peers.execute(one, key), peers.execute(one, key)
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert first.result == second.result
    assert len(running[_connector(one)].effects(key)) == 1


def test_the_way_back_is_itself_a_call_that_can_be_previewed(one: Prepared) -> None:
    inverse = engine.undo_plan(one, peers.done(one, peers.new_key()).result, _opened(one))
    assert isinstance(inverse, InverseCall)
    assert (inverse.kind, inverse.tool) == (one.undo.kind, one.undo.tool)
    assert peers.prepared(inverse.tool, **inverse.arguments).title


def test_the_key_is_open_until_the_action_has_one(one: Prepared) -> None:
    assert one.request["open"]
    assert "${action.key}" in str(one.request)
