"""The inbox in a real browser: keys, news, and the same work without scripts."""

import re

from playwright.sync_api import expect

from apps.console.sample import people
from apps.core import ids
from tests.browser.conftest import Window, at, confirms
from tests.flows.world import Furnished, World

SIGN = re.compile("/sign/$")


def test_a_support_lead_signs_with_two_presses_of_a(shop: World, window: Window) -> None:
    proposals = [shop.proposes(shop.mail()), shop.proposes(shop.case())]
    page = window("mina")
    page.goto(at("inbox/"))
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    for key, place in (("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_be_focused()
    address = rows.nth(1).get_attribute("href") or ""
    [second] = [one for one in proposals if ids.say("proposal", one.pk) in address]
    page.keyboard.press("Enter")
    expect(page.locator("#detail .statement")).to_have_text(second.title)

    page.keyboard.press("a")
    expect(confirms(page)).to_be_focused()
    page.route(SIGN, lambda route: route.fulfill(status=204), times=1)  # no word from the server
    with page.expect_response(SIGN):
        page.keyboard.press("a")
    expect(rows).to_have_count(2)
    assert shop.states(second) == ["waiting"]

    page.keyboard.press("a")
    expect(page.locator(".saidbar")).to_have_text("Signed.")
    assert shop.states(second) == ["approved"]
    page.goto(at("inbox/"))
    expect(rows).to_have_count(1)


def test_enter_confirms_too_and_escape_does_not(shop: World, window: Window) -> None:
    proposal, page = shop.proposes(shop.mail()), window("mina")
    page.goto(at("inbox/"))
    for key, shown in (("a", True), ("Escape", False), ("a", True)):
        page.keyboard.press(key)
        expect(confirms(page)).to_be_visible(visible=shown)
        assert shop.states(proposal) == ["waiting"]
    page.keyboard.press("Enter")
    expect(page.locator(".saidbar")).to_have_text("Signed.")


def test_everything_works_without_scripts(shop: World, furnished: Furnished, window: Window) -> None:
    proposal, page = shop.proposes(shop.mail()), window(scripts=False)
    mina = next(login for login in people.logins(furnished.folder) if login.email.startswith("mina@"))
    page.goto(at("inbox/"))
    page.get_by_label("Email").fill(mina.email)
    page.get_by_label("Password").fill(mina.password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("[data-row]").click()
    page.locator("summary", has_text="Sign message to").click()
    confirms(page).click()
    expect(page.locator(".saidbar")).to_have_text("Signed.")
    assert shop.states(proposal) == ["approved"]


def test_a_new_proposal_waits_behind_a_line(shop: World, window: Window) -> None:
    shop.proposes(shop.mail())
    page = window("mina")
    page.clock.install()
    page.goto(at("inbox/"))
    rows, line = page.locator("[data-row]"), page.locator(".new-rows")
    for said in ("1 new proposal, show", "2 new proposals, show"):
        shop.proposes(shop.case())
        page.clock.run_for(5_100)
        expect(line).to_have_text(said)
        expect(rows).to_have_count(1)  # nothing moves under anybody's hand
    line.click()
    expect(rows).to_have_count(3)
