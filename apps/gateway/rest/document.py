"""The OpenAPI 3.1 document, made from the shapes that the code itself parses and answers with."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from apps.gateway.rest.shapes import CheckIn, CheckOut, Problem, ProposalIn, ProposalOut, ReadIn, ReadOut, ToolsOut

SHAPES: list[tuple[type[BaseModel], JsonSchemaMode]] = [
    (ProposalIn, "validation"), (ReadIn, "validation"), (ProposalOut, "serialization"), (ReadOut, "serialization"),
    (ToolsOut, "serialization"), (CheckIn, "validation"), (CheckOut, "serialization"), (Problem, "serialization"),
]  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": True,
    "description": "A new one for each new proposal. The same key and body finds the same proposal, for good.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}  # fmt: skip
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^prp_[0-9a-f]{32}$"}}
REFUSALS = {
    "400": "The body or a header is malformed", "401": "The key is not known", "403": "Policy does not allow it",
    "404": "There is nothing here", "409": "Not now: in progress, paused, or refused by the state of things",
    "413": "The body is too large", "415": "The body is not JSON", "422": "The body does not fit",
    "429": "A budget has no room", "502": "The target cannot be read", "503": "The database does not answer",
}  # fmt: skip


@cache
def document() -> dict[str, Any]:
    _, schemas = models_json_schema(SHAPES, ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Countersign", "version": "1", "description": "The door for agents that work outside."},
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "csk_…"}},
        },
    }


def _paths() -> dict[str, Any]:
    made = {"201": _json("ProposalOut", "Made"), "200": _json("ProposalOut", "Made before with this key")}
    return {
        "/proposals": {"post": _call("propose", "Propose actions", made, body="ProposalIn", parameters=[KEY])},
        "/proposals/{id}": {
            "get": _call("proposal", "A proposal of this agent", {"200": _json("ProposalOut", "It")}, parameters=[ID])
        },
        "/tools": {"get": _call("tools", "What may be called", {"200": _json("ToolsOut", "The tools")})},
        "/reads": {"post": _call("read", "Read at once", {"200": _json("ReadOut", "What was read")}, body="ReadIn")},
        "/checks": {
            "post": _call("check", "Report a check", {"200": _json("CheckOut", "What counts")}, body="CheckIn")
        },
    }


def _call(
    name: str, summary: str, answers: dict[str, Any], *, body: str = "", parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    refusals = {status: _problem(what) for status, what in REFUSALS.items()}
    call: dict[str, Any] = {"operationId": name, "summary": summary, "responses": {**answers, **refusals}}
    if parameters:
        call["parameters"] = parameters
    if body:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    return call


def _json(shape: str, what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": _ref(shape)}}}


def _problem(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _ref(shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape}"}
