"""Refusals: each carries a sentence that tells a person what to do."""


class Refused(Exception):
    """The product will not do this now. The message is shown to people as it stands."""

    code = "refused"


class NotFound(Refused):
    """There is no such thing, or it is not yours to see: the answer is the same."""

    code = "not_found"

    def __init__(self, sentence: str = "There is nothing here under this address.") -> None:
        super().__init__(sentence)


class NotEntitled(Refused):
    """You may see this, but not do it."""

    code = "not_entitled"


class Stale(Refused):
    """What you looked at has changed since."""

    code = "stale"


class Invalid(Refused):
    """What came in does not fit its form. `problems` names each place."""

    code = "invalid"

    def __init__(self, sentence: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems
