"""The quick yes says yes only where the validator does, and what it is not sure of the validator decides."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from apps.connectors import engine, fits, schema, shelf
from apps.connectors.contract import JsonDict
from apps.core.errors import Invalid

ORDINARY = {"charge": "ch_3PqX0bench", "amount": 4200, "reason": "duplicate"}
WORDS = st.sampled_from(["a", "b", "ab", "ab\n", "", "2026-01-31", "x@y.example", "1"])
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([1.0, 2.5, float("nan"), Decimal(2)]))
ATOMS: SearchStrategy[Any] = st.one_of(WORDS, NUMBERS, st.booleans(), st.none())
VALUES = st.recursive(
    ATOMS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)), max_leaves=6
)
SIZES = st.integers(0, 3)
SAID: dict[str, SearchStrategy[Any]] = {
    "type": st.one_of(st.sampled_from(sorted(fits.TYPES)), st.lists(st.sampled_from(sorted(fits.TYPES)), min_size=1)),
    "enum": st.lists(ATOMS, min_size=1, max_size=3),
    "const": ATOMS,
    "pattern": st.sampled_from(["^a", "b$", "^[ab]*$", r"a\$"]),
    "format": st.sampled_from(["date", "email", "ipv4", "regex", "of our own"]),
    "uniqueItems": st.booleans(),
    "multipleOf": st.integers(1, 2),  # not known to the quick yes
    **dict.fromkeys(["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], SIZES),
    **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], st.integers(-2, 2)),
    "title": st.just("Something"),
}


def _schemas(inner: SearchStrategy[Any]) -> SearchStrategy[JsonDict]:
    nested: dict[str, SearchStrategy[Any]] = {
        "properties": st.dictionaries(WORDS, inner, max_size=2),
        "required": st.lists(WORDS, max_size=2, unique=True),
        "additionalProperties": st.one_of(st.booleans(), inner),
        "items": st.one_of(st.booleans(), inner),
        "anyOf": st.lists(inner, min_size=1, max_size=2),
    }
    return st.fixed_dictionaries({}, optional=nested | {"type": SAID["type"]})


SMALL = st.lists(st.sampled_from(sorted(SAID)), max_size=2, unique=True).flatmap(
    lambda words: st.fixed_dictionaries({word: SAID[word] for word in words})
)
SCHEMAS = st.recursive(SMALL, _schemas, max_leaves=4)


@settings(max_examples=400, deadline=None)
@given(SCHEMAS, st.lists(VALUES, min_size=1, max_size=5))
def test_a_quick_yes_is_a_yes(form: JsonDict, values: list[Any]) -> None:
    plainly = fits.compiled(form)
    validator = schema.Validator(form, registry=schema.NOWHERE, format_checker=fits.FORMATS)
    for value in values:
        if plainly(value):
            assert validator.is_valid(value)


@pytest.mark.parametrize(
    ("said", "good", "bad"),
    [
        ({"type": "integer"}, 1, True),
        ({"type": "number"}, 1.5, "1"),
        ({"enum": ["a"]}, "a", "b"),
        ({"const": "a"}, "a", "b"),
        ({"pattern": "^a$"}, "a", "a\n"),
        ({"format": "date"}, "2026-01-31", "2026-01-32"),
        ({"minLength": 1}, "a", ""),
        ({"maxLength": 1}, "a", "ab"),
        ({"minItems": 1}, [1], []),
        ({"maxItems": 1}, [1], [1, 2]),
        ({"minProperties": 1}, {"a": 1}, {}),
        ({"maxProperties": 1}, {"a": 1}, {"a": 1, "b": 2}),
        ({"uniqueItems": True}, ["a", "b"], ["a", "a"]),
        ({"minimum": 1}, 1, 0),
        ({"maximum": 1}, 1, 2),
        ({"exclusiveMinimum": 1}, 2, 1),
        ({"exclusiveMaximum": 1}, 0, 1),
        ({"items": {"type": "string"}}, ["a"], [1]),
        ({"required": ["a"]}, {"a": 1}, {}),
        ({"properties": {"a": {"type": "string"}}}, {"a": "x"}, {"a": 1}),
        ({"additionalProperties": False}, {}, {"a": 1}),
        ({"additionalProperties": {"type": "string"}}, {"a": "x"}, {"a": 1}),
    ],
)
def test_each_word_it_knows_says_yes_to_one_and_not_to_the_other(said: JsonDict, good: Any, bad: Any) -> None:
    plainly = fits.compiled(said)
    assert (plainly(good), plainly(bad)) == (True, False)


def test_ordinary_arguments_get_a_quick_yes() -> None:
    plainly = fits.compiled(engine.tool("stripe.refund").input)
    assert plainly(ORDINARY)
    assert not plainly({**ORDINARY, "amount": "4200"})
    assert not plainly({**ORDINARY, "more": 1})
    assert not plainly({})


def test_every_tool_of_the_catalogue_can_get_one() -> None:
    assert all(fits.compiled(tool.input) is not fits.never for tool in shelf.tools().values())


def test_the_same_form_is_compiled_once_and_another_apart() -> None:
    one = {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "string", "default": "x"}}}
    other = {**one, "properties": {"a": {"type": "integer"}}}
    assert schema.validated(one, {}) == schema.validated(one, {}) == {"a": "x"}
    assert schema.validated(other, {"a": 1}) == {"a": 1}
    with pytest.raises(Invalid, match="a: 'x' is not of type 'integer'"):
        schema.validated(other, {"a": "x"})
