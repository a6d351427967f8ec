"""Which kinds of deed an action may be by its names: the tool's, its object's, its categories', its fields'. Pure.

A kind that no table knows (`hiring decisions`) is surely meant where one of the names says just that, in whatever
order; it and every known kind is perhaps meant where a name says that among other things, and those others are no
doing of another kind. A permissive rule takes the sure ones alone, a restrictive one both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from apps.connectors.contract import Fact, Known, Verb
from apps.policies.circumstances import Circumstances
from apps.policies.deed_words import DEEDS
from apps.policies.deeds import KNOWN, MAY_BE, READS, THINGS
from apps.policies.deeds import READING as READING_DEEDS
from apps.policies.lemmas import HANDLING, MAKING, SAME, all_of, lemmas, words
from apps.policies.question import Subject
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL
from apps.policies.told.asked import Told

BUILT_IN = frozenset({*KNOWN, ANYTHING, EVERYTHING_ELSE, TOOL, "write"})
NARROWS = re.compile(r"\b(?:to|for|on|in|with|from)\b")
OWNED = re.compile(r"\b[\w-]+(?:'s|s')\s+")  # "an employee's account" is an account
ANY_CHANGE = "changes"  # of whatever: no name says more than that
SET_UP = "firewall rule dns permission role setting configuration policy network route"
CHANGED = all_of("change")
CHANGE = frozenset({"change", "changes"})
READING = "read export download list get fetch check"
MATTER = "data record information entry master detail"  # of something: what is meant is the thing itself
ENDS = frozenset("terminate close cancel archive revoke deactivate".split())  # which a tool may do by deleting
LETTING = frozenset({"release"})
Lemmas = frozenset[str]


def free(deeds: Iterable[str]) -> tuple[str, ...]:
    """Those of the deeds that no table knows."""
    return tuple(sorted(set(deeds) - BUILT_IN))


def belongs(
    deed: str, subject: Subject, around: Circumstances, object_name: str = "", fields: tuple[str, ...] = ()
) -> Told:
    """Whether an action is of a kind that is named freely. `fields`: those that it writes."""
    if deed in subject.categories:
        return Told.UNKNOWN if doubted(subject.verb, subject.tool, (deed,)) else Told.YES
    wanted, obj = _plainly(deed), subject.object or object_name
    if subject.verb in READS and not wanted & all_of(READING):
        return Told.NO  # reading something is not what is done with it
    changed = [*map(lemmas, fields)]
    narrow = _names(subject, obj, around.kinds or (), around.places or ())
    if _outright(wanted, narrow) or (changed and all(_outright(wanted, _with(narrow, field)) for field in changed)):
        return Told.YES
    named = frozenset().union(*narrow, all_of(subject.connector), _besides(around))
    if wanted <= named.union(*changed) or _plainly(OWNED.sub("", deed)) <= named.union(*changed):
        return Told.UNKNOWN
    if any(_means(field - named, wanted - named) for field in changed):
        return Told.UNKNOWN
    silent = _silent(around) and not changed
    return Told.UNKNOWN if silent and any(heart <= named for heart in _hearts(deed, lemmas(obj))) else Told.NO


def _plainly(deed: str) -> Lemmas:
    """`deleting candidate data` is deleting a candidate."""
    said = lemmas(deed)
    return said - all_of(MATTER) or said


def _outright(wanted: Lemmas, names: Iterable[Lemmas]) -> bool:
    return any(wanted <= name and name - wanted <= all_of(MAKING) for name in names)


def _with(names: Iterable[Lemmas], field: Lemmas) -> Iterator[Lemmas]:
    return (name | field for name in names)


def _means(field: Lemmas, wanted: Lemmas) -> bool:
    """Whether a field may be the one that is meant: `email` is the e-mail address."""
    return bool(field and wanted) and (field <= wanted or wanted <= field)


def written(fields: Fact) -> tuple[str, ...]:
    """The fields that an action is known to write."""
    told = fields.value if isinstance(fields, Known) and isinstance(fields.value, list | tuple) else ()
    return tuple(name for name in told if isinstance(name, str))


@lru_cache(maxsize=4096)
def perhaps(
    verb: Verb, tool: str, obj: str, categories: tuple[str, ...], fields: tuple[str, ...] = ()
) -> frozenset[str]:
    """The known kinds of deed that the names speak of: `approve_bill` may be one of invoices."""
    said = [name for name in map(lemmas, (*_said(verb, tool, obj, fields), *categories)) if name]
    doing, tail, whole = _doing(verb, tool), lemmas(tool.rpartition(".")[2]), lemmas(tool)
    found = {
        deed
        for deed, kinds in _kinds()
        for kind in kinds
        if doing <= kind and (any(kind <= name for name in said) or (tail & kind and len(kind) > 1 and kind <= whole))
    }
    if verb in READS:
        return frozenset(found & READING_DEEDS)
    found |= {deed for deed, kinds in _settings() for kind in kinds if any(kind <= name | CHANGED for name in said)}
    if verb is Verb.UPDATE or not CHANGE.isdisjoint((*words(tool.rpartition(".")[2]), *words(obj))):
        found.add(ANY_CHANGE)
    return frozenset(found.union(*(MAY_BE.get(deed, ()) for deed in (*found, *categories))))


def named(verb: Verb, tool: str, found: Iterable[str]) -> frozenset[str]:
    """Of the kinds that a tool's name speaks of those that it can surely be; and those that it names outright."""
    doing, said = _doing(verb, tool), lemmas(tool.rpartition(".")[2])
    outright = (deed for deed, kinds in _kinds() for kind in kinds if kind <= said and said - kind <= all_of(MAKING))
    sure = frozenset(deed for deed in (*found, *outright) if not doing or doing <= _any_name(deed))
    return sure - {ANY_CHANGE}  # whose name says too little to let anything


@cache
def _any_name(deed: str) -> Lemmas:
    known = KNOWN.get(deed)
    names = (known.nouns, *known.also_nouns, known.verb, *known.also_verbs) if known else ()
    return frozenset().union(*map(lemmas, (deed, *names)))


@cache
def _settings() -> tuple[tuple[str, tuple[Lemmas, ...]], ...]:
    """The kinds that change how something is set up: making or deleting a rule changes it, too."""
    return tuple(
        (deed, kinds) for deed, kinds in _kinds() if deed.endswith("changes") and lemmas(deed) & all_of(SET_UP)
    )


@lru_cache(maxsize=4096)
def doubted(verb: Verb, tool: str, categories: tuple[str, ...]) -> frozenset[str]:
    """The categories that name a thing of which the tool says that something else is done to it: `delete_quote`."""
    doing = _doing(verb, tool)
    return frozenset(each for each in categories if (each in THINGS or free([each])) and not doing <= lemmas(each))


def _doing(verb: Verb, tool: str) -> Lemmas:
    """What the tool's name says is done, where that alone makes it one of a certain kind: to delete, to cancel."""
    first, *others = (*words(tool.rpartition(".")[2]), "")
    if first in LETTING and any(others):
        return frozenset()  # a payment is released, too
    said = all_of("delete") if verb is Verb.DELETE and first not in ENDS else all_of(first)
    return said & doings()


def _said(verb: Verb, tool: str, obj: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """What is done to what, as the tool and its object say it together."""
    tail = tool.rpartition(".")[2] or ("" if verb is Verb.RUN else str(verb))
    doing = tail if verb is Verb.RUN or not fields else f"{tail} {verb}"
    return (tail, f"{tail} {obj}", *(f"{doing} {obj} {field}" for field in fields))


@cache
def _kinds() -> tuple[tuple[str, tuple[Lemmas, ...]], ...]:
    """The lemmas of every name of every kind of deed that is more than a verb's."""
    return tuple(
        (deed.id, tuple(dict.fromkeys(map(lemmas, (deed.nouns, *deed.also_nouns, deed.verb, *deed.also_verbs)))))
        for deed in DEEDS
        if deed.id not in (ANY_CHANGE, "read", "write")
    )


@cache
def doings() -> Lemmas:
    """The lemmas of what makes an action one of a certain kind, whatever it is done to."""
    verbs = (verb for deed in DEEDS if not deed.of for verb in (deed.verb, *deed.also_verbs) if " " not in verb)
    removing = next(group for group in SAME if group.startswith("delete"))
    return all_of(" ".join((*verbs, removing))) - all_of(MAKING) - all_of(HANDLING)


def said_of(subject: Subject, obj: str, around: Circumstances) -> tuple[Lemmas, Lemmas]:
    """The lemmas of an action's own names, and of whatever else is said of it."""
    names = _names(subject, obj or subject.object, around.kinds or (), around.places or ())
    return frozenset().union(*names), _besides(around)


def _hearts(deed: str, obj: Lemmas) -> Iterator[Lemmas]:
    """What a kind is before it is narrowed: the replies in "replies to the press", the change of a vendor's address."""
    said, *narrowed = NARROWS.split(deed, maxsplit=1)
    first, last = said.split(" ")[0], said.split(" ")[-1]
    if narrowed or " of " in said:
        yield lemmas(said)  # the extension of a lease is none of a trial
    else:
        heart = lemmas(f"{first} {last}") if first.endswith("ing") else lemmas(last)
        yield lemmas(deed) if heart <= all_of("change create delete") else heart
    if obj and obj <= lemmas(deed) and all_of("update") <= lemmas(deed):
        yield all_of("update") | obj


@lru_cache(maxsize=4096)
def _names(subject: Subject, obj: str, kinds: tuple[str, ...], places: tuple[str, ...]) -> tuple[Lemmas, ...]:
    """The lemmas of each name that the action has."""
    verb = "" if subject.verb is Verb.RUN else str(subject.verb)
    tail = subject.tool.rpartition(".")[2]
    said = [tail, f"{tail} {obj}", subject.tool, f"{verb} {obj}"]
    for each in subject.categories:
        said += [each, f"{each} {obj}", f"{each} {verb}", *(f"{each} {more}" for more in (*kinds, *places))]
    return tuple(dict.fromkeys(filter(None, map(lemmas, said))))


def _besides(around: Circumstances) -> Lemmas:
    """The lemmas of whatever else is said of an action in words."""
    said = [*(around.kinds or ()), *(around.places or ()), *(around.labels or ()), *around.related]
    said += [name for name, so in around.lists.items() if so]
    said += ["attachment"] if around.attachments else []
    said += around.arguments
    for fields in (around.arguments, around.record or {}, *(each or {} for each in around.related.values())):
        said += _texts(fields)
    return frozenset().union(*map(lemmas, said))


def _texts(fields: Mapping[str, Any]) -> Iterator[str]:
    return (value for value in fields.values() if isinstance(value, str) and len(value) < 200)


def _silent(around: Circumstances) -> bool:
    """Whether nothing is said that could have said what narrows the kind."""
    said = (around.kinds, around.places, around.arguments, around.record, around.related, around.lists, around.labels)
    return not any(said)
