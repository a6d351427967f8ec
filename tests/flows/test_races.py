"""What can race: two signatures at one instant, eight workers at one action."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
from django.db import connections

from apps.actions import approve, execute
from apps.actions.models import Action, Attempt, Proposal
from apps.core import scope
from apps.core.errors import Refused
from apps.workspaces.models import User
from tests.flows.world import World, until

TRIALS = 50


def at_once(shop: World, *deeds: Callable[[], object]) -> list[object]:
    """All of these start at the same instant, each in a session of its own. A refusal is an answer."""
    gate = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        try:
            with scope.workspace(shop.workspace):
                gate.wait(timeout=60)
                return deed()
        except Refused as why:
            return why
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def signing(proposal: Proposal, by: User) -> Callable[[], object]:
    return lambda: approve.sign(proposal.pk, by=by, digest=proposal.digest)


def orders(shop: World) -> list[str]:
    """Orders whose payments are large enough to give a dollar back."""
    with psycopg.connect(shop.books) as books:
        return [number for (number,) in books.execute("SELECT number FROM orders WHERE currency = 'USD' ORDER BY id")]


def test_two_people_sign_at_the_same_instant_and_each_refund_is_made_once(shop: World) -> None:
    proposals = [shop.proposes(shop.refund(order, 7_00)) for order in orders(shop)[:TRIALS]]
    priya, daniel = shop.person("priya"), shop.person("daniel")
    for proposal in proposals:
        answers = at_once(shop, signing(proposal, priya), signing(proposal, daniel))
        assert not [answer for answer in answers if isinstance(answer, Refused)]
    while execute.run_due(limit=20):
        pass
    assert Counter(Action.objects.values_list("state", flat=True)) == {"done": TRIALS}
    assert sorted(Counter(effect["key"] for effect in shop.effects("stripe")).values()) == [1] * TRIALS


def test_the_same_person_twice_at_the_same_instant_is_one_signature(shop: World) -> None:
    proposal, priya = shop.proposes(shop.refund()), shop.person("priya")
    at_once(shop, signing(proposal, priya), signing(proposal, priya))
    assert shop.states(proposal) == ["waiting"]


def test_of_eight_threads_at_one_action_one_runs_it(shop: World) -> None:
    proposal = shop.proposes(shop.case())
    shop.signs(proposal, "priya")
    at_once(shop, *[lambda: execute.run_due(limit=1)] * 8)
    assert shop.states(proposal) == ["done"]
    assert Attempt.objects.count() == 1


def test_of_eight_worker_processes_at_one_action_one_runs_it(shop: World) -> None:
    """All eight have picked it and read the record when the gate opens."""
    gate = shop.folder / "gate"
    proposal = shop.proposes(shop.mail())
    shop.signs(proposal, "priya")
    workers = shop.start("-m", "tests.flows.eight_workers", COUNTERSIGN_FAILPOINTS=f"guard.after_read=hold:{gate}")
    until(lambda: "forked" in shop.said or None)
    gate.touch()
    assert until(workers.poll) == 0
    assert shop.states(proposal) == ["done"]
    assert (Attempt.objects.count(), len(shop.effects("mail"))) == (1, 1)
