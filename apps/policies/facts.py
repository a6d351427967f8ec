"""A question → the typed context that Cedar sees: no null, no float; what speaks of lists is computed here.

Every family has a state: known, none (never matches) or unknown (matches where that is stricter).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias, TypeGuard

from apps.connectors.contract import Fact, HasNone, Known, Verb
from apps.policies.arguments import argued
from apps.policies.coded import ARGUMENTS, STATES
from apps.policies.deeds import FAMILY, MONEY, perhaps, surely
from apps.policies.question import Question, Subject
from apps.policies.rule import Computed, Type
from apps.policies.told import Asked, House, Told, likely, told
from apps.policies.told.asked import field_of, inside
from apps.policies.told.asked import object_name as as_compared

Context: TypeAlias = dict[str, Any]
LARGEST = 2**63 - 1
UNREADABLE = object()
ARGUED = (ARGUMENTS, STATES)
NO_ARGUMENTS: Mapping[str, Type] = {}


class Seen(dict[str, Any]):
    """A context; the tests that are told before Cedar are told when they are first asked for."""

    def __init__(
        self, context: Context, tests: Mapping[str, Computed], asked: Asked, arguments: Mapping[str, Type]
    ) -> None:
        super().__init__(context)
        self.tests, self.asked, self.arguments = tests, asked, arguments

    def __missing__(self, name: str) -> Any:
        if name in ARGUED:
            values, states = argued(self.asked.question.circumstances.arguments, self.arguments)
            self.update(zip(ARGUED, (values, states), strict=True))
        else:
            self[name] = str(told(self.tests[name], self.asked))
        return self[name]

    def has(self, name: str) -> bool:
        return name in self or name in self.tests or name in ARGUED

    def whole(self) -> Context:
        """With every test told."""
        return {name: self[name] for name in (*self, *self.tests, *ARGUED)}


def seen(
    question: Question, object_name: str, house: House, tests: Mapping[str, Computed], free: tuple[str, ...] = (),
    arguments: Mapping[str, Type] = NO_ARGUMENTS,
) -> Seen:  # fmt: skip
    """What the rules of a policy are asked about: the context, their own tests, and the arguments that they name.

    `free`: the kinds of deed that they name and no table knows.
    """
    plain = context(question, object_name, frozenset(house.domains), free)
    return Seen(plain, tests, Asked(question, house, object_name), arguments)


def context(question: Question, object_name: str, domains: frozenset[str], free: tuple[str, ...] = ()) -> Context:
    """The context of a question as far as it concerns one of its objects ("": it has none, or cannot be told)."""
    recipients = _value(question.facts.recipients, list)
    fields = _value(question.facts.fields, list)
    tool = _subject(question.subject, question, object_name, free)
    return {
        "agent": question.agent,
        "asker_roles": sorted(question.asker_roles),
        "risk": str(question.risk),
        "undoing": question.undoing,
        "exact_undo": question.exact_undo,
        "tool": tool,
        "undone": _subject(question.undone, question, object_name, free) if question.undone else tool,
        "money": _money(question.facts.money),
        "recipients": {"state": _state(recipients)} | sides(recipients, domains),
        "fields": {"state": _state(fields), "names": _texts(fields)},
        "count": _count(question.facts.count),
    }


def objects(question: Question) -> tuple[str, ...]:
    """The objects an action touches, each decided about; one empty name where it has none or they cannot be told."""
    if question.object:
        return (question.object,)
    return _recorded(question.facts.record) or ("",)


def money_state(question: Question) -> Context:
    return _money(question.facts.money)


def readable(question: Question, family: str) -> bool:
    """Whether a fact was told: it is known and well formed, or the tool has none of it."""
    if family in FAMILY.values():
        return _known(question, family) is not None
    fact: Fact = getattr(question.facts, family)
    if family == "money":
        return bool(_money(fact)["state"] != "unknown")
    if family == "count":
        return bool(_count(fact)["state"] != "unknown")
    if family == "record":
        return isinstance(fact, HasNone) or bool(_recorded(fact))
    return _state(_value(fact, list)) != "unknown"


def must_be_text(context: Context) -> None:
    """Raises ValueError where a text is no Unicode, which no rule could be asked about, whether it names it or not."""
    said = [context["agent"], context["money"]["currency"], *context["asker_roles"], *context["fields"]["names"]]
    for each in (context["tool"], context["undone"]):
        said += (each["name"], each["connector"], each["object"]["name"], *each["deeds"])
    "".join(said).encode()


def _subject(subject: Subject, question: Question, object_name: str, free: tuple[str, ...]) -> Context:
    said = (*(_known(question, fact) for fact in FAMILY.values()), _moves_money(question.facts.money))
    sure, possible = _deeds(subject.verb, subject.categories, _moved(question), said)
    if doubted := likely.doubted(subject.verb, subject.tool, subject.categories):
        sure = tuple(deed for deed in sure if deed not in doubted)
    name = subject.object or object_name
    fields = tuple(_texts(_value(question.facts.fields, list)))
    if free:
        so = {deed: likely.belongs(deed, subject, question.circumstances, object_name, fields) for deed in free}
        sure, possible = _freely(so, sure, possible)
    by_name = likely.perhaps(subject.verb, subject.tool, name, subject.categories, fields)
    untold = not isinstance(question.facts.record, HasNone)
    state = "known" if name else "unknown" if untold else "none"
    return {
        "name": subject.tool,
        "connector": subject.connector,
        "deeds": sure,
        "possible_deeds": tuple(sorted(by_name.union(possible))) if by_name else possible,
        "object": {"state": state, "name": as_compared(name) if name else ""},
    }


@lru_cache(maxsize=1024)
def _deeds(
    verb: Verb, categories: tuple[str, ...], moved: tuple[str, ...], told: tuple[bool | None, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a subject surely is, and what it is or may be."""
    said = dict(zip((*FAMILY, MONEY), told, strict=True))
    sure = surely(verb, (*categories, *(deed for deed, so in said.items() if so), *moved))
    unsure = {deed for deed in perhaps(verb, sure) if said.get(deed) is None}
    return tuple(sorted(sure)), tuple(sorted(sure | unsure))


def _freely(said: Mapping[str, Told], *known: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """With the kinds that rules name freely, as far as the action is or may be one of them."""
    sure, possible = known
    surely_so = {deed for deed, so in said.items() if so is Told.YES}
    perhaps_so = {deed for deed, so in said.items() if so is not Told.NO}
    return tuple(sorted({*sure, *surely_so})), tuple(sorted({*possible, *perhaps_so}))


def _moves_money(money: Fact) -> bool | None:
    state = _money(money)["state"]
    return None if state == "unknown" else bool(state == "known" and money.value["amount"])  # type: ignore[union-attr]


def _known(question: Question, fact: str) -> bool | None:
    """What a yes-or-no fact says; None where it cannot be told."""
    stated: Fact = getattr(question.facts, fact)
    if isinstance(stated, HasNone):
        return False
    return stated.value if isinstance(stated, Known) and isinstance(stated.value, bool) else None


def _moved(question: Question) -> tuple[str, ...]:
    """The category that the money itself names: "refund" makes it a refund, whatever the tool says of itself."""
    money = _value(question.facts.money, dict)
    category = money.get("category") if isinstance(money, dict) else None
    return (category if category.endswith("s") else f"{category}s",) if isinstance(category, str) and category else ()


def _recorded(record: Fact) -> tuple[str, ...]:
    return recorded(record.value) if isinstance(record, Known) else ()


def recorded(value: Any) -> tuple[str, ...]:
    """The objects that a record fact names, each once; none where any of its rows does not say."""
    rows = value if isinstance(value, list | tuple) else [value]
    names = [row.get("object") if isinstance(row, dict) else None for row in rows]
    known = [name for name in names if isinstance(name, str) and name]
    return tuple(dict.fromkeys(known)) if len(known) == len(names) else ()


def _value(fact: Fact, kind: type) -> Any:
    """A fact's value if it has the type it should have; None: it has none; UNREADABLE: it cannot be told."""
    if isinstance(fact, HasNone):
        return None
    accepted = (list, tuple) if kind is list else kind
    return fact.value if isinstance(fact, Known) and isinstance(fact.value, accepted) else UNREADABLE


def _state(value: Any) -> str:
    if value is None:
        return "none"
    if value is UNREADABLE or (isinstance(value, list | tuple) and not all(isinstance(each, str) for each in value)):
        return "unknown"
    return "known"


def _money(fact: Fact) -> Context:
    value = _value(fact, dict)
    if value is None:
        return {"state": "none", "amount": 0, "currency": ""}
    amount, currency = (value.get("amount"), value.get("currency")) if isinstance(value, dict) else (None, None)
    if not whole(amount) or not isinstance(currency, str) or not currency:
        return {"state": "unknown", "amount": 0, "currency": ""}
    return {"state": "known", "amount": amount, "currency": currency.upper()}


def _count(fact: Fact) -> Context:
    value = _value(fact, int)
    state = "none" if value is None else "known" if whole(value) else "unknown"
    return {"state": state, "number": value if state == "known" else 0}


def whole(number: object) -> TypeGuard[int]:
    """Not negative, not a bool, and within what Cedar can hold."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST


def _texts(value: Any) -> list[str]:
    return sorted(set(map(field_of, value))) if _state(value) == "known" else []


def sides(recipients: Any, domains: frozenset[str]) -> Context:
    sides = {inside(address, domains) for address in recipients} if _state(recipients) == "known" else set()
    return {"outside": False in sides, "inside": True in sides}
