"""The one refusal of the language: where, what was expected, and a better sentence if there is one near."""

from apps.core.errors import Invalid


class NotUnderstood(Invalid):
    """The sentence has no meaning here, or more than one. Nothing is guessed."""

    code = "not_understood"

    def __init__(self, sentence: str, *, pointer: int = 0, expected: tuple[str, ...] = (), better: str = "") -> None:
        super().__init__(sentence, expected)
        self.pointer = pointer  # where in the text, counted in characters
        self.expected = expected
        self.better = better

    def at(self, pointer: int) -> "NotUnderstood":
        return NotUnderstood(str(self), pointer=pointer, expected=self.expected, better=self.better)


class TakenOver(NotUnderstood):
    """A reading that others take over: said only where there is no other refusal."""
