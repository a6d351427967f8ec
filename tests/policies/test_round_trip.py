from hypothesis import given
from hypothesis import strategies as st

from apps.policies.language import NotUnderstood, parse, render
from apps.policies.rule import Rule
from tests.policies import generated
from tests.policies.make import CALM, SAMPLE, SHOP


@CALM
@given(generated.rules())
def test_a_rule_comes_back_from_its_sentence(rule: Rule) -> None:
    text = render(rule)
    assert parse(text, SHOP) == rule
    assert render(parse(text, SHOP)) == text


def test_the_sample_is_written_in_canonical_sentences() -> None:
    assert tuple(render(parse(text, SHOP)) for text in SAMPLE) == SAMPLE


@CALM
@given(st.sampled_from(SAMPLE), st.integers(0, 60), st.text(max_size=2), st.integers(0, 3))
def test_a_damaged_sentence_is_understood_or_refused_in_words(text: str, at: int, new: str, lost: int) -> None:
    damaged = text[:at] + new + text[at + lost :]
    refused = _refusal(damaged)
    assert refused is None or (str(refused) and 0 <= refused.pointer <= len(damaged))
    assert refused is None or not refused.better or render(parse(refused.better, SHOP)) == refused.better


@CALM
@given(st.text("abcXYZ 09and.&-'é", min_size=1, max_size=20))
def test_a_group_of_any_name_can_be_asked(name: str) -> None:
    shop = SHOP.model_copy(update={"groups": {name: "id-1"}})
    quoted = f'Refunds need two people from "{name}".'
    rule = parse(quoted, shop)
    assert rule.clauses[0].needs[0].groups[0].id == "id-1"
    assert parse(render(rule), shop) == rule


def _refusal(text: str) -> NotUnderstood | None:
    try:
        parse(text, SHOP)
    except NotUnderstood as why:
        return why
    return None
