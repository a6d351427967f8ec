"""A row for every model of a workspace, with a canary in every text: filled by the type of each field, never by hand."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from apps.core.ids import uuid7
from apps.workspaces.models import User
from tests.isolation import tables

Row = dict[str, Any]


class CannotFill(AssertionError):
    """A model whose rules this does not know: teach `_value`, so that its texts carry a canary too."""


def owned() -> list[type[models.Model]]:
    """Every model of ours whose rows belong to a workspace, parents first."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    return [model for model in ours if any(field.column == "workspace_id" for field in model._meta.concrete_fields)]


def fill(workspace: UUID, canary: str, person: User) -> dict[str, Any]:
    """One new row of each model in the workspace in scope: primary keys by the table's name."""
    made: dict[str, Any] = {}
    for model in owned():
        if model._meta.db_table not in tables.OPEN:
            made[model._meta.db_table] = one(model, workspace, canary, person, made)
    return made


def found(workspace: UUID) -> dict[str, Any]:
    """The first row of each model that has one there: what the product itself made."""
    rows = {model._meta.db_table: model._base_manager.filter(workspace_id=workspace).first() for model in owned()}
    return {table: row.pk for table, row in rows.items() if row is not None}


def one(model: type[models.Model], workspace: UUID, canary: str, person: User, made: Row) -> Any:
    """Its primary key. Where a rule of the table refuses a canary, the fields of its rules keep their defaults."""
    said = {}
    for spare in (frozenset[str](), _of_persons(model), _ruled(model)):
        try:
            with transaction.atomic():
                row = model(**{
                    field.attname: _value(field, workspace, canary, person, made, plain=field.name in spare)
                    for field in model._meta.concrete_fields
                })  # fmt: skip
                row.save(force_insert=True)
                _check_now()
            return row.pk
        except (DataError, IntegrityError) as why:
            said[len(spare)] = str(why)
    known = model._base_manager.filter(workspace_id=workspace).first()
    if known is None or any(isinstance(field, models.CharField | models.TextField) for field in _free(model)):
        raise CannotFill(f"{model._meta.label}: {said}")
    return known.pk


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _value(field: models.Field[Any, Any], workspace: UUID, canary: str, person: User, made: Row, *, plain: bool) -> Any:
    if field.column == "workspace_id":
        return workspace
    if field.choices or (listed := _listed(field)):
        return field.choices[0][0] if field.choices else listed[0]
    if isinstance(field, models.ForeignKey):
        if plain and field.null and field.related_model is User:
            return None  # what a rule says is another's is no person's
        return _parent(field, person, made, canary)
    if plain:
        return None if field.null else field.get_default() if field.has_default() else _empty(field)
    if isinstance(field, models.UUIDField):
        return _named(field, person, made)
    return _filled(field, canary)


def _filled(field: models.Field[Any, Any], canary: str) -> Any:
    if field.name == "digest" and any(one.name == "document" for one in field.model._meta.concrete_fields):
        return f"sha256:{hashlib.sha256(_body(canary)).hexdigest()}"
    match field:
        case models.JSONField():
            return {"canary": canary, "many": [{"of": canary}]}
        case models.BinaryField():
            return _body(canary)
        case models.CharField() | models.TextField():
            return canary if (field.max_length or 99) >= len(canary) else ""
        case models.DateTimeField():
            return None if field.null else timezone.now() + timedelta(days=1)
        case models.DateField():
            return timezone.now().date()
        case models.BooleanField():
            return field.get_default() if field.has_default() else False
        case models.BigIntegerField():
            return 900_007  # beyond the numbers that the log gives by itself
        case models.IntegerField() | models.FloatField():
            return 7
        case _ if type(field).__name__ == "ArrayField":
            return []
    raise CannotFill(f"{field}: a field of this type is not known")


def _body(canary: str) -> bytes:
    return json.dumps({"facts": {"canary": canary}, "canary": canary}).encode()


def _named(field: models.Field[Any, Any], person: User, made: Row) -> UUID:
    """The row that a plain id names: its table's where a key says so, a thing's of that name, else a person's."""
    if field.primary_key:
        return uuid7()
    with connection.cursor() as cursor:
        keyed = {
            key[3][-1]: key[2] for key in tables.keys(cursor, field.model._meta.db_table) if key[1] == "f"
        }  # fmt: skip
    if keyed.get(field.column) in made:
        return UUID(str(made[keyed[field.column]]))
    thing = field.name.removesuffix("_id")
    found = [pk for table, pk in made.items() if table.endswith(f"_{thing}")]
    return UUID(str(found[0])) if found else person.pk


def _parent(field: "models.ForeignKey[Any, Any]", person: User, made: Row, canary: str) -> Any:
    related = field.related_model
    if related is User:
        return person.pk
    if related is Group:
        return Group.objects.create(name=f"{canary} {uuid7().hex}").pk
    return made[related._meta.db_table]


def _empty(field: models.Field[Any, Any]) -> Any:
    return "" if isinstance(field, models.CharField | models.TextField) else _filled(field, "")


def _free(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    return (field for field in model._meta.concrete_fields if not field.choices and not _listed(field))


def _ruled(model: type[models.Model]) -> frozenset[str]:
    return frozenset(name for rule in _rules(model) for name, _ in _leaves(rule))


def _of_persons(model: type[models.Model]) -> frozenset[str]:
    """Where a rule says that something is a person's or another's: then it is not the person's."""
    spare = (one for one in model._meta.concrete_fields if one.null and one.related_model is User)
    return _ruled(model) & {one.name for one in spare}


def _listed(field: models.Field[Any, Any]) -> list[Any]:
    """What a rule of its table allows it to be, where that is a list."""
    found = [
        value
        for rule in _rules(field.model)
        for name, value in _leaves(rule, whole=True)
        if name == f"{field.name}__in"
    ]
    return list(found[0]) if found else []


def _rules(model: type[models.Model]) -> list[Q]:
    return [
        rule.condition
        for rule in model._meta.constraints
        if isinstance(rule, models.CheckConstraint) and isinstance(rule.condition, Q)
    ]


def _leaves(rule: Q, *, whole: bool = False) -> Iterator[tuple[str, Any]]:
    for child in rule.children:
        if isinstance(child, Q):
            yield from _leaves(child, whole=whole)
        elif isinstance(child, tuple):
            yield (child[0] if whole else child[0].split("__")[0], child[1])
