"""Sentences that no grammar reads whole: what shall happen parts them, and each part is read on its own."""

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.language.verbs import verb_of
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

PAST = (("disabled", "disable"), ("added", "add"), ("shipped", "ship"), ("sent", "send"), ("written off", "write off"),
        ("reduced", "reduce"), ("discussed", "discuss"), ("carried", "carry"), ("erased", "erase"), ("lent", "lend"))  # fmt: skip
WORDS = vocabulary_of([], {})
READ = (
    ("No brochures for minors are printed unless the Brand team has agreed.",
     '"printing brochures" need one person from Brand team when it is of the kind "minors".'),
    ("Every shipment of lithium cells has to be cleared with the Safety Officer before it is handed to the carrier.",
     ('"handing shipment" need one person from Safety Officer when it is of the kind "lithium cells" and it is of the '
     'kind "carrier".')),
    ("Keys to the archive are handed out only after the visitor has shown an ID.",
     'Never make "handing out keys" when it is of the kind "archive", unless the "visitor" is "shown an ID".'),
    ("Court bundles, exhibits and witness statements must not be posted in chat.",
     ('Never make "posting court bundles", make "posting exhibits" or make "posting witness statements" when it is of '
     'the kind "chat".')),
    ("Before a locker is opened, the Shift Lead has to agree.",
     '"opening locker" need one person from shift lead.'),
    ("Wire instructions are escalated to Treasury for review.",
     '"wire instructions" need one person from Treasury.'),
    ("Background checks may be ordered only for candidates who have accepted the offer.",
     ('Make "ordering background checks" without asking when the "candidate" is "accepted the offer"; never make '
     '"ordering background checks" unless the "candidate" is "accepted the offer".')),
    ("Photographs of pupils are not published without the consent of the School Office.",
     '"publishing photographs" need one person from School Office when it is of the kind "pupils".'),
    ("Nobody may delete minutes of the board.",
     'Never make "deleting minutes" when it is of the kind "board".'),
)  # fmt: skip
REFUSED = (
    "Large files with important data must not be sent to the wrong people.",
    "Agents must not sign contracts or accept terms of service.",
    "No brochures are printed when it feels right.",
    "Loyalty points may only be moved if nobody minds.",
    "Brochures may be printed unless someone approves otherwise.",
    "Brochures must not be printed in more than a few copies.",
    "Brochures are left to the customer to decide.",
    "Printing a brochure takes a designer or Friday.",
    "The agent decides on brochures.",
    "Approvals from Finance take two days.",
)


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_a_sentence_is_read_by_its_bones_and_its_canonical_form_is_the_same_rule(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_its_bones_do_not_carry_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


def test_a_sentence_that_denies_is_never_read_as_one_that_lets() -> None:
    for denied in ("No {} may be printed by phone.", "Nobody may print {} by phone.", "{} are never printed by phone."):
        rule = parse(denied.format("brochures"), WORDS)
        assert {clause.effect.value for clause in rule.clauses} == {"deny"}


@pytest.mark.parametrize(("participle", "verb"), PAST)
def test_a_participle_leads_back_to_its_verb(participle: str, verb: str) -> None:
    assert verb_of(participle) == verb
