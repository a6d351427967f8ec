"""What a sentence leaves out is said in full, or the sentence is refused: nothing is guessed."""

import pytest

from apps.policies.language import NotUnderstood, parse, render
from apps.policies.language.in_full import in_full
from apps.policies.language.lexicon import lexicon
from apps.policies.trying.sample import SAMPLE


def test_the_words_that_stand_in_the_sentence_are_said_again() -> None:
    said = "Merges to main need one approval from Legal, merges to production two."
    assert list(in_full(said, lexicon(SAMPLE))) == [
        "Merges to main need one approval from Legal; merges to production need two approval from Legal"
    ]


def test_a_number_alone_is_of_the_people_before_it() -> None:
    rule = parse("Orders over 100 USD need one approver from Procurement, over 500 USD two.", SAMPLE)
    assert render(rule).endswith("orders over 500 USD need two people from Procurement.")


def test_a_number_alone_behind_two_groups_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        parse("Orders over 100 USD need one person from Procurement and one from Legal, over 500 USD two.", SAMPLE)


@pytest.mark.parametrize(
    "said",
    [
        "Payments need one person from Finance, Legal two.",
        "Payments need a receipt, but refunds don't.",
        "If the vendor is new, it flies.",
        "Refunds are forbidden if the customer is overdue; they may be made without approval.",
        "Refunds: the usual.",
        "Refunds strictly do not always need approval.",
        "Refunds don't always need approval.",
        "Records over 100 need approval from Legal.",
        "Deletions need Privacy; more than 100 records need Privacy and Legal.",
        "Refunds do not need approval in all cases.",
        "When the build is green, merges need nobody, pushes are free.",
        "Fraud check for payments: on.",
        "Access to production: read only on Fridays.",
    ],
)
def test_what_cannot_be_told_is_refused(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(said, SAMPLE)


def test_what_only_some_may_do_and_who_signs_besides_are_two_rules() -> None:
    rule = parse("Cases may be closed only by Support and need one approval from Finance.", SAMPLE)
    assert render(rule).endswith("; ticket closures need one person from Finance.")


def test_quoted_words_are_never_left_out() -> None:
    assert list(in_full('Never send messages with the word "always".', lexicon(SAMPLE))) == []
