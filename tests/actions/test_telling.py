"""Whom a rule tells: once each, by role or by what they are, in the log and on their first page."""

from django.test import Client
from django.urls import reverse

from apps.actions import decide_again, telling
from apps.actions.models import Proposal
from apps.audit import log
from apps.core import ids
from apps.workspaces import relations
from apps.workspaces.access import role_ids_of
from apps.workspaces.models import Workspace
from tests.actions.shop import Shop

ASK = "Refunds need two people from Finance or Support leads."


def known(shop: Shop, name: str) -> list[object]:
    who = shop.person(name)
    return list(telling.told(shop.id, who.pk, role_ids_of(who.pk, shop.id), limit=5))


def lines(proposal: Proposal) -> int:
    return sum(one.kind == telling.TOLD for one in log.of(ids.say("proposal", proposal.pk)))


def test_a_group_is_told_and_nobody_else(shop: Shop) -> None:
    shop.publish(ASK, "Tell Finance about refunds over 20 USD.")
    told, small = shop.refund(4200), shop.refund(1900)
    assert known(shop, "priya") == [told.pk]
    assert known(shop, "leo") == []
    assert (lines(told), lines(small)) == (1, 0)


def test_to_be_told_asks_for_no_signature(shop: Shop) -> None:
    shop.publish(ASK)
    plain = shop.refund().outcome
    shop.publish(ASK, "Tell Finance about refunds over 20 USD.")
    assert shop.refund().outcome == plain


def test_who_stands_in_a_relation_is_told(shop: Shop) -> None:
    leo, ada = shop.person("leo"), shop.person("ada")
    relations.say("manager", leo.pk.hex, ada.pk, workspace=shop.id, by="operator")
    shop.publish(ASK, "Tell the asker's manager about refunds over 20 USD.")
    proposal = shop.refund()
    assert known(shop, "ada") == [proposal.pk]


def test_another_policy_tells_those_who_were_not_told_before(shop: Shop) -> None:
    shop.publish(ASK, "Tell Finance about refunds over 20 USD.")
    proposal = shop.refund()
    shop.publish(ASK, "Tell Finance about refunds over 20 USD.", "Tell Admins about refunds over 20 USD.")
    for _ in range(2):
        decide_again.decide_again(proposal.pk, by="worker")
    assert lines(proposal) == 2
    assert known(shop, "ada") == [proposal.pk]


def test_it_stands_on_the_first_page_of_who_is_told(shop: Shop, client: Client) -> None:
    shop.publish(ASK, "Tell Finance about refunds over 20 USD.")
    shop.refund()
    page = reverse("home", args=[Workspace.objects.get(pk=shop.id).slug])
    client.force_login(shop.person("priya"))
    assert "For you to know" in client.get(page).content.decode()
    client.force_login(shop.person("wim"))
    assert "For you to know" not in client.get(page).content.decode()
