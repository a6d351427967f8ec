"""Tests that look a name up in what came with the action."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from apps.policies.circumstances import Circumstances
from apps.policies.lemmas import lemmas
from apps.policies.rule import AskedBy, First, Given, Listed, Passed, Tagged
from apps.policies.told import checks
from apps.policies.told.addressed import goes_to, names_addresses
from apps.policies.told.around import of_action
from apps.policies.told.asked import Asked, Told, known, normal
from apps.policies.told.likely import said_of

ARGUMENTS = {  # which arguments also say so
    "label": ("label", "classification", "data class", "data classification", "sensitivity", "confidentiality"),
    "kind": ("type", "kind", "category", "class", "change type"),
    "place": ("environment", "env", "branch", "target branch", "base", "channel", "region", "country", "folder",
              "database", "system", "repository", "repo", "destination", "project", "cluster", "server", "store",
              "bucket", "department"),
}  # fmt: skip


SORTS_OF_PLACE = tuple(
    f" {sort}"
    for sort in (
        "branch environment channel system database region server folder site cluster network tenant zone drive"
    ).split()
)
NOTHING = ("0", "no", "none", "false")
SHORT = {"prod": "production", "dev": "development", "testing": "test", "preprod": "pre production"}

CHANNELS = frozenset(("email", "e-mail", "mail", "chat", "phone", "telephone", "fax", "sms", "text message", "letter"))


def tagged(test: Tagged, asked: Asked) -> Told:
    around = asked.around
    listed = {"label": around.labels, "kind": around.kinds, "place": around.places}[test.family]
    argued = _argued(test.family, around)
    same: Callable[[str], str] = {"label": _bare, "place": _place}.get(test.family, normal)
    said = {same(each) for each in (*(listed or ()), *argued)}
    on_lists = {_looked_up(around.lists, name) for name in test.names}
    if Told.YES in on_lists or (Told.NO in on_lists and listed is None):
        return Told.YES if Told.YES in on_lists else Told.NO  # "sanctioned countries" is a place, or a list of them
    if test.family == "place":
        said |= {_place(asked.question.connector), _place(asked.question.object or asked.object_name)}
        said |= set(map(_place, _homes(around)))
    wanted = set(map(same, test.names))
    if said & wanted or any(fnmatchcase(each, name) for name in wanted if "*" in name for each in said):
        return Told.YES
    if test.family == "kind" and (noted := _by_name(test.names, asked)):
        return noted
    if test.family == "kind" and (so := _freely(test.names, asked)):
        return so
    if test.family == "kind" and CHANNELS & set(map(normal, test.names)):
        return Told.UNKNOWN  # no list of kinds says over what it was sent
    return Told.UNKNOWN if listed is None and not argued else Told.NO


def takes_effect_in(places: Iterable[str], around: Circumstances, *, in_any_case: Iterable[str]) -> Told:
    """Whether an action takes effect in one of these places. `in_any_case`: where it is known to, such as a system."""
    argued, wanted = _argued("place", around), set(map(_place, places))
    if wanted & set(map(_place, (*(around.places or ()), *argued, *in_any_case))):
        return Told.YES
    return Told.UNKNOWN if around.places is None and not argued else Told.NO


def _homes(around: Circumstances) -> Iterator[str]:
    """Where the records live that an action hangs on: a customer's country."""
    for fields in around.related.values():
        for name, value in (fields or {}).items():
            if normal(name) in ARGUMENTS["place"] and isinstance(value, str):
                yield value


def _argued(family: str, around: Circumstances) -> list[str]:
    """What the arguments say of it; of a place, the record's own fields as well."""
    own = around.arguments if family != "place" else dict(around.record or {}) | around.arguments
    named = ((normal(name), value) for name, value in own.items())
    return [value for name, value in named if name in ARGUMENTS[family] and isinstance(value, str)]


def _by_name(kinds: Iterable[str], asked: Asked) -> Told | None:
    """What is noted under the very name: two open opportunities, or none."""
    around, wanted = asked.around, set(map(lemmas, kinds))
    related = (each or {} for each in around.related.values())
    noted: Iterable[Mapping[str, object]] = (
        around.numbers, around.checks, around.record or {}, around.arguments, *related,
    )  # fmt: skip
    said = [_so(value) for each in noted for name, value in each.items() if lemmas(name) in wanted]
    return (Told.YES if True in said else Told.NO) if said else None


def _so(value: object) -> bool:
    return bool(value) and normal(str(value)) not in NOTHING


def _freely(kinds: tuple[str, ...], asked: Asked) -> Told | None:
    """By all that is said of the action, where it says so or says otherwise; else perhaps, by its words."""
    said = _in_words(kinds, asked)
    found = {of_action(kind, asked) for kind in kinds}
    if Told.YES in (said, *found):
        return Told.YES
    if found == {Told.NO}:
        return Told.NO
    return said if said is Told.UNKNOWN else None


def _in_words(kinds: Iterable[str], asked: Asked) -> Told:
    """Whether an action's names say that it is of the kind, or whatever else is said of it may mean so."""
    if any(asked.around.lists.get(kind) is False for kind in kinds):
        return Told.NO
    names, besides = said_of(asked.question.subject, asked.object_name, asked.around)
    wanted = [lemmas(kind) for kind in kinds]
    if any(kind <= names for kind in wanted):
        return Told.YES
    return Told.UNKNOWN if any(kind <= names | besides for kind in wanted) else Told.NO


def _place(name: str) -> str:
    """`Prod` is `production`, the `main branch` is `main`."""
    if not name:
        return ""
    words = normal(name)
    for end in SORTS_OF_PLACE:
        words = words.removesuffix(end)
    return SHORT.get(words, words)


def _bare(label: str) -> str:
    """`Confidential data` is what is labelled `confidential`."""
    words = normal(label)
    for end in (" data", " information", " record"):
        words = words.removesuffix(end)
    return words


def listed(test: Listed, asked: Asked) -> Told:
    """By the list; a place of that name is on it, and a customer that is known is one of the customers."""
    said = _looked_up(asked.around.lists, test.list)
    if said is not Told.UNKNOWN:
        return said
    if names_addresses(test.list):
        return goes_to(test.list, asked)
    records = (normal(name) for name, fields in asked.around.related.items() if fields)
    beside = {*map(_place, asked.around.places or ()), *records}
    return Told.YES if {_place(test.list), normal(test.list)} & beside else said


def first(test: First, asked: Asked) -> Told:
    said = _looked_up(asked.around.first_for, test.of)
    fields = asked.around.related.get(test.of) or {}
    return Told.YES if said is Told.UNKNOWN and "new" in map(normal, map(str, fields.values())) else said


def passed(test: Passed, asked: Asked) -> Told:
    """A check with several names, or all of them: one that failed outweighs those that passed."""
    said = checks.passed(asked.around.checks, test.check)
    known_ones = [value for value in said if value is not None]
    return known(all(known_ones)) if known_ones else Told.NONE if said else Told.UNKNOWN


def given(test: Given, asked: Asked) -> Told:
    """Said to have come, or an argument or a field of that name holds something."""
    around = asked.around
    said = _looked_up(around.given, test.what)
    if said is not Told.UNKNOWN:
        return said
    stem = normal(test.what).split(" ")[0]
    for name, value in ((around.record or {}) | around.arguments).items():
        if normal(name) == normal(test.what) or normal(name).split(" ")[0] == stem:
            return known(bool(value))
    return of_action(test.what, asked, had=True)


def asked_by(test: AskedBy, asked: Asked) -> Told:
    """By a role's id or its name; somebody without any of them is somebody else."""
    if asked.around.asker_untold:
        return Told.UNKNOWN
    roles = {normal(role) for role in asked.question.asker_roles}
    wanted = {normal(word) for group in test.groups for word in (group.id, group.name)}
    return known(bool(roles & wanted))


def _looked_up(said: Mapping[str, bool | None], name: str) -> Told:
    values = [value for key, value in said.items() if normal(key) == normal(name)]
    if not values:
        return Told.UNKNOWN
    return Told.NONE if values[0] is None else known(values[0])


def pick(said: Mapping[str, object], wanted: Iterable[str]) -> tuple[bool, object]:
    """The value under any of these names, and whether there is one."""
    names = set(map(normal, wanted))
    for key, value in said.items():
        if normal(key) in names:
            return True, value
    return False, None
