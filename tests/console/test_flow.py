"""The picture in the README is the one that the table of moves draws."""

from apps.console.flow import mermaid
from tests.architecture.source import ROOT


def test_the_readme_shows_the_flow_as_it_is() -> None:
    assert f"```mermaid\n{mermaid()}```\n" in (ROOT / "README.md").read_text(), (
        "manage.py flow prints what belongs there"
    )
