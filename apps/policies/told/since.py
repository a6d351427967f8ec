"""How long ago something was, said in words of its own: "inactive for 14 days" is how old its activity is. Pure."""

from collections.abc import Iterator, Mapping

from apps.policies.circumstances import Circumstances
from apps.policies.lemmas import lemma, lemmas, stem, words
from apps.policies.told.names import pick

DAY = lemma("days")
TURNED = ("un", "in", "non", "dis", "no")
SHORTEST = 4  # letters that two words of one kind begin with: inactive, activity


def since(of: str, around: Circumstances) -> tuple[bool, object]:
    """Its age in days under its name, or under the one name that speaks of the same thing; and whether there is one."""
    found, value = pick(around.ages, (of,))
    if found:
        return True, value
    said = [value for name, value in _ages(around) if _speaks_of(of, name)]
    return (True, said[0]) if said and said.count(said[0]) == len(said) else (False, None)


def _ages(around: Circumstances) -> Iterator[tuple[str, object]]:
    """The ages, and whatever counts days: days_inactive."""
    yield from around.ages.items()
    counted: tuple[Mapping[str, object], ...] = (around.numbers, dict(around.arguments) | dict(around.record or {}))
    for fields in (*counted, *(each or {} for each in around.related.values())):
        yield from ((name, value) for name, value in fields.items() if DAY in lemmas(name) and len(words(name)) > 1)


def _speaks_of(of: str, name: str) -> bool:
    """Whether a name has the last word of it, which says what happened: the reply in "customer replied"."""
    last = words(of)[-1] if words(of) else ""
    return bool(last) and any(_akin(form(last), form(each)) for each in words(name) for form in (lemma, stem))


def _akin(one: str, two: str) -> bool:
    one, two = _plain(one), _plain(two)
    short = min(len(one), len(two))
    return one == two or (short >= SHORTEST and one[:short] == two[:short])


def _plain(word: str) -> str:
    cut = next((turn for turn in TURNED if word.startswith(turn) and len(word) - len(turn) >= SHORTEST), "")
    return word.removeprefix(cut)
