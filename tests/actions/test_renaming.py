"""A published policy means what it meant, whatever the things are called by now that it speaks of."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from apps.actions import publishing, rules
from apps.actions.backtests import start, work
from apps.actions.models import Proposal
from apps.approvals.models import Request
from apps.core.errors import Invalid
from apps.policies import drafts
from apps.policies.kept import sentences_today
from apps.policies.language import NotUnderstood
from apps.policies.models import Backtest, Draft, InForce, Policy, PolicyVersion
from apps.policies.publish import publish, understood
from apps.workspaces.models import Role
from tests.actions.shop import Shop

NAMED = "Refunds need two people from Finance."
READS = "Read anything without asking."


def put(shop: Shop, *sentences: str) -> PolicyVersion:
    return publish(
        shop.id, name="refunds", sentences=sentences, vocabulary=rules.vocabulary(), by="operator", last_editor=None
    )


def kept_with(shop: Shop, meant: list[Any] | None) -> None:
    """A version of two sentences in force, with these rules beside them."""
    policy = Policy.objects.get(name="refunds")
    made = PolicyVersion.objects.create(
        workspace_id=shop.id, policy=policy, number=99, sentences=[READS, NAMED], rules=meant, digest="sha256:",
        published_by="operator",
    )  # fmt: skip
    InForce.objects.update(version=made)


def rename() -> str:
    """Finance is called Money from now on. Its id."""
    finance = Role.objects.get(name="Finance")
    Role.objects.filter(pk=finance.pk).update(name="Money")
    return finance.pk.hex


def copied(shop: Shop) -> Draft:
    """A draft of what is in force, in the words of today."""
    version = InForce.objects.get().version
    written = understood(sentences_today(version, rules.vocabulary()), rules.vocabulary())
    return drafts.begin(shop.id, name="refunds", sentences=written, by=shop.person("ada").pk)


def asked(shop: Shop) -> Proposal:
    return shop.propose(shop.wanted(shop.case())[:1])


def test_a_new_name_changes_no_meaning(shop: Shop) -> None:
    put(shop, READS, NAMED)
    group = rename()
    asked(shop)
    [need] = [one for one in Request.objects.get().requirements if one["sentence"] == NAMED]
    assert (need["groups"], need["people"]) == ([group], 2)


def test_a_draft_of_it_speaks_in_the_words_of_today_and_decides_the_same_to_the_bit(shop: Shop) -> None:
    put(shop, READS, NAMED)
    asked(shop)
    rename()
    made = copied(shop)
    assert made.sentences == [READS, "Refunds need two people from Money."]
    found = start.start(made, days=1, by=shop.person("ada").pk)
    assert work.run(found.pk, seconds=60)
    tally = Backtest.objects.get(pk=found.pk).tally or {}
    assert (tally["cases"], tally["identical"], tally["changed"]) == (1, 1, 0)


def test_going_back_to_a_version_puts_its_meaning_in_force_in_the_words_of_today(shop: Shop) -> None:
    first = put(shop, READS, NAMED)
    put(shop, READS)
    group = rename()
    text = bytes(publishing.roll_back(first, by=shop.person("ada")).document).decode()
    assert "Refunds need two people from Money." in text
    assert sentences_today(first, rules.vocabulary())[1] == "Refunds need two people from Money."
    assert first.rules is not None
    assert first.rules[1]["clauses"][0]["needs"][0]["groups"] == [{"id": group, "name": "Finance"}]


def test_what_is_gone_is_still_asked_for_and_can_be_written_down_no_more(shop: Shop) -> None:
    put(shop, READS, NAMED)
    Role.objects.filter(name="Finance").update(name="Elsewhere", id="0" * 32)
    assert asked(shop).outcome == "approve"
    with pytest.raises(Invalid, match="Finance"):
        copied(shop)


def test_a_version_from_before_is_read_from_its_text_as_long_as_it_is_understood(shop: Shop) -> None:
    kept_with(shop, None)
    assert len(rules.in_force().compiled.parts) == 2
    rename()
    with pytest.raises(NotUnderstood):
        rules.in_force()


def test_each_sentence_of_a_version_has_its_rule(shop: Shop) -> None:
    rules_of_it = InForce.objects.get().version.rules or []
    with pytest.raises(IntegrityError, match="each_sentence_of_a_version_has_its_rule"), transaction.atomic():
        kept_with(shop, rules_of_it[:1])
