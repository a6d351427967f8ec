"""Who agrees and what is due, in frames whose words are all accounted for, however they are put."""

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

OWN = {"groups": ["Finance", "Legal", "Treasury", "SRE", "Controller", "CFO"]}
WORDS = vocabulary_of([], OWN)
READ = (
    ("Credit notes over 700 USD are a decision for the CFO.",
     "Credits over 700 USD need one person from CFO."),
    ("With wire transfers above 900 USD the last word lies with Treasury.",
     "Wire transfers over 900 USD need one person from Treasury."),
    ("Three people sign a wire transfer over 8,000 USD: someone from Legal, the Controller and the CFO.",
     "Wire transfers over 8,000 USD need one person from each of Legal, Controller and CFO."),
    ("Once the Controller has approved a wire transfer over 600 USD, the CFO must approve it too.",
     "Wire transfers over 600 USD need one person from Controller, then one person from CFO."),
    ("The Controller or, in their absence, the CFO has to sign wire transfers over 500 USD.",
     "Wire transfers over 500 USD need one person from Controller or CFO."),
    ("Refunds over 310 USD are approved by the manager of the person who asked for them.",
     "Refunds over 310 USD need one person from the asker's manager."),
    ("Refunds over 320 USD stay blocked until Finance has released them.",
     "Refunds over 320 USD need one person from Finance."),
    ("Refunds over 330 USD are signed by two people from Finance, each using a security key.",
     "Refunds over 330 USD need two people from Finance, and confirm with a security key."),
    ("For refunds under 20 USD, nobody has to be asked.", "Refund under 20 USD without asking."),
    ("There is no need to have refunds up to 25 USD approved.", "Refund up to 25 USD without asking."),
    ("Agents have no business refunding more than 80 USD.", "Never refund over 80 USD."),
    ("When it comes to refunds over 60 USD, agents may go no further than to suggest.",
     "Only suggest refunds over 60 USD."),
    ("For refunds over 800 USD, wait 24 hours and tell Legal.",
     "For refunds over 800 USD, hold for 1 day, and tell Legal."),
    ("If no one approves a refund within two days, the request expires.",
     "For refunds, let approvals expire after 2 days."),
)  # fmt: skip
REFUSED = (
    "Wire transfers over 500 USD need two people from Finance and Legal.",
    "Wire transfers over 500 USD are signed by three people: someone from Legal and the CFO.",
    "Wire transfers over 500 USD are a decision for whoever feels responsible.",
    "The last word on refunds usually lies with Finance.",
    "There is hardly any need to have refunds up to 25 USD approved.",
)
TRANSFER = {"tool": "bank.create_wire_transfer", "verb": "create", "object": "wire transfer"}


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_a_sentence_in_frames_is_read_and_its_canonical_form_is_the_same_rule(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_word_that_no_frame_accounts_for_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(("money", "outcome"), [("901 USD", "approve"), ("900 USD", "suggest")])
def test_who_has_the_last_word_is_asked_above_the_limit_alone(money: str, outcome: str) -> None:
    said = "With wire transfers above 900 USD the last word lies with Treasury."
    (decision,) = answer([said], [{**TRANSFER, "money": money}], OWN, [])["decisions"]
    assert decision["outcome"] == outcome
