"""A manifest is taken whole, or not at all."""

from typing import Any

import pytest
import yaml

from apps.connectors import engine, schema, shelf
from apps.core.errors import Invalid

SOUND = (shelf.FOLDER / "stripe" / "manifest.yaml").read_text()


def changed(*path: str, to: object) -> str:
    whole: Any = yaml.safe_load(SOUND)
    *way, last = path
    place = whole
    for step in way:
        place = place[step]
    place[last] = to
    return yaml.safe_dump(whole)


def refund(key: str, *more: str, to: object) -> str:
    return changed("operations", "refund", key, *more, to=to)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (changed("surprise", to=1), "Extra inputs"),
        (refund("surprise", to=1), "Extra inputs"),
        (refund("verb", to="pay"), "verb"),
        (refund("risk", to="low"), "at least medium"),
        (refund("input", to={"type": "object", "properties": {}}), "open"),
        (refund("input", to={"type": "objekt", "additionalProperties": False}), "not a JSON Schema"),
        (refund("input", to={"type": "object", "additionalProperties": False, "$ref": "#/x"}), "write it out"),
        (refund("require", to=[{"when": "input.amount <", "say": "x"}]), "require"),
        (refund("require", to=[{"when": "secret.key == ''", "say": "x"}]), "names secret"),
        (refund("say", "title", to="${nothing(input.amount)}"), "calls nothing"),
        (refund("guard", to=[]), "guard"),
        (refund("blanks", to=None), "six blanks"),
        (refund("blanks", "undo", to="None: it cannot."), "undo"),
        (refund("call", "put", to="/v1/x"), "exactly one"),
        (changed("operations", to={f"t{n}": yaml.safe_load(SOUND)["operations"]["refund"] for n in range(13)}), "12"),
        (changed("operations", to={}), "at least 1"),
        (SOUND + "\nversion: 2\n", "stands twice"),
        ("a: [", "not YAML"),
        ("1", "manifest"),
        ("!!python/object/apply:os.getcwd []", "not YAML"),
    ],
)
def test_an_unsound_manifest_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(shelf.Unsound, match=says):
        shelf.parse(text, where="this manifest")


def test_the_definition_moves_with_anything_that_decides_what_a_tool_does() -> None:
    now = shelf.parse(SOUND, where="x")
    other_call = shelf.parse(refund("call", "post", to="/v1/other"), where="x")
    other_host = shelf.parse(changed("base_url", to="https://other.example"), where="x")
    other_tool = shelf.parse(changed("operations", "charge", "title", to="Other"), where="x")
    definitions = {m.definition("refund") for m in (now, other_call, other_host)}
    assert len(definitions) == 3
    assert other_tool.definition("refund") == now.definition("refund")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({}, "required"),
        ({"id": "ch_1\n"}, "match"),
        ({"id": "ch_1", "n": 1.5}, "integer"),
        ({"id": "ch_1", "x": 1}, "x"),
    ],
)
def test_arguments_that_do_not_fit_are_named(value: dict[str, object], says: str) -> None:
    form = {
        "type": "object",
        "additionalProperties": False,
        "required": ["id"],
        "properties": {"id": {"type": "string", "pattern": "^ch_[0-9]+$"}, "n": {"type": "integer", "default": 3}},
    }
    assert schema.validated(form, {"id": "ch_1"}) == {"id": "ch_1", "n": 3}
    with pytest.raises(Invalid, match=says):
        schema.validated(form, value)


def test_a_connection_fits_its_form_and_a_bad_secret_is_not_repeated() -> None:
    assert engine.validate_connection("stripe", address={}, secret={"api_key": "rk_test_12345678"})
    with pytest.raises(Invalid) as refused:
        engine.validate_connection("stripe", address={}, secret={"api_key": "hunter2"})
    assert "api_key" in str(refused.value)
    assert "hunter2" not in str(refused.value)
