"""Conditions on what an action and its records are: read by parts, in a clause and behind a noun, said canonically."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.language.lexicon import lexicon
from apps.policies.language.render import noun, render
from apps.policies.language.render_conditions import spelled
from apps.policies.language.situations import Scene, condition
from apps.policies.trying.answer import answer
from tests.policies.corpus import WORDS

DEPOT = WORDS.model_copy(update={"objects": ("Crate",)})
SCENE = Scene("record", lexicon(WORDS))
READ = (
    ("whose region is north", ' when the "region" of the "record" is "north"'),
    ("in the zone example.org", ' when the "zone" of the "record" is "example.org"'),
    ("whose phase is still draft", ' when the "phase" of the "record" is "draft"'),
    ("the supplier's rating is low or medium", ' when the "rating" of the "supplier" is "low" or "medium"'),
    ("its stage is neither won nor lost",
     ' unless the "stage" of the "record" is "won" or the "stage" of the "record" is "lost"'),
    ("the lease is in the state lapsed", ' when the "state" of the "lease" is "lapsed"'),
    ("that has no sponsor", ' unless the "record" has "sponsor"'),
    ("whose sponsor is missing", ' unless the "record" has "sponsor"'),
    ("which is owned by Treasury", ' when the "owner" of the "record" is "treasury"'),
    ("for more than a fifth of the order", ' when the amount is over 20% of the "order"'),
    ("that exceeds the rent deposit", ' when the amount is over the "rent deposit"'),
    ("with a yearly bonus of up to 9,000 EUR", ' when the "yearly bonus" is up to 9,000 EUR'),
    ("whose closing balance is below 50 USD", ' when the "closing balance" is under 50 USD'),
    ("whose end date comes before the start date", ' when the "end date" is under the "start date"'),
    ("larger in volume than the volume booked", ' when the "volume" is over the "volume booked"'),
    ("they stay under 5 percent", " when it is under 5%"),
    ("with a margin below 20 %", ' when the "margin" is under 20%'),
    ("the last audit took place more than 60 days ago", ' when the age of "last audit" is over 60 days'),
    ("opened within the last fortnight", ' when the age of "record" is up to 14 days'),
    ("that has been open for less than two days", ' when the age of "record" is under 2 days'),
    ("it has not been reviewed for 30 days", ' when the age of "reviewing" is over 30 days'),
    ("with fewer than four pallets", ' when the "pallets" is under 4'),
    ("it removes more than three shelves", ' when the "removed shelves" is over 3'),
    ("the ward reports one or more open alarms", ' when the "open alarms" is at least 1'),
    ("there are no blocking alarms", ' unless the "record" has "blocking alarms"'),
    ("bearing the label board papers", ' when it is labelled "board papers"'),
    ("that are not labelled personal data", ' unless it is labelled "personal data"'),
    ("it contains wage data", ' when it is labelled "wage data"'),
    ("running in staging", ' when it is in "staging"'),
    ("with zero pallets", ' when the "pallets" is up to 0'),
    ("the haul touches over twenty bays", ' when the "bays" is over 20'),
    ("with seal coverage under 80 percent", ' when the "seal coverage" is under 80%'),
    ("that has been idle for more than a year", ' when the age of "idle" is over 1 year'),
    ("that do not target production", ' unless it is in "production"'),
    ("filed under the category legal", ' when the "category" of the "record" is "legal"'),
    ("sealed for transit and unpaid", ' when the "record" is "sealed for transit" and the "record" is "unpaid"'),
    ("that is both sealed and unpaid", ' when the "record" is "sealed" and the "record" is "unpaid"'),
    ("it is sealed or its tier is bronze", ' when the "record" is "sealed" or the "tier" of the "record" is "bronze"'),
    ("whose status is closed and whose sponsor is empty",
     ' when the "status" of the "record" is "closed", unless the "record" has "sponsor"'),
)  # fmt: skip
NOT_READ = (
    "the crate looks odd",
    "it is open, Finance signs",
    "whose status is open unless paid",
    "with a bonus of up to 9,000 shells",
    "more than a few pallets",
    "for more than 10 days",
    "the Brand team has agreed",
    "its tests are green",
    "whose margin is a third of the order",
)
CARGO: dict[str, Any] = {"tool": "depot.delete_crate", "verb": "delete", "object": "Crate"}
EMPTY_OWNER = "Deleting a crate needs the Depot Desk where the owner is not set."
SENTENCES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("Crates whose zone is example.org must not be deleted.", {"record": {"zone": "example.org"}}, "deny"),
    ("Crates whose zone is example.org must not be deleted.", {"record": {"zone": "example.com"}}, "suggest"),
    ("Never delete a crate that is both sealed and unpaid.", {"record": {"sealed": True, "unpaid": True}}, "deny"),
    ("Never delete a crate that is both sealed and unpaid.", {"record": {"sealed": True, "unpaid": False}}, "suggest"),
    ("Deleting a crate, if it is not empty, needs the Depot Desk.", {"record": {"empty": False}}, "approve"),
    ("Deleting a crate, if it is not empty, needs the Depot Desk.", {"record": {"empty": True}}, "suggest"),
    ("Neither a sealed nor a broken crate may be deleted.", {"record": {"status": "broken"}}, "deny"),
    ("Neither a sealed nor a broken crate may be deleted.", {"record": {"status": "whole"}}, "suggest"),
    ("Where the crate is older than two weeks, agents may delete it without asking.", {"ages": {"crate": 15}}, "auto"),
    ("Where the crate is older than two weeks, agents may delete it without asking.", {"ages": {"crate": 14}}, "suggest"),
    ("Where the crate is older than two weeks, agents may delete it without asking.", {}, "suggest"),
    ("High-severity crates must not be deleted.", {"record": {"severity": "high"}}, "deny"),
    ("High-severity crates must not be deleted.", {"record": {"severity": "low"}}, "suggest"),
    (EMPTY_OWNER, {"record": {"owner": None}}, "approve"),
    (EMPTY_OWNER, {"record": {"owner": "Kim"}}, "suggest"),
    ("Crates with more than 5 sealed drums must not be deleted.", {"numbers": {"drums sealed": 6}}, "deny"),
    ("Crates with more than 5 sealed drums must not be deleted.", {"numbers": {"drums sealed": 5}}, "suggest"),
    ("Crates with more than 5 sealed drums must not be deleted.", {"numbers": {"drums": 5}}, "deny"),
    ("Deleting a crate with an insured value above 900 EUR needs the Depot Desk.",
     {"figures": {"insured value": "901 EUR"}}, "approve"),
    ("Deleting a crate with an insured value above 900 EUR needs the Depot Desk.",
     {"figures": {"insured value": "900 EUR"}}, "suggest"),
    ("Deleting a crate with an insured value above 900 EUR needs the Depot Desk.",
     {"figures": {"insured value": "1 USD"}}, "approve"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "means"), READ)
def test_a_condition_is_read_by_its_parts(text: str, means: str) -> None:
    found = condition(text, SCENE)
    assert found
    assert spelled(found, noun) == means


@pytest.mark.parametrize("text", NOT_READ)
def test_what_has_a_word_without_a_meaning_is_no_condition(text: str) -> None:
    assert condition(text, SCENE) is None


@pytest.mark.parametrize(("sentence", "around", "outcome"), SENTENCES)
def test_a_sentence_with_such_a_condition_decides_by_it(sentence: str, around: dict[str, Any], outcome: str) -> None:
    told = answer([sentence], [CARGO | around], {"objects": ["Crate"]})
    assert told["decisions"][0]["outcome"] == outcome


@pytest.mark.parametrize("sentence", dict.fromkeys(sentence for sentence, *_ in SENTENCES))
def test_its_canonical_form_is_the_same_rule(sentence: str) -> None:
    rule = parse(sentence, DEPOT)
    assert parse(render(rule), DEPOT) == rule


def test_a_word_that_stands_for_a_condition_is_nobodys_name() -> None:
    with pytest.raises(NotUnderstood):
        parse("Crates situation-one must not be deleted if their zone is example.org.", DEPOT)
