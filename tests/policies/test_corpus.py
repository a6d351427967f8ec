"""What sentences mean, as recorded and read by people: a change here is a change of somebody's policy."""

from collections import Counter

import pytest

from apps.policies.language import NotUnderstood, parse, render
from tests.policies import corpus
from tests.policies.corpus import WORDS, Entry

ENTRIES = corpus.understood()
CANONICAL = {entry.canonical: entry.rule for entry in ENTRIES if entry.canonical not in {e.sentence for e in ENTRIES}}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.sentence)
def test_a_sentence_is_read_as_recorded(entry: Entry) -> None:
    rule = parse(entry.sentence, WORDS)
    assert render(rule) == entry.canonical
    assert rule == corpus.rule_of(entry.rule)


@pytest.mark.parametrize(("canonical", "rule"), CANONICAL.items(), ids=list(CANONICAL))
def test_a_canonical_sentence_reads_back_to_its_rule(canonical: str, rule: str) -> None:
    assert parse(canonical, WORDS) == corpus.rule_of(rule)
    assert render(corpus.rule_of(rule)) == canonical


@pytest.mark.parametrize(("sentence", "place"), corpus.refused())
def test_what_is_not_read_yet_is_refused_at_the_word(sentence: str, place: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse(sentence, WORDS)
    assert sentence[refused.value.pointer :] == place


def test_every_construct_has_several_wordings() -> None:
    wordings = Counter(entry.construct for entry in ENTRIES)
    given = ("the founding document", "the mock-up of the policy page")
    assert len({entry.sentence for entry in ENTRIES}) >= 250
    assert [name for name, count in wordings.items() if count < 5 and name not in given] == []
