"""What "it" stands for, said again: if an invoice has no reason, it … → an invoice … if it has no reason."""

from apps.policies.language.in_full.said import Said

VERBS = frozenset(
    "_IS _IS_NOT _HAS _HAS_NO OVER _CONTAINS _CONTAINS_NO _GO_OUTSIDE _LABELLED _ASKED_FOR_BY _TOUCHING "
    "_CANNOT_BE_UNDONE _CAN_BE_UNDONE _GOES_TO _MUST_NOT_BE _MUST_BE _CHANGE_IT UP_TO AT_LEAST UNDER "
    "_MAY_NOT _MAY _HAS_BEEN".split()
)
THINGS = frozenset("OBJECT N_BARE N_OBJ G_BARE RELATED GROUP WORD KIND_NAME LABEL_NAME PLACE_NAME _EXTERNAL _INTERNAL "
                   "VALUE_ADJ RISKY _ALL PATIENT EVENT FIGURE _TEXT_OF PARTY GIVEN VALUE".split())  # fmt: skip
HEADS = frozenset("OBJECT N_BARE G_BARE RELATED PATIENT".split())
SUBJECTS = frozenset("it they this these that".split())
OBJECTS = frozenset("it them this these".split())


def with_its_subject(said: Said) -> tuple[str, ...]:
    """A first clause with if, and a second that speaks of its subject by a pronoun alone."""
    if not said.can(0, ("_WHEN", "_UNLESS")) or said.word(0).endswith((" it", " they")):
        return ()
    verb = said.find(VERBS, 1)
    if verb < 2 or not all(said.can(at, THINGS) for at in range(1, verb)) or not said.can(verb - 1, HEADS):
        return ()
    subject, commas = said.part(1, verb), [at for at in range(verb, len(said)) if said.word(at) == ","]
    for comma in reversed(commas):
        if main := _said_of(said, comma + 1, subject):
            return (f"{said.part(0, comma)}, {main}", f"{main} {said.part(0, 1)} it {said.part(verb, comma)}")
    return ()


def _said_of(said: Said, begin: int, subject: str) -> str:
    """The second clause with the subject in the pronoun's place; nothing where it has no such pronoun."""
    if said.word(begin) in SUBJECTS:
        return f"{subject} {said.part(begin + 1, len(said))}"
    if said.word(begin) == "then" and said.word(begin + 1) in SUBJECTS:
        return f"{subject} {said.part(begin + 2, len(said))}"
    places = [at for at in range(begin + 1, len(said)) if said.word(at) in OBJECTS]
    if len(places) != 1:
        return ""
    (at,) = places
    return f"{said.part(begin, at)} {subject} {said.part(at + 1, len(said))}".strip()
