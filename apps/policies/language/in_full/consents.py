"""Somebody's approval, said in a clause of its own: unless Legal has approved it → without approval from Legal."""

import re
from collections.abc import Iterator

from apps.policies.language.in_full.said import Said

APPROVED = (
    r"(?:approved|signed(?: off)?(?: on)?|authori[sz]ed|countersigned|consented(?: to)?|cleared|released|endorsed|"
    r"agreed(?: to)?|okayed|reviewed|confirmed|given (?:(?:its|their|his|her|the|a|written|prior|explicit) )*"
    r"(?:approval|consent|sign-?off|permission|authori[sz]ation|agreement|okay|ok|go-ahead|blessing))"
)
APPROVES = (
    r"(?:approves?|signs?(?: off)?(?: on)?|authori[sz]es?|countersigns?|consents?(?: to)?|endorses?|says? (?:yes|so)|"
    r"agrees?(?: to)?|gives? (?:(?:its|their|his|her|the|a|written|prior|explicit) )*"
    r"(?:approval|consent|sign-?off|permission|authori[sz]ation|agreement|okay|ok|go-ahead|blessing))"
)
IT = r"(?: (?:it|them|this|that|these|to it|to them|to this|for it))?"
WHO = r"(?P<who>[^,;:.]+?)"
FIRST = r"(?:(?:first|both|all|each|already|also|explicitly|expressly) )*"
CONSENTED = (
    rf"(?:{WHO} (?:(?:has|have) {FIRST}{APPROVED}|{FIRST}{APPROVES}){IT}"
    r"(?: in (?:writing|advance)| beforehand| first)?|"
    rf"(?:(?:it|they|this|these) )?(?:(?:has|have) been |is |are |gets? )?{FIRST}{APPROVED} by (?P<whom>[^,;:.]+?))"
)
ENDS = r"(?=[.;]|$)"
NOT = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|cannot|forbidden|prohibited|refused|denied|blocked|rejected)\b|n't\b",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"^(?:unless|until|before|except (?:if|when|where|after)) {CONSENTED}, (?P<main>[^;]+?){ENDS}", re.IGNORECASE
)
BEHIND = re.compile(
    rf",? (?:unless|until|before|without|except (?:if|when|where|after)) {CONSENTED}{ENDS}", re.IGNORECASE
)
ONLY = re.compile(rf" only,? (?:if|when|once|after|where|provided(?: that)?) {CONSENTED}{ENDS}", re.IGNORECASE)
ONCE = re.compile(
    rf"^(?:only )?(?:if|when|once|after|where|as soon as|provided(?: that)?) {CONSENTED}, "
    rf"(?P<main>[^,;]+? (?:may|can) [^,;]+?){ENDS}",
    re.IGNORECASE,
)
SIGNING = frozenset(
    "NUMBER _PEOPLE _PERSON GROUP _DUAL _EACH _BOTH _EITHER _ANOTHER _ELSE AT_LEAST _SOMEONE _OR _AND _COMMA _THEN "
    "_OF _FROM _BY _IN _ALL _AT_FIRST".split()
)


def as_consent(said: Said) -> tuple[str, ...]:
    """The sentence with the approval behind its main clause; as it stands where nobody is known to sign there."""
    if '"' in said.text:
        return ()
    text = said.text
    for found, behind in ((BEFORE, "without"), (ONCE, "only with")):
        led = found.search(text)
        if led and _signs(said, led) and bool(NOT.search(led["main"])) is (found is BEFORE):
            text = f"{led['main']} {behind} approval from {_who(led)}{text[led.end() :]}"
    if text == said.text:
        text = next((one for one in _behind_all(said) if one != text), text)
    return (text[:1].upper() + text[1:],) if text != said.text else ()


def _behind_all(said: Said) -> Iterator[str]:
    for words, behind in ((ONLY, "only with"), (BEHIND, "without")):
        if found := words.search(said.text):
            yield f"{said.text[: found.start()]}{_behind(said, found, behind)}{said.text[found.end() :]}"


def _behind(said: Said, found: re.Match[str], behind: str) -> str:
    denied = NOT.search(re.split(r"[.;]", said.text[: found.start()])[-1])
    fits = _signs(said, found) and (denied or behind == "only with")
    return f" {behind} approval from {_who(found)}" if fits else found[0]


def _who(found: re.Match[str]) -> str:
    return found["who"] or found["whom"] or ""


def _signs(said: Said, found: re.Match[str]) -> bool:
    """Whether those who shall have agreed are known to sign: groups, so many people."""
    begin, end = found.span("who") if found["who"] else found.span("whom")
    tokens = [token for token in said.tokens if begin <= token.piece.start < end]
    return bool(tokens) and all(not SIGNING.isdisjoint(token.meanings) for token in tokens)
