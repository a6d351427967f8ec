"""Every question that policy was asked can be asked again, whole, and is answered alike to the bit."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.actions import edit, recording, rules
from apps.actions.decide_again import decide_again
from apps.actions.draft import Wanted
from apps.actions.models import Occasion, Recording
from apps.actions.read import read
from apps.audit.models import Entry
from apps.policies import asking, lattice
from apps.policies.models import Words
from apps.policies.vocabulary import Vocabulary
from tests.actions.shop import Shop


def of(occasion: Occasion) -> list[Recording]:
    return list(Recording.objects.filter(occasion=occasion).order_by("id"))


def again(one: Recording) -> str:
    """The seal of what the rules in force say to the recorded question now."""
    compiled = rules.in_force().compiled
    asked = [asking.read(line) for line in asking.apart(one.asked or b"")]
    return asking.seal(lattice.strictest(each.decided(compiled) for each in asked))


def test_what_was_asked_is_kept_with_what_was_decided(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case()))
    [kept] = of(Occasion.PROPOSED)
    assert (kept.proposal_id, kept.action_id, kept.looked) == (proposal.pk, shop.action(proposal).pk, True)
    assert again(kept) == kept.seal
    assert kept.verdict["outcome"] == proposal.outcome
    assert len(asking.apart(kept.asked or b"")) == 3
    words = Vocabulary.model_validate(Words.objects.get(digest=kept.words).vocabulary)
    assert words == rules.vocabulary()


def test_what_is_denied_on_its_arguments_says_that_nobody_looked(shop: Shop) -> None:
    shop.publish("Never refund.")
    shop.refund()
    [kept] = of(Occasion.PROPOSED)
    assert (kept.looked, kept.verdict) == (False, {"outcome": "deny"})


def test_a_read_an_edit_and_a_second_decision_are_kept_too(shop: Shop) -> None:
    case = shop.case()
    wanted = Wanted(shop.connections["stripe"], "stripe.read_charge", {"charge": case["charge"]})
    read(wanted, agent=shop.agent, asker=shop.person("leo"), run=shop.run())
    proposal = shop.refund()
    edit.edit(shop.action(proposal).pk, by=shop.person("leo"), arguments={"amount": 4100}, digest=proposal.digest)
    decide_again(proposal.pk, by="worker")
    assert [len(of(one)) for one in Occasion] == [1, 1, 1, 1]
    assert all(again(one) == one.seal for one in Recording.objects.all())


def test_a_recording_is_erased_by_age_and_not_otherwise_changed(shop: Shop) -> None:
    shop.refund()
    for change in ("verdict = '{}'", "seal = ''", "asked = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE actions_recording SET {change}")
    with pytest.raises(DatabaseError), transaction.atomic():
        Recording.objects.all().delete()
    assert recording.erase(shop.id, before=timezone.now() - timedelta(days=1), by="operator") == 0
    assert recording.erase(shop.id, before=timezone.now() + timedelta(days=1), by="operator") == 1
    assert Recording.objects.get().asked is None
    assert Entry.objects.filter(kind="log.erased").count() == 2


def test_the_operator_erases_questions_by_age(shop: Shop) -> None:
    shop.refund()
    said = StringIO()
    call_command("erase", workspace="harbour-pine", older_than_days=0, stdout=said)
    assert said.getvalue().startswith("1 erased")
    call_command("erase", workspace="harbour-pine", category="nothing of the kind", stdout=said)
    with pytest.raises(CommandError, match="no workspace"):
        call_command("erase", workspace="nowhere")
