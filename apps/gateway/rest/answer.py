"""What the API says: JSON of our own shapes, or a problem as RFC 9457 has it."""

from http import HTTPStatus

from django.http import JsonResponse

from apps.agents.keys import UnknownKey
from apps.core.errors import Invalid, Refused
from apps.gateway.rest.shapes import Out, Problem

PROBLEM = "application/problem+json"
STATUS = {
    "unknown_key": 401, "not_found": 404, "not_entitled": 403, "denied": 403, "invalid": 422, "key_reused": 422,
    "unreadable": 502, "over_cap": 429, "malformed": 400, "no_key": 400, "too_large": 413, "not_json": 415,
}  # fmt: skip
SOON_S = {"in_progress": 1, "paused": 60, "unreadable": 5, "over_cap": 60}


def answered(told: Out, *, status: int = 200) -> JsonResponse:
    return JsonResponse(told.model_dump(mode="json", by_alias=True), status=status)


def refused(why: Refused) -> JsonResponse:
    """The refusal, with its sentence; 409 for what only the present state of things forbids."""
    problems = list(why.problems) if isinstance(why, Invalid) else []
    told = problem(STATUS.get(why.code, 409), why.code, str(why), problems)
    if why.code in SOON_S:
        told["Retry-After"] = str(SOON_S[why.code])
    if isinstance(why, UnknownKey):
        told["WWW-Authenticate"] = 'Bearer realm="Countersign"'
    return told


def problem(status: int, code: str, detail: str, problems: list[str] | None = None) -> JsonResponse:
    said = Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, problems=problems or [])
    return JsonResponse(said.model_dump(mode="json"), status=status, content_type=PROBLEM)
