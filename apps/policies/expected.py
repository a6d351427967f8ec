"""What a rule in Cedar may ask for, and what to say of one that asks for something else: its line, and what to do."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from cedarpy import policies_to_json_str, validate_policies

from apps.policies import cedar, coded
from apps.policies.coded import Path, Tree
from apps.policies.language import NotUnderstood
from apps.policies.rule import Type

Shape: TypeAlias = Mapping[str, "Shape | str"]
SUBJECT: Shape = {"name": "String", "connector": "String", "deeds": "Set", "object": {"name": "String"}}
CONTEXT: Shape = {
    "agent": "String", "risk": "String", "undoing": "Boolean", "tool": SUBJECT, "undone": SUBJECT,
    "money": {"amount": "Long", "currency": "String"}, "recipients": {"outside": "Boolean", "inside": "Boolean"},
    "fields": {"names": "Set"}, "count": {"number": "Long"},
}  # fmt: skip
KINDS = {"Long": "a whole number", "String": "a text", "Boolean": "true or false", "Set": "a list of texts"}
AS_CEDAR_SAYS = {"Bool": "Boolean", "Set<String>": "Set"}
WRONG_TYPE = re.compile(r"unexpected type: expected (.+) but saw (.+?)\s*$", re.DOTALL)
UNFINISHED = "unexpected end of input"


class Fault(Exception):
    """A sentence, and where it belongs: a pattern to look for, or so many letters from the beginning."""

    def __init__(self, sentence: str, where: str = r"\S", at: int | None = None) -> None:
        super().__init__(sentence)
        self.where, self.at = where, at

    def in_(self, text: str) -> NotUnderstood:
        found = re.search(self.where, text) if self.at is None else None
        at = found.start() if found else self.at or 0
        line = text.count("\n", 0, at) + 1
        return NotUnderstood(f"Line {line}: {self}", pointer=at)


def reference(arguments: Mapping[str, Type]) -> list[tuple[str, str]]:
    """Everything that may be asked for, and of what kind it is."""
    return list(_listed("context", {**CONTEXT, coded.ARGUMENTS: dict(arguments)}))


def _listed(before: str, shape: Shape) -> Iterator[tuple[str, str]]:
    for name, inside in shape.items():
        if isinstance(inside, str):
            yield f"{before}.{name}", KINDS[inside]
        else:
            yield from _listed(f"{before}.{name}", inside)


def near(name: str, known: Iterable[str], before: str = "", after: str = "") -> str:
    """` Did you mean “amount”?`, where one of the known names is near."""
    found = get_close_matches(name, list(known), n=1)
    return f" Did you mean “{before}{found[0]}{after}”?" if found else ""


def of_the_parser(text: str, why: str) -> Fault:
    """What stopped Cedar's parser, which names a word and no place: the first line with it up to which it says so."""
    if why == UNFINISHED:
        return Fault("It ends too early. A policy ends with a semicolon: permit(…) when { … };", at=len(text.rstrip()))
    named = re.search(r"`(.+)`|: (\w+)$", why)
    word = (named[1] or named[2]) if named else ""
    lines = text.splitlines(keepends=True)
    ends = [sum(map(len, lines[: at + 1])) for at in range(len(lines))]
    places = [end - len(line) + line.find(word) for line, end in zip(lines, ends, strict=True) if word in line]
    stopped = (at for at in places if _complaint(text[: text.find("\n", at) + 1 or len(text)]) == why)
    return Fault(f"This is not Cedar: {why}.", at=next(stopped, 0) if len(places) > 1 else (places or [0])[0])


def checked(when: str, arguments: Mapping[str, Type]) -> tuple[tuple[str, Type], ...]:
    """The arguments of tools that the conditions ask for. Raises Fault for what is not there or of another kind."""
    body = coded.tree(when)
    if body is None:
        return ()
    paths = sorted(coded.asked(body))
    shape: Shape = {**CONTEXT, coded.ARGUMENTS: dict(arguments)}
    for path in paths:
        _known(path, shape)
    if coded.elsewhere(body):
        raise Fault("A condition asks of the context alone: context.money.amount, context.tool.name.", "when|unless")
    for single in coded.singles(body):
        _of_one_kind(single, arguments)
    names = dict.fromkeys(path[1] for path in paths if path[0] == coded.ARGUMENTS)
    return tuple((name, arguments[name]) for name in names)


def _known(path: Path, shape: Shape) -> None:
    here: Shape | str = shape
    for at, name in enumerate(path):
        so_far = ".".join(("context", *path[:at]))
        if isinstance(here, str) or name not in here:
            others = () if isinstance(here, str) else tuple(here)
            said = near(name, others, f"{so_far}.") or (f" There is {', '.join(others)}." if others else "")
            raise Fault(f"There is no {so_far}.{name}.{said}", _where(path[: at + 1]))
        here = here[name]
    if not isinstance(here, str):
        said = ".".join(("context", *path))
        raise Fault(f"Say what of {said} is meant: {', '.join(f'{said}.{name}' for name in here)}.", _where(path))


def _where(path: Path) -> str:
    return r"\s*\.\s*".join(map(re.escape, ("context", *path)))


def _of_one_kind(single: Tree, arguments: Mapping[str, Type]) -> None:
    """One comparison is asked on its own, so that what is wrong with it has a place."""
    policy = f"{coded.HEAD} when {{ {coded.text(single)} }};"
    result = validate_policies(policy, cedar.schema_text(arguments=arguments))
    if result.validation_passed:
        return
    why = "; ".join(map(str, result.errors))
    place = next((_where(path) for path in sorted(coded.asked(single)) if path), "when|unless")
    found = WRONG_TYPE.search(why)
    if not found:
        raise Fault(f"Cedar cannot compare this: {why.partition(', ')[2] or why}.", place)
    meant, saw = (KINDS.get(AS_CEDAR_SAYS.get(kind, kind), kind) for kind in found.groups())
    raise Fault(f"Cedar expects {meant} here, and this is {saw}.", place)


def _complaint(text: str) -> str:
    try:
        policies_to_json_str(text)
    except ValueError as why:
        return str(why)
    return ""
