"""Conditions that an expert wrote in Cedar, in three-valued logic: as they surely hold, and as they may.

Each single comparison asks for things that can be known, none, or unknown. Where one is unknown the comparison may
hold and does not surely; where the action has none of it, it does neither.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from cedarpy import policies_from_json_str, policies_to_json_str

Tree: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str, ...]  # behind "context": ("money", "amount")
HEAD = "permit(principal, action, resource)"
FAMILIES = frozenset({"money", "recipients", "fields", "count"})
ARGUMENTS, STATES = "arguments", "argument_states"
OF_WHAT = frozenset({"tool", "undone"})
SIDES = ("left", "right")
OTHER = {"&&": "||", "||": "&&"}


@lru_cache(maxsize=1024)
def form(when: str, *, maybe: bool) -> str:
    """The conditions as one expression, in the form that surely holds or in the one that may; empty for none."""
    body = tree(when)
    return text(_form(body, maybe=maybe, turned=False)) if body else ""


def tree(when: str) -> Tree | None:
    """All conditions of a policy as one expression. Raises ValueError for what is no Cedar."""
    read = json.loads(policies_to_json_str(f"{HEAD} {when};"))
    [policy] = read["staticPolicies"].values()
    found: Tree | None = None
    for each in policy["conditions"]:
        body = each["body"] if each["kind"] == "when" else _not(each["body"])
        found = _both("&&", found, body) if found else body
    return found


def asked(part: Any) -> frozenset[Path]:
    """What an expression asks of the context."""
    return frozenset(filter(None, map(_path, _parts(part))))


def elsewhere(part: Any) -> bool:
    """Does it ask of anything but what the context names: of it as a whole, or of who and what stands in the head?"""
    return any(isinstance(each, dict) and "Var" in each for each in _parts(part))


def singles(body: Tree) -> Iterator[Tree]:
    """Its single comparisons."""
    [(op, parts)] = body.items()
    joined = {"!": ("arg",), "if-then-else": ("if", "then", "else"), "&&": SIDES, "||": SIDES}
    for side in joined.get(op, ()):
        yield from singles(parts[side])
    if op not in joined:
        yield body


def _parts(part: Any) -> Iterator[Any]:
    """A part of an expression and all in it; what the context names is not taken apart."""
    yield part
    if not _path(part):
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from _parts(each)


def _path(part: Any) -> Path | None:
    if part == {"Var": "context"}:
        return ()
    if isinstance(part, dict) and part.keys() == {"."}:
        before = _path(part["."]["left"])
        return None if before is None else (*before, part["."]["attr"])
    return None


def state_of(path: Path) -> Path | None:
    """Where the context says whether such a thing is known; None for what always is."""
    if path[0] in FAMILIES:
        return path[0], "state"
    if path[0] == ARGUMENTS:
        return STATES, path[1]
    return (path[0], "object", "state") if path[0] in OF_WHAT and path[1] == "object" else None


def _form(body: Tree, *, maybe: bool, turned: bool) -> Tree:
    """`turned`: it stands under a "not", which goes down to each comparison."""
    [(op, parts)] = body.items()
    if op == "!":
        return _form(parts["arg"], maybe=maybe, turned=not turned)
    if op == "if-then-else":
        then, other = _both("&&", parts["if"], parts["then"]), _both("&&", _not(parts["if"]), parts["else"])
        return _form(_both("||", then, other), maybe=maybe, turned=turned)
    if op in OTHER:
        left, right = (_form(parts[side], maybe=maybe, turned=turned) for side in SIDES)
        return _both(OTHER[op] if turned else op, left, right)
    return _single(body, maybe=maybe, turned=turned)


def _single(body: Tree, *, maybe: bool, turned: bool) -> Tree:
    states = sorted(filter(None, map(state_of, asked(body))))
    known = [_is(state, "known") for state in states]
    holds = _broadly(body) if maybe is not turned else body
    if turned:
        return _not(_all([*known, holds])) if maybe else _all([*known, _not(holds)])
    found = _all([*known, holds])
    for state in states if maybe else ():
        found = _both("||", found, _is(state, "unknown"))
    return found


def _all(parts: list[Tree]) -> Tree:
    found, *others = parts
    for each in others:
        found = _both("&&", found, each)
    return found


def _broadly(part: Any) -> Any:
    """With what it may be in place of what it surely is."""
    if isinstance(part, list):
        return [_broadly(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.keys() == {"."} and part["."]["attr"] == "deeds":
        return {".": {**part["."], "attr": "possible_deeds"}}
    return {name: _broadly(each) for name, each in part.items()}


def _is(state: Path, value: str) -> Tree:
    at: Tree = {"Var": "context"}
    for name in state:
        at = {".": {"left": at, "attr": name}}
    return {"==": {"left": at, "right": {"Value": value}}}


def _both(op: str, left: Tree, right: Tree) -> Tree:
    return {op: {"left": left, "right": right}}


def _not(body: Tree) -> Tree:
    return {"!": {"arg": body}}


def text(body: Tree) -> str:
    anyone = {"op": "All"}
    policy = {"effect": "permit", "principal": anyone, "action": anyone, "resource": anyone, "annotations": {},
              "conditions": [{"kind": "when", "body": body}]}  # fmt: skip
    said = policies_from_json_str(json.dumps({"staticPolicies": {"one": policy}, "templates": {}, "templateLinks": []}))
    return str(said).strip().removeprefix(f"{HEAD} when {{ ").removesuffix(" };")
