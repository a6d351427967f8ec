"""A rule that names a field or an argument which no tool has is refused when it is to be kept, with the nearest name."""

import pytest

from apps.connectors import shelf
from apps.policies import saved, written
from apps.policies.arguments import typed
from apps.policies.language import NotUnderstood
from tests.policies.make import SHOP

WORDS = SHOP.model_copy(update={"objects": (*SHOP.objects, "Customer"), "arguments": typed(shelf.tools().values())})
CODE = '@id("a") @outcome("deny") permit(principal, action, resource) when {{ {} }};'


def refused(text: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as why:
        saved.read(text, WORDS)
    return why.value


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ('Updates to Customer need one person from Finance when the field "emial" changes.', "emial", "email"),
        ('Updates to Customer in Stripe need one person from Finance when the field "fone" changes.', "fone", "phone"),
        ('Refunds need one person from Finance unless the person typed the "amuont".', "amuont", "amount"),
        ('Refunds need one person from Finance when the "amuont" is over 5.', "amuont", "amount"),
    ],
)
def test_a_misspelt_name_is_refused_where_it_stands_and_the_nearest_is_offered(
    text: str, wrong: str, right: str
) -> None:
    why = refused(text)
    assert f"Did you mean “{right}”?" in str(why)
    assert text[why.pointer :].startswith(wrong)
    assert saved.read(why.better, WORDS) == written.read(text.replace(wrong, right), WORDS)


def test_a_name_that_is_near_none_is_refused_where_there_surely_is_no_other() -> None:
    why = refused('Updates to Customer in Stripe need one person from Finance when the field "colour" changes.')
    assert (why.better, "phone" in str(why)) == ("", True)


@pytest.mark.parametrize(
    "text",
    [
        'Updates to Case need one person from Finance when the field "colour" changes.',  # a table takes any field
        'Deployments need one person from Finance when the "replicas" are over 5.',  # there is no tool for it yet
        'Refunds need one person from Finance when the "seats" are over 5.',  # a figure of the record
        'Updates to Customer in Stripe need one person from Finance when the field "Email" changes.',
        "Refunds need one person from Finance unless the person typed the amount.",
    ],
)
def test_what_some_tool_has_or_may_have_is_kept(text: str) -> None:
    assert saved.read(text, WORDS) == written.read(text, WORDS)


def test_cedar_is_checked_against_the_same_schemas() -> None:
    assert saved.read(CODE.format('context.arguments.reason == "fraudulent"'), WORDS)
    assert "context.arguments.reason" in str(refused(CODE.format('context.arguments.reasn == "fraudulent"')))
    assert "There is no context.arguments.set" in str(refused(CODE.format('context.arguments.set == "x"')))


def test_the_types_of_arguments_are_those_of_the_tools_that_agree() -> None:
    assert {name: WORDS.arguments.get(name) for name in ("amount", "reason", "to", "set")} == {
        "amount": "Long", "reason": "String", "to": "Set", "set": None,
    }  # fmt: skip
