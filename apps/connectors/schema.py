"""Input schemas: JSON Schema 2020-12, closed, and refused with the whole manifest when they do not compile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from apps.connectors import fits
from apps.connectors.contract import JsonDict
from apps.core.errors import Invalid

NOWHERE: Registry[Any] = Registry()  # a reference to another document is never fetched
MOST_FORMS = 1024


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not fits.pattern(pattern).search(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Validator = extend(  # type: ignore[no-untyped-call]  # the stubs leave it open
    Draft202012Validator, {"pattern": _pattern}
)


@dataclass(frozen=True)
class _Form:
    schema: JsonDict
    fits: fits.Fits  # a quick yes
    validator: Any  # what is asked where there is none


_forms: dict[int, _Form] = {}


def checked(schema: JsonDict) -> JsonDict:
    """The schema itself. Raises ValueError unless it compiles and every object in it is closed."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as why:
        raise ValueError(f"This is not a JSON Schema: {why.message}") from why
    if schema.get("type") != "object":
        raise ValueError("The input of a tool is an object.")
    _closed(schema, "input")
    return schema


def validated(schema: JsonDict, value: JsonDict, *, shown: bool = True) -> JsonDict:
    """The value with the schema's defaults filled in. Raises Invalid with every problem; `shown`: values and all."""
    filled: JsonDict = _defaults(schema, value)
    form = _form(schema)
    if form.fits(filled):
        return filled
    errors = sorted(form.validator.iter_errors(filled), key=lambda error: error.json_path)
    problems = tuple(_sentence(error, shown=shown) for error in errors)
    if problems:
        raise Invalid("This does not fit its form: " + " ".join(problems), problems)
    return filled


def _form(schema: JsonDict) -> _Form:
    """Compiled once for each schema object; the form holds on to it, so that no other can come to its identity."""
    form = _forms.get(id(schema))
    if form is None:
        if len(_forms) >= MOST_FORMS:
            _forms.clear()
        validator = Validator(schema, registry=NOWHERE, format_checker=fits.FORMATS)
        form = _forms[id(schema)] = _Form(schema, fits.compiled(schema), validator)
    return form


def _closed(schema: Any, place: str) -> None:
    if not isinstance(schema, Mapping):
        for item in schema if isinstance(schema, list) else ():
            _closed(item, place)
        return
    _closed_itself(schema, place)
    for name, item in schema.items():
        if name == "properties":
            for entry, part in item.items():
                _closed(part, f"{place}.{entry}")
        elif name not in ("default", "const", "enum", "examples"):
            _closed(item, place)


def _closed_itself(schema: Mapping[str, Any], place: str) -> None:
    if "$ref" in schema or "$dynamicRef" in schema:
        raise ValueError(f"{place} refers to another schema; write it out.")
    if "properties" in schema and schema.get("additionalProperties") is not False:
        raise ValueError(f"{place} is open: say additionalProperties: false.")
    if schema.get("type") == "object" and schema.get("additionalProperties", True) in (True, {}):
        raise ValueError(f"{place} is open: say what its entries are.")


def _defaults(schema: JsonDict, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    filled = dict(value)
    for name, part in schema.get("properties", {}).items():
        if name not in filled and "default" in part:
            filled[name] = part["default"]
        if name in filled:
            filled[name] = _defaults(part, filled[name])
    return filled


def _sentence(error: ValidationError, *, shown: bool) -> str:
    place = error.json_path.removeprefix("$").removeprefix(".")
    if not shown and error.validator not in ("required", "additionalProperties"):
        return f"{place or 'This'} is not as it should be."
    return f"{place}: {error.message}." if place else f"{error.message}."
