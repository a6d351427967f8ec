"""Signers by what they are: the asker's manager, the owner of the record. Said by a governed action, gone when ended."""

import pytest

from apps.actions import approve, signers, undo
from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own.relations import END, SAY
from apps.approvals.models import Request
from apps.audit import log
from apps.core.errors import Invalid, NotEntitled
from apps.policies.decision import Decision, Outcome
from apps.policies.decision import Requirement as Needed
from apps.workspaces import relations
from apps.workspaces.models import Member
from tests.actions.shop import Shop

MANAGER = Needed(people=1, groups=("@asker's manager",), rule_id="rule 1", sentence="Refunds need the asker's manager.")


def wish(shop: Shop, tool: str, kind: str, of: str, person: str) -> Proposal:
    arguments = {"kind": kind, "of": of, "person": str(shop.person(person).pk)}
    return govern(tool, arguments, by=shop.person("ada"), goal="Who is whose manager")


def ask(shop: Shop, needed: Needed) -> Proposal:
    """A refund whose signature such a rule asks for."""
    proposal = shop.refund()
    signers.ask(proposal, Decision(outcome=Outcome.APPROVE, requirements=(needed,)), ())
    return proposal


def test_a_manager_is_named_by_a_governed_action_and_taken_back_exactly(shop: Shop) -> None:
    asker, priya = shop.person("leo"), shop.person("priya")
    proposal = wish(shop, SAY, "manager", asker.pk.hex, "priya")
    shop.sign(proposal, "ruben")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    assert relations.managers_of(asker.pk) == {priya.pk}
    assert "relation.said" in [entry.kind for entry in log.of(priya.said)]
    back = undo.undo(proposal.pk, by=shop.person("ruben"))
    approve.sign(back.pk, by=shop.person("ada"), digest=back.digest)
    shop.work(until=lambda: shop.states(back) == ["done"])
    assert relations.managers_of(asker.pk) == frozenset()


def test_only_members_are_named_and_nobody_is_their_own_manager(shop: Shop) -> None:
    priya = shop.person("priya")
    with pytest.raises(Invalid, match="own manager"):
        wish(shop, SAY, "manager", priya.pk.hex, "priya")
    with pytest.raises(Invalid, match="manager of a person"):
        wish(shop, SAY, "manager", "Payroll", "priya")
    with pytest.raises(Invalid, match="not that manager"):
        wish(shop, END, "manager", shop.person("leo").pk.hex, "priya")
    Member.objects.filter(user=priya).update(ended_at="2026-01-01T00:00:00Z")
    with pytest.raises(Invalid, match="no such person"):
        wish(shop, SAY, "owner", "system:Payroll", "priya")


def test_who_has_left_is_nobodys_manager(shop: Shop) -> None:
    leo, priya = shop.person("leo"), shop.person("priya")
    relations.say("manager", leo.pk.hex, priya.pk, workspace=shop.id, by="operator")
    Member.objects.filter(user=priya).update(ended_at="2026-01-01T00:00:00Z")
    assert relations.managers_of(leo.pk) == frozenset()


def test_the_nearest_owner_counts_in_any_spelling(shop: Shop) -> None:
    ada, ruben = shop.person("ada"), shop.person("ruben")
    relations.say("owner", "system", ada.pk, workspace=shop.id, by="operator")
    relations.say("owner", "System:  Payroll", ruben.pk, workspace=shop.id, by="operator")
    assert relations.owners_of(["system:payroll", "system"]) == {ruben.pk}
    assert relations.owners_of(["system:crm", "system"]) == {ada.pk}
    assert relations.owners_of(["budget:travel"]) == frozenset()


def test_the_askers_manager_signs_and_nobody_else(shop: Shop) -> None:
    leo, priya = shop.person("leo"), shop.person("priya")
    relations.say("manager", leo.pk.hex, priya.pk, workspace=shop.id, by="operator")
    proposal = ask(shop, MANAGER)
    with pytest.raises(NotEntitled, match="the asker's manager"):
        shop.sign(proposal, "daniel")
    shop.sign(proposal, "priya")
    assert [one.state for one in Request.objects.filter(digest=proposal.digest).order_by("-id")[:1]] == ["met"]


def test_where_no_manager_is_known_nobody_signs_in_their_place(shop: Shop) -> None:
    proposal = ask(shop, MANAGER)
    for name in ("daniel", "priya", "ruben"):
        with pytest.raises(NotEntitled, match="the asker's manager"):
            shop.sign(proposal, name)
