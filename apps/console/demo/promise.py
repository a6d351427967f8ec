"""What the demo promises, in words. The first promise that does not hold ends the story."""

from collections.abc import Callable

from apps.core.errors import Refused

Say = Callable[[str], object]


class Broken(Refused):
    """A promise did not hold."""

    code = "broken_promise"


class Narrator:
    """Tells the story line by line and counts the promises kept."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.kept = 0

    def chapter(self, title: str) -> None:
        self._say(f"\n{title}")

    def tell(self, text: str) -> None:
        for line in text.splitlines():
            self._say(f"    {line}")

    def promise(self, words: str, held: bool, found: object = "") -> None:
        """Raises Broken, with what was found in its place."""
        if not held:
            raise Broken(f"Not as promised: {words}." + (f" Found: {found}" if found != "" else ""))
        self._say(f"  ✓ {words}")
        self.kept += 1
