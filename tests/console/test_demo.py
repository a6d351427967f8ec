"""What the demo reads from pages, and how it tells a promise that did not hold. The story itself runs against the product."""

import pytest

from apps.console.demo.page import Page
from apps.console.demo.promise import Broken, Narrator

ID = "prp_" + "0a" * 16
REFUSED = (
    '<p>One</p><div class="note" role="alert"><svg><use href="#alert"/></svg><span>You asked for\n <b>this</b>.</span></div>'
    f'<a href="/w/x/proposals/{ID}/">{ID}</a><input type="hidden" name="digest" value="sha256:{"ab" * 32}">'
)


def page(html: str) -> Page:
    return Page("/w/x/", 200, html)


def test_a_refusal_is_read_whole_and_nothing_beside_it() -> None:
    assert page(REFUSED).refusal == "You asked for this."
    assert page("<p>All is well</p>").refusal == ""


def test_digest_and_ids_are_read_from_the_page() -> None:
    assert page(REFUSED).digest == f"sha256:{'ab' * 32}"
    assert page(REFUSED).proposals == [ID]


def test_the_first_promise_that_does_not_hold_ends_the_story_in_words() -> None:
    said: list[str] = []
    narrator = Narrator(said.append)
    narrator.promise("it is so", held=True)
    with pytest.raises(Broken, match=r"Not as promised: nothing has moved\. Found: 12\.50"):
        narrator.promise("nothing has moved", held=False, found="12.50")
    assert (said, narrator.kept) == (["  ✓ it is so"], 1)
