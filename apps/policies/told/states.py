"""Whether something is said to be so in words of one's own: "flagged for fraud", "on the Enterprise plan". Pure.

Every field and every name speaks for itself: it says so, it says otherwise, or it says nothing of it. Where two of them
disagree, or none speaks, it cannot be told.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from apps.policies.lemmas import all_of, lemma, lemmas, words
from apps.policies.told.asked import Told, known, normal

Lemmas: TypeAlias = frozenset[str]
Said: TypeAlias = Mapping[str, Any]
SAYS_NO_MORE = (
    "already still currently now yet be been being is are was were has have had belong belonging relate related "
    "concern concerning come coming live living located based marked flagged tagged labelled listed recorded known "
    "deemed considered held arrived so mentioning mention containing contain list register roster"
)
NOT = frozenset("not no never non without none".split())
NOTHING = frozenset(map(normal, ("0", "no", "none", "false", "nil", "n/a", "null", "missing")))
YES = frozenset(("yes", "true", "y"))
STATUS = "status state stage phase condition standing flag tag is has have count number type"
TURNING = ("un", "in", "non", "dis", "im", "ir")
ASPECTS = tuple(  # the fields that answer one question, and the words by which a phrase asks it
    (frozenset(map(lemma, fields.split())), frozenset(map(lemma, said.split())))
    for fields, said in (
        ("channel medium method source via", "phone email mail chat letter fax sms post telephone web portal form"),
        ("plan tier package edition subscription", "plan tier package edition enterprise pro starter free premium"),
        (
            "country region residency location jurisdiction territory",
            "country region resident residency citizen based located territory jurisdiction eu uk us usa european",
        ),
        ("language locale", "language english german french spanish"),
    )
)  # fmt: skip
PROSE = "reason note comment description message subject body text title summary justification explanation memo content"
ASKS = "located location based country region resident residency citizen territory jurisdiction plan tier language"
LONGEST = 4  # words of a field that says what something is; more is a text, in which much may be said


def told_of(phrase: str, said: Iterable[Said], names: Iterable[str] = (), *, had: bool = False) -> Told:
    """What fields and names say of a phrase. `had`: it is something that is there or not, such as a dispute."""
    core = _core(phrase)
    found = {each for fields in said for each in _by_fields(core, fields, had=had)}
    found |= {each for name in names for each in _by_name(core, name)}
    return next(iter(found)) if len(found) == 1 else Told.UNKNOWN


@lru_cache(maxsize=4096)
def _core(phrase: str) -> Lemmas:
    """What a phrase says, without the words that only lead there."""
    said = lemmas(phrase)
    return said - all_of(SAYS_NO_MORE) or said


def _by_name(core: Lemmas, name: str) -> Iterator[Told]:
    if core <= lemmas(name):
        yield known(not NOT & set(words(name)))
    elif turned_round(core, lemmas(name)):
        yield Told.NO


def _by_fields(core: Lemmas, fields: Said, *, had: bool) -> Iterator[Told]:
    for name, value in fields.items():
        for each in _several(value):
            told = _by_field(core, lemmas(name), each, had=had)
            if told is not Told.UNKNOWN:
                yield told


def _several(value: Any) -> tuple[Any, ...]:
    if isinstance(value, list | tuple):
        return tuple(value) or (None,)
    return () if isinstance(value, Mapping) else (value,)


def _by_field(core: Lemmas, name: Lemmas, value: Any, *, had: bool) -> Told:
    if isinstance(value, str) and value.strip() and normal(value) not in NOTHING | YES:
        prose = len(value.split()) > LONGEST or name & all_of(PROSE)
        return Told.UNKNOWN if prose and not (had and core <= name) else _by_text(core, name, value, had=had)
    return _by_answer(core, name, so=bool(value) and normal(str(value)) not in NOTHING)


def _by_answer(core: Lemmas, name: Lemmas, *, so: bool) -> Told:
    """`fraud_flag: false`, `disputes: 2`."""
    if core <= name:
        return known(so)
    if turned_round(core, name):
        return known(not so)
    bare = name - all_of(STATUS)
    return Told.NO if bare and bare <= core and not so else Told.UNKNOWN  # what has no dispute has no open one


def _by_text(core: Lemmas, name: Lemmas, value: str, *, had: bool) -> Told:
    said, so = lemmas(value), not NOT & set(words(value))
    if core <= said or (core <= said | name and core & said) or (had and core <= name):
        return known(so)
    rest = core - name
    if turned_round(core, said) or turned_round(rest, said):
        return known(not so)
    asked = (core & name or _aspect(core, name)) and rest - all_of(ASKS)
    return Told.NO if asked and so and not rest & said else Told.UNKNOWN


def _aspect(core: Lemmas, name: Lemmas) -> bool:
    return any(name & fields and core & said for fields, said in ASPECTS)


def turned_round(core: Lemmas, said: Lemmas) -> bool:
    """Whether one is the other with "un" or "in" before it: verified, unverified."""
    if len(core) != 1 or len(said) != 1:
        return False
    (one,), (two,) = core, said
    return any(one == f"{turn}{two}" or two == f"{turn}{one}" for turn in TURNING)
