"""Proposals and the pages around them in a real browser: what runs there, what shows, and what a stale page may do."""

import re

from playwright.sync_api import Page, expect

from apps.actions import edit
from apps.actions.models import Action, Proposal
from apps.core import ids
from tests.browser.conftest import Window, at, confirms
from tests.flows.world import World

BUTTON = '<button hx-get="/sign-out/" hx-trigger="load">Next</button>'
HOSTILE = (
    f"<script>document.title = 'taken'</script>{BUTTON} \u202e05.481$ <img src=x onerror=\"document.title='taken'\">"
)


def here(proposal: Proposal) -> str:
    return at(f"proposals/{ids.say('proposal', proposal.pk)}/")


def everywhere(page: Page, proposal: Proposal) -> list[str]:
    """What the sidebar leads to, and the pages that it does not name."""
    page.goto(at())
    links = page.locator(".side [data-go]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {at(f"{name}/") for name in ("inbox", "runs", "policy", "audit")} < set(links)
    return [*links, here(proposal), at("pause/")]


def test_nothing_is_stopped_by_the_content_policy(shop: World, window: Window) -> None:
    proposal, page = shop.proposes(shop.refund(), shop.case(), shop.mail()), window("ada")
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda why: trouble.append(str(why)))
    for address in everywhere(page, proposal):
        page.goto(address)
        assert trouble == [], address
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'taken = 1'}))")
    assert "Content Security Policy" in " ".join(trouble)
    assert page.evaluate("typeof taken") == "undefined"


def test_hostile_text_is_only_text(shop: World, window: Window) -> None:
    proposal, page = shop.proposes(shop.case(body=HOSTILE), shop.mail(text=HOSTILE)), window("mina")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in (at("inbox/"), here(proposal)):
        page.goto(address, wait_until="networkidle")
        shown = page.locator("main")
        for text in (BUTTON, "<script>document.title", "<img src=x", "U+202E"):
            expect(shown.get_by_text(text).first).to_be_visible()
        expect(page.locator("[hx-get='/sign-out/'], main script, main img")).to_have_count(0)
        expect(page).not_to_have_title("taken")
    assert not [url for url in asked if url.endswith(("/sign-out/", "/x"))]


def test_a_stale_page_says_so_and_does_not_sign(shop: World, window: Window) -> None:
    proposal, page = shop.proposes(shop.mail(text="We refund the lamp.")), window("mina")
    page.clock.install()
    page.goto(here(proposal))
    page.keyboard.press("a")
    expect(confirms(page)).to_be_focused()
    action = Action.objects.get(proposal_id=proposal.pk)
    edit.edit(action.pk, by=shop.person("leo"), arguments={"text": "We refund it twice."}, digest=proposal.digest)
    page.clock.run_for(5_100)
    expect(page.locator("[data-moved]")).to_be_visible()

    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("This changed while you were reading")
    moved = page.locator("section[aria-labelledby=moved]")
    expect(moved).to_contain_text("We refund the lamp.")
    expect(moved).to_contain_text("We refund it twice.")
    assert shop.states(proposal) == ["waiting"]


def test_a_pause_is_reachable_from_every_page_and_shows_itself_on_each(shop: World, window: Window) -> None:
    proposal, page = shop.proposes(shop.mail()), window("ada")
    pages = everywhere(page, proposal)
    for address in pages:
        page.goto(address, wait_until="commit")
        expect(page.locator(".side summary, #user-tools a").get_by_text(re.compile("^Pauses?$"))).to_be_visible()
    side = page.locator(".side")
    side.get_by_text("Pause", exact=True).click()
    side.get_by_label("Why").fill("The numbers look wrong.")
    side.get_by_role("button", name="Pause every agent").click()
    expect(page.get_by_role("main")).to_contain_text("The numbers look wrong.")
    for address in pages:
        page.goto(address, wait_until="commit")
        expect(page.locator(".stopbar, #user-tools").get_by_text(re.compile("is paused|^Paused$"))).to_be_visible()
