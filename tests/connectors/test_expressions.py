"""CEL and the templates around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.connectors import cel, template


@pytest.mark.parametrize(
    "source",
    [
        "1 +",
        "secret.api_key",
        "open('/etc/passwd')",
        "double(1)",
        "'" + "x" * 1000 + "'",
        "(" * 13 + "1" + ")" * 13,
        "input.a.all(x, input.a.all(y, input.a.all(z, x == y)))",
        "input.a.map(x, input.a.filter(y, input.a.exists(z, z == ')')))",
    ],
)
def test_an_expression_that_is_unsound_or_too_large_is_not_taken(source: str) -> None:
    with pytest.raises(ValueError):
        cel.checked(source)


def test_a_bracket_in_a_text_is_no_bracket() -> None:
    assert cel.checked("input.a == '" + "(" * 20 + "'")
    assert cel.checked("input.a.filter(x, input.b.exists(y, x == y))")


@pytest.mark.parametrize(
    "source", ["before.gone", "before.text + 1", "input.list[5]", "9223372036854775807 + before.one"]
)
def test_an_expression_that_errs_cannot_be_told(source: str) -> None:
    names = {"before": {"text": "x", "one": 1}, "input": {"list": []}}
    with pytest.raises(cel.CannotTell):
        cel.evaluate(source, names)


@pytest.mark.parametrize("source", ["before.one / 0 == 1", "before.one", "'true'"])
def test_a_condition_is_true_or_false_or_cannot_be_told(source: str) -> None:
    with pytest.raises(cel.CannotTell):
        cel.holds(source, {"before": {"one": 1}})


@pytest.mark.parametrize("source", ["1.5", "b'x'"])
def test_what_nothing_here_takes_does_not_come_out(source: str) -> None:
    with pytest.raises(cel.CannotTell):
        cel.evaluate(source, {})


def test_one_expression_alone_keeps_its_type_and_mixed_gives_text() -> None:
    names = {"input": {"n": 3, "list": ["a"], "yes": True}}
    value = template.render({"n": "${input.n}", "list": ["${input.list}"], "said": "${input.n} is ${input.yes}"}, names)
    assert value == {"n": 3, "list": [["a"]], "said": "3 is true"}


@pytest.mark.parametrize("text", ["${input.n", "${'}", "${}"])
def test_a_template_that_does_not_end_is_not_taken(text: str) -> None:
    with pytest.raises(ValueError):
        template.checked({"a": [text]})


def test_braces_and_quotes_belong_to_the_expression() -> None:
    assert template.render("${{'a': '}'}['a']}!", {}) == "}!"


@settings(max_examples=80, deadline=None)
@given(st.text())
def test_what_comes_from_outside_is_never_a_template(text: str) -> None:
    names = {"input": {"text": text}}
    made = template.render_open({"own": "${action.key}", "theirs": "${input.text}", "mixed": "<${input.text}>"}, names)
    filled = template.fill(made.value, made.open, "act_1")
    assert filled == {"own": "act_1", "theirs": text, "mixed": f"<{text}>"}


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(alphabet="a/~$b", max_size=4), st.sampled_from(["${action.key}", "x"]), max_size=4))
def test_open_places_are_found_under_any_name(tree: dict[str, str]) -> None:
    made = template.render_open({"form": tree}, {})
    filled = template.fill(made.value, made.open, "k")
    assert filled == {"form": {name: text.replace("${action.key}", "k") for name, text in tree.items()}}


def test_the_key_is_not_there_before_it_is_there() -> None:
    with pytest.raises(cel.CannotTell):
        template.render("${action.key}", {})
    with pytest.raises(cel.CannotTell):
        template.render_open("${lower(action.key)}", {})
