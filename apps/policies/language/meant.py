"""Of several readings of one text, what is meant: the plainest one, of the thing itself, and the stricter of two."""

from collections.abc import Sequence

from apps.policies.language.own_objects import of_the_object
from apps.policies.language.plainest import plainest
from apps.policies.language.stricter import stricter
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary


def meant(rules: Sequence[Rule], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """The one reading that is meant; all that are left where that cannot be told."""
    return stricter(of_the_object(plainest(rules, vocabulary)))
