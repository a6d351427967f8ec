"""Rules in Cedar: read, refused with a line and what to do, and decided in the same lattice as sentences."""

from typing import Any

import pytest
from cedarpy import PolicySet
from hypothesis import given

from apps.connectors.contract import Known
from apps.policies import ask, coded, engine, expert, facts, written
from apps.policies.arguments import typed, typed_by_value
from apps.policies.circumstances import Circumstances
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Decision, Outcome
from apps.policies.language import NotUnderstood
from apps.policies.question import Question
from apps.policies.rule import Rule
from tests.policies import generated, generated_code
from tests.policies.generated_code import WORDS
from tests.policies.make import CALM, NONE, OURS, UNTOLD, message, refund

HEAD = "permit(principal, action, resource)"
DENY = f'@id("one") @outcome("deny") {HEAD}'
LARGE = """// What is large is seen by two.
@id("large refunds") @outcome("ask") @people("2") @groups("Finance, Support leads")
permit(principal, action, resource)
when { context.tool.deeds.contains("refunds") && context.money.amount > 50000 }
unless { context.arguments.reason == "fraud" };"""


def compiled(*texts: str) -> Compiled:
    return compile_rules([(f"rule {at}", written.read(text, WORDS)) for at, text in enumerate(texts, 1)], WORDS)


def decided(question: Question, *texts: str) -> Decision:
    return engine.decide(compiled(*texts), question)


def large(minor: int, reason: object = "late") -> Question:
    return refund(minor, circumstances=Circumstances(arguments={"reason": reason, "amount": minor}))


def refused(text: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as why:
        written.read(text, WORDS)
    return why.value


def test_a_rule_in_cedar_asks_like_a_sentence_does() -> None:
    found = decided(large(60_000), LARGE)
    assert found.outcome == Outcome.APPROVE
    assert [(need.people, need.groups) for need in found.requirements] == [(2, ("Finance", "Support leads"))]
    assert [line.sentence for line in found.matched] == ["Rule in Cedar: large refunds"]
    for other in (large(50_000), large(60_000, "fraud"), message("eve@stranger.example")):
        assert decided(other, LARGE).outcome == Outcome.SUGGEST


def test_its_text_is_one_and_is_read_back() -> None:
    rule = written.read(LARGE, WORDS)
    text = written.render(rule)
    assert text.startswith(
        '@id("large refunds")\n@outcome("ask")\n@people("2")\n@groups("Finance, Support leads")\npermit'
    )
    assert "//" not in text
    assert written.read(text, WORDS) == rule


@CALM
@given(generated_code.rules())
def test_every_rule_in_cedar_is_read_back_from_its_text(rule: Rule) -> None:
    assert written.read(written.render(rule), WORDS) == rule


def test_forbid_denies_and_cannot_be_made_to_loosen() -> None:
    strangers = '@id("strangers") forbid(principal, action, resource) when { context.recipients.outside };'
    loose = f'@id("all") @outcome("auto") {HEAD};'
    assert decided(message("eve@stranger.example"), loose, strangers).outcome == Outcome.DENY
    assert decided(message(f"ada@{OURS}"), loose, strangers).outcome == Outcome.AUTO
    assert "Write permit" in str(refused(strangers.replace(" forbid", ' @outcome("auto") forbid')))


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Never message external domains.", 'context.tool.deeds.contains("messages") && context.recipients.outside'),
        ("Never delete more than 10 records.", 'context.tool.deeds.contains("deletions") && context.count.number > 10'),
        ("Never change permissions.", 'context.tool.deeds.contains("permissions")'),
        ("Never update Case.", 'context.tool.deeds.contains("update") && context.tool.object.name == "case"'),
    ],
)
@CALM
@given(question=generated.questions())
def test_it_decides_as_the_sentence_that_says_the_same(sentence: str, code: str, question: Question) -> None:
    asked = question.model_copy(update={"undoing": False})
    in_words, in_code = decided(asked, sentence), decided(asked, f"{DENY} when {{ {code} }};")
    assert (in_code.outcome, bool(in_code.matched)) == (in_words.outcome, bool(in_words.matched))


def test_what_cannot_be_told_counts_where_it_restricts_and_nowhere_else() -> None:
    deny, auto = (
        f'@id("a") @outcome("{said}") {HEAD} when {{ context.money.amount > 100 }};' for said in ("deny", "auto")
    )
    untold, none = refund(money=UNTOLD), refund(money=NONE)
    found = decided(untold, deny)
    assert (found.outcome, found.matched[0].note) == (Outcome.DENY, "Counted, because the amount cannot be told.")
    assert decided(untold, auto).outcome == Outcome.SUGGEST
    assert {decided(none, text).outcome for text in (deny, auto)} == {Outcome.SUGGEST}


def test_an_argument_that_is_missing_is_none_and_one_of_another_type_is_unknown() -> None:
    deny = f'{DENY} when {{ context.arguments.reason == "fraud" }};'
    for reason, outcome in (("fraud", Outcome.DENY), ("late", Outcome.SUGGEST), (7, Outcome.DENY)):
        assert decided(large(100, reason), deny).outcome == outcome
    assert decided(large(100, None), deny).outcome == Outcome.SUGGEST
    found = decided(refund(100), deny)
    assert found.matched[0].note == "Counted, because the argument reason cannot be told."


def holds(said: str, question: Question) -> tuple[bool, bool]:
    """Does it surely hold, and may it?"""
    seen = facts.seen(question, facts.objects(question)[0], WORDS.house, {}, arguments=WORDS.arguments).whole()
    forms = (coded.form(f"when {{ {said} }}", maybe=maybe) for maybe in (False, True))
    sure, maybe = (bool(ask.holding(PolicySet.from_str(f'@id("0") {HEAD} when {{ {form} }};'), seen)) for form in forms)
    return sure, maybe


@CALM
@given(generated_code.EXPRESSIONS, generated.questions())
def test_what_surely_holds_may_hold_and_where_all_is_known_there_is_no_difference(said: str, asked: Question) -> None:
    sure, maybe = holds(said, asked)
    assert sure <= maybe
    known: dict[str, Any] = {
        "money": Known(value={"amount": 7000, "currency": "USD"}), "recipients": Known(value=[f"ada@{OURS}"]),
        "fields": Known(value=["Status"]), "count": Known(value=3), "record": Known(value={"object": "Case", "id": "1"}),
    }  # fmt: skip
    around = Circumstances(arguments={"amount": 7000, "reason": "fraud", "to": ["a"], "urgent": True})
    told = asked.model_copy(update={"facts": asked.facts.model_copy(update=known), "circumstances": around})
    if "deeds" not in said:
        assert len(set(holds(said, told))) == 1


def test_a_rule_that_errs_denies_and_leaves_the_road_on_which_it_is_changed() -> None:
    erring = f'@id("a") @outcome("auto") {HEAD} when {{ context.money.amount * 9223372036854775807 > 3 }};'
    found = decided(refund(100), erring, "Refund without asking.")
    assert (found.outcome, found.matched) == (Outcome.DENY, ())
    assert "could not be evaluated" in found.notes[0]
    own = refund(100).model_copy(update={"tool": "countersign.publish_policy", "connector": "countersign"})
    assert decided(own, erring).outcome == Outcome.APPROVE


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (LARGE.replace("amount", "amuont"), 4, "Did you mean “context.money.amount”?"),
        (LARGE.replace("reason", "reeson"), 5, "Did you mean “context.arguments.reason”?"),
        (LARGE.replace("> 50000", '> "50000"'), 4, "expects a whole number here, and this is a text"),
        (LARGE.replace('"ask"', '"aks"'), 2, 'Did you mean “@outcome("ask")”?'),
        (LARGE.replace("Finance", "Fiannce"), 2, "Did you mean “Finance”?"),
        (LARGE.replace("@people", "@peeple"), 2, "Did you mean “@people”?"),
        (LARGE.replace('"2"', '"two"'), 2, "how many people sign"),
        (LARGE.replace('@id("large refunds") ', ""), 2, "Give the rule a name"),
        (LARGE.replace('@outcome("ask") ', ""), 3, "Say what follows"),
        (
            LARGE.replace("permit(principal,", 'permit(principal == Agent::"a",'),
            3,
            "permit(principal, action, resource)",
        ),
        (LARGE.replace("context.tool.deeds", "principal.deeds"), 4, "asks of the context alone"),
        (LARGE.replace("context.money.amount > 50000", "context.money"), 4, "Say what of context.money is meant"),
        (LARGE.replace("context.money.amount", "context.money.state"), 4, "There is no context.money.state"),
        (LARGE.replace("> 50000", ">> 50000"), 4, "unexpected token"),
        (LARGE.replace(";", ""), 5, "ends with a semicolon"),
        (f"{LARGE}{LARGE}", 2, "A rule is one policy"),
        (f"{DENY} when {{ false && context.money.amuont > 1 }};", 1, "context.money.amuont"),
        (f'{DENY} when {{ "7" }};', 1, "expects true or false"),
        (DENY.replace(" permit", ' @people("2") permit') + ";", 1, "Only @outcome"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(text: str, line: int, says: str) -> None:
    why = refused(text)
    assert f"Line {line}: " in str(why)
    assert says in str(why)
    assert text.count("\n", 0, why.pointer) == line - 1


def test_several_policies_of_a_file_are_rules_each() -> None:
    text = f'{LARGE}\n// "; and more"\n{DENY} when {{ context.agent == "; //" }};\n// the end\n'
    assert [len(written.read(one, WORDS).clauses) for one in expert.apart(text)] == [1, 1]


def test_the_types_of_arguments_are_told_by_values_where_there_is_no_schema() -> None:
    values = {"text": "a", "number": 1, "yes": True, "texts": ["a"], "other": {"a": 1}, "none": None}
    assert typed_by_value(values) == {"text": "String", "number": "Long", "yes": "Boolean", "texts": "Set"}
    assert typed([]) == {}
