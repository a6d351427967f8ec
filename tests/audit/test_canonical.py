"""The bytes of the log are those of RFC 8785, whichever way they are made."""

from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import LARGEST, Json, NotCanonical, canonical

NUMBERS = st.integers(-LARGEST, LARGEST)
TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 3


@given(VALUES)
def test_any_value_has_the_bytes_of_the_standard(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_names_beyond_the_basic_plane_sort_as_the_standard_sorts_them() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_words_and_numbers_of_enumerations_are_words_and_numbers() -> None:
    assert canonical([Colour.RED, Size.LARGE, ("a",)]) == b'["red",3,["a"]]'


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, {"a": [b"x"]}, object()])
def test_what_has_no_single_byte_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)  # type: ignore[arg-type]  # what the type forbids is the point
