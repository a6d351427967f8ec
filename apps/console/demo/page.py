"""One answer in HTML, and what the story wants to know of it."""

import re
from html.parser import HTMLParser

DIGEST = re.compile(r'name="digest"[^>]*value="(sha256:[0-9a-f]{64})"')
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "use", "path", "wbr"})


class Page:
    def __init__(self, path: str, status: int, html: str) -> None:
        self.path = path
        self.status = status
        self.html = html

    @property
    def digest(self) -> str:
        """The digest of what the page shows, as its form would send it; empty where it has no such form."""
        found = DIGEST.search(self.html)
        return found.group(1) if found else ""

    @property
    def refusal(self) -> str:
        """What the page says against it; empty where it says nothing."""
        alerts = _Alerts()
        alerts.feed(self.html)
        return " ".join("".join(alerts.texts).split())

    @property
    def proposals(self) -> list[str]:
        """The ids of all proposals that the page names, each once, in order."""
        return list(dict.fromkeys(re.findall(r"\bprp_[0-9a-f]{32}", self.html)))


class _Alerts(HTMLParser):
    """Collects the text inside elements with the role alert."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and (self._depth or ("role", "alert") in attrs):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag not in VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.texts.append(data)
