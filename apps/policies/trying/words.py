"""What a tool's name and its object say of the kind of deed, where a file does not say it itself."""

import re
from collections.abc import Iterable

from apps.connectors.contract import Verb
from apps.policies.deeds import KNOWN
from apps.policies.language.lexicon import Lexicon
from apps.policies.told.asked import RECORDS, normal
from apps.policies.told.likely import named

VERBS = {
    Verb.CREATE: "create add open new insert register make issue book",
    Verb.UPDATE: "update edit change set modify patch rename assign close reopen merge move archive",
    Verb.DELETE: "delete remove destroy purge drop erase wipe",
    Verb.SEND: "send post email mail message reply notify publish text forward share invite sms",
    Verb.READ: "read get view fetch show describe download list",
    Verb.SEARCH: "search find query lookup",
    Verb.SCHEDULE: "schedule",
}
BY_WORD = {word: verb for verb, words in VERBS.items() for word in words.split()}
WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")


def verb_of(tool: str) -> Verb:
    """The verb that the last part of a tool's name begins with; any other name runs something."""
    words = _words(tool.rpartition(".")[2])
    return next((BY_WORD[word] for word in words[:1] if word in BY_WORD), Verb.RUN)


def object_of(tool: str, objects: Iterable[str]) -> str:
    """The known object that the last part of a tool's name ends with: `okta.create_account` is about an account."""
    said = " ".join(_words(tool.rpartition(".")[2])[1:])
    known = (name for name in objects if normal(name) == normal(said) and normal(name) not in RECORDS)
    return next(known, "") if said else ""


def categories_of(verb: Verb, tool: str, obj: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The kinds of deed that the tool's name says, else those that its object says."""
    found = named(verb, tool, _deeds(_words(tool.rpartition(".")[2]), lexicon))
    return tuple(sorted(found or named(verb, tool, _deeds(_words(obj), lexicon))))


def known_category(name: str, lexicon: Lexicon) -> str:
    """A category by any of its names: `refund` is `refunds`."""
    words = tuple(name.casefold().replace("_", " ").split())
    meanings = lexicon.phrases.get(words, {})
    found = next((meanings[kind] for kind in ("N_BARE", "V_BARE", "N_OBJ", "V_OBJ") if kind in meanings), None)
    return str(found or name)


def parted(name: str, lexicon: Lexicon) -> tuple[str, str]:
    """`software purchases` → the deed `purchases` and its kind `software`; a name that is known has no kind."""
    words = tuple(name.casefold().replace("_", " ").split())
    for at in range(1, len(words)):
        known = known_category(" ".join(words[at:]), lexicon)
        if words not in lexicon.phrases and known in KNOWN:
            return known, " ".join(words[:at])
    return known_category(name, lexicon), ""


def _deeds(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Of the longest runs of words that name a kind of deed."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            meanings = lexicon.phrases.get(words[at:end], {})
            kinds = [str(meanings[kind]) for kind in ("N_BARE", "V_BARE") if kind in meanings]
            if kinds:
                found.append(kinds[0])
                at = end - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for part in re.split(r"[\s_.\-/]+", name) for word in WORD.findall(part))
