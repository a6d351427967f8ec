"""An action written as JSON by hand → the question that policy is asked. Lenient in names, strict about keys."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from apps.connectors.contract import CannotTell, Fact, Facts, HasNone, Known, Risk, UndoKind, Verb
from apps.core.errors import Invalid
from apps.policies.circumstances import Circumstances, Figure
from apps.policies.deeds import READING
from apps.policies.language.lexicon import Lexicon, lexicon
from apps.policies.question import Question, Subject
from apps.policies.trying.amounts import minor, money_of
from apps.policies.trying.words import categories_of, object_of, parted, verb_of
from apps.policies.vocabulary import Vocabulary

ALSO = {
    "recipients": ("to", "recipient"), "asked_by": ("asker_roles", "asker", "requested_by", "asked_by_role", "role"),
    "at": ("time", "now", "when", "timestamp"), "places": ("place", "environment", "branch", "where", "environments"),
    "labels": ("label", "data_labels", "data_classes", "data_class", "classification"), "kinds": ("kind", "type"),
    "categories": ("category",), "undo": ("undo_class",), "text": ("body", "message"), "fields": ("field",),
    "object": ("objects",), "checks": ("check",), "lists": ("list", "member_of", "in_lists"),
    "so_far": ("history", "totals", "running_totals"), "first_for": ("first_time", "first_time_for"),
    "ages": ("age", "age_days", "ages_days"), "figures": ("amounts",), "given": ("provided", "came_with"),
    "earlier": ("run", "done_in_run", "earlier_in_run", "previous_actions"), "freezes": ("freeze",),
    "count": ("records", "number_of_records"), "arguments": ("args", "input", "inputs"),
    "related": ("related_records",),
    "record": ("before", "record_before"), "origins": ("provenance", "sources"),
    "recipient_zone": ("recipient_timezone",),
    "permission_change": ("changes_permissions",), "billing_change": ("changes_billing",),
}  # fmt: skip
NAMED = {also: name for name, others in ALSO.items() for also in others}
RECORDS = frozenset("records rows files items entries documents".split())  # numbers that are the count
FACTS = ("money", "recipients", "fields", "count")
PLAIN = (
    "arguments", "record", "related", "labels", "kinds", "places", "text", "attachments", "at", "recipient_zone",
    "freezes", "first_for", "ages", "numbers", "earlier", "checks", "lists", "given",
)  # fmt: skip
LISTS = frozenset({"labels", "kinds", "places", "freezes", "earlier", "categories", "asked_by", "fields", "recipients"})
OWN = ("tool", "connector", "verb", "object", "categories", "risk", "agent", "asked_by", "undoing", "undo", "undone",
       "so_far", "figures", "origins", "permission_change", "billing_change", "amount", "currency", "facts",
       "vocabulary", "id", "name", "note", "expect", "expected")  # fmt: skip
KEYS = frozenset({*FACTS, *PLAIN, *OWN})
UNTOLD = ("unknown", "cannot tell", "cannot be told", "?")


def question_of(written: Mapping[str, Any], vocabulary: Vocabulary) -> Question:
    """Raises Invalid for a key that nothing reads, and for a value that does not fit its key."""
    said = _flat(written)
    try:
        return _question(said, vocabulary)
    except (ValidationError, ValueError, TypeError, AttributeError) as why:
        raise Invalid(f"The action cannot be read: {_why(why)}") from None


def _question(said: dict[str, Any], vocabulary: Vocabulary) -> Question:
    subject = _subject(said, vocabulary)
    undone = _subject(_flat(said["undone"]), vocabulary) if said.get("undone") else None
    undoing = bool(said.get("undoing", False))
    undo = UndoKind(said["undo"]) if said.get("undo") else None
    return Question(
        **subject.model_dump(),
        risk=Risk(str(said.get("risk", "medium")).casefold()),
        undoing=undoing,
        undo_kind=undo if undoing and undo else UndoKind.NONE,
        undone=undone,
        facts=_facts(said),
        agent=vocabulary.agents.get(str(said.get("agent", "")), str(said.get("agent", ""))),
        asker_roles=frozenset(said.get("asked_by") or ()),
        circumstances=_circumstances(said, undo, lexicon(vocabulary)),
    )


def _flat(written: Mapping[str, Any]) -> dict[str, Any]:
    """Every key under its own name, those under "facts" with the rest."""
    if not isinstance(written, Mapping):
        raise Invalid('An action is a JSON object, such as {"tool": "stripe.refund", "money": "50 USD"}.')
    nested = written.get("facts") or {}
    given = {**{key: value for key, value in written.items() if key != "facts"}, **nested}
    said: dict[str, Any] = {}
    for key, value in given.items():
        name = NAMED.get(key, key)
        if name not in KEYS:
            near = get_close_matches(key, sorted({*KEYS, *NAMED}), n=1)
            raise Invalid(f"“{key}” is no key of an action.{f' Did you mean “{near[0]}”?' if near else ''}")
        said[name] = [value] if name in LISTS and isinstance(value, str) and value not in UNTOLD else value
    return said


def _subject(said: Mapping[str, Any], vocabulary: Vocabulary) -> Subject:
    words = lexicon(vocabulary)
    tool = str(said.get("tool", ""))
    obj = str(said["object"] or "") if "object" in said else object_of(tool, vocabulary.objects)
    if not (tool or said.get("categories") or said.get("verb")):
        raise Invalid('Say which tool the action uses, or its categories: {"tool": "stripe.refund"}.')
    verb = Verb(str(said["verb"]).casefold()) if said.get("verb") else verb_of(tool or "x.run")
    named = categories_of(verb, tool, obj if "categories" not in said else "", words)
    categories = [parted(str(name), words)[0] for name in said.get("categories") or ()]
    categories += READING.intersection(named) if verb.reads else named
    connector = str(said.get("connector") or tool.partition(".")[0])
    return Subject(
        tool=tool,
        connector=_connector(connector, vocabulary),
        verb=verb,
        object=obj,
        categories=tuple(dict.fromkeys(categories)),
    )


def _connector(name: str, vocabulary: Vocabulary) -> str:
    known = {title.casefold(): id for title, id in vocabulary.connectors.items()}
    return known.get(name.casefold().replace("_", " "), known.get(name.casefold(), name))


def _facts(said: Mapping[str, Any]) -> Facts:
    if "amount" in said:
        money: Any = {"amount": said["amount"], "currency": said.get("currency", "USD")}
    else:
        money = said.get("money", CannotTell())
    return Facts(
        money=_fact(money, money_of),
        recipients=_fact(said.get("recipients", CannotTell()), lambda to: [str(each).lower() for each in to]),
        fields=_fact(said.get("fields", CannotTell()), list),
        count=_fact(said.get("count", _counted(said.get("numbers"))), int),
        permission_change=_yes(said.get("permission_change", False)),
        billing_change=_yes(said.get("billing_change", False)),
        record=_fact(said.get("object", CannotTell()), lambda name: {"object": name, "id": "1"}),
        origins=said.get("origins") or {},
    )


def _counted(numbers: Any) -> Any:
    """How many records, where that is said by what they are called: so many files."""
    named = {name: many for name, many in numbers.items() if name in RECORDS} if isinstance(numbers, Mapping) else {}
    return next(iter(named.values())) if len(named) == 1 else CannotTell()


def _fact(value: Any, read: Callable[[Any], Any]) -> Fact:
    if value is None:
        return HasNone()
    if isinstance(value, CannotTell) or (isinstance(value, str) and value.casefold() in UNTOLD):
        return CannotTell()
    return Known(value=read(value))


def _yes(value: Any) -> Fact:
    return CannotTell() if isinstance(value, str) and value.casefold() in UNTOLD else Known(value=bool(value))


def _circumstances(said: Mapping[str, Any], undo: UndoKind | None, words: Lexicon) -> Circumstances:
    given = {
        key: said[key] for key in PLAIN if key in said and not (isinstance(said[key], str) and said[key] in UNTOLD)
    }
    sorts = [kind for name in said.get("categories") or () if (kind := parted(str(name), words)[1])]
    if sorts:
        given["kinds"] = [*(given.get("kinds") or ()), *sorts]
    given["so_far"] = [_so_far(each) for each in said.get("so_far") or ()]
    given["figures"] = {name: _figure(value) for name, value in (said.get("figures") or {}).items()}
    given["lists"] = _yes_or_no(said.get("lists"))
    given["checks"] = _yes_or_no(said.get("checks"))
    given["given"] = _given(said.get("given"))
    given["first_for"] = _yes_or_no(said.get("first_for"))
    given["undo"] = undo
    for name in LISTS & given.keys():
        given[name] = tuple(given[name]) if given[name] is not None else ()
    untold = "asked_by" not in said
    return Circumstances.model_validate({**given, "asker_untold": untold})


def _so_far(written: Mapping[str, Any]) -> dict[str, Any]:
    """`{"period": "day", "per": "customer", "amount": 900, "currency": "USD", "count": 3}`"""
    told = dict(written)
    if told.get("amount") is not None:
        told["currency"] = str(told.get("currency", "USD")).upper()
        told["amount"] = minor(told["amount"], told["currency"])
    return told


def _figure(value: Any) -> Figure | None:
    return (
        None if value is None else Figure(**{key: each for key, each in money_of(value).items() if key != "category"})
    )


def _yes_or_no(value: Any) -> dict[str, Any]:
    """A mapping, or a list of what is so."""
    if isinstance(value, str):
        value = [value]
    said = dict.fromkeys(value, True) if isinstance(value, list) else dict(value or {})
    words = {"passed": True, "green": True, "failed": False, "yes": True, "no": False, "pending": False, "red": False}
    return {
        name: words.get(each.casefold(), each) if isinstance(each, str) else each
        for name, each in said.items()
        if not (isinstance(each, str) and each in UNTOLD)
    }


def _given(value: Any) -> dict[str, Any]:
    """What came with it: yes or no, or the thing itself: {"ticket": "T-17"}."""
    said = dict.fromkeys(value, True) if isinstance(value, list) else dict(value or {})
    return {name: None if each is None else bool(each) for name, each in said.items()}


def _why(why: Exception) -> str:
    if isinstance(why, ValidationError):
        first = why.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(why)
