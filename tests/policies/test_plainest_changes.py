"""Of two readings that say the same of an object's changes, the one that names what is done."""

from apps.policies.language import parse, render
from apps.policies.vocabulary import Vocabulary

KNOWN = Vocabulary(objects=("Salary",), groups={"Finance": "finance"})


def test_changes_of_an_object_are_one_thing_by_two_names() -> None:
    said = parse("A change of salary needs two people from Finance.", KNOWN)
    assert render(said) == "Salary changes need two people from Finance."


def test_how_they_confirm_stands_behind_who_signs() -> None:
    said = parse("A change of salary is signed by two people from Finance using a security key.", KNOWN)
    assert render(said).endswith("need two people from Finance, and confirm with a security key.")
