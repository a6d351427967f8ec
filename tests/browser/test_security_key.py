"""A security key in a real browser: added on one's own page, and asked for as a proposal is signed."""

from playwright.sync_api import Page, expect

from apps.actions import rules
from apps.actions.models import Proposal
from apps.approvals.models import Request, Signature
from apps.core import ids, scope
from apps.identity.models import Passkey
from apps.policies import publish
from tests.browser.conftest import Window, at
from tests.flows.world import World

KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
PASSWORD = "a long password of mine"


def plugged_in(page: Page) -> None:
    """The browser has a security key, which its owner touches at once."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def added(page: Page) -> None:
    page.goto("/account/")
    page.get_by_label("What you call it").fill("Blue key")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Blue key is added.")).to_be_visible()


def strict(shop: World) -> Proposal:
    sentence = "Refunds need one person from Finance or Support leads, and confirm with a security key."
    publish.publish(
        scope.only(), name="refunds", sentences=(sentence,), vocabulary=rules.vocabulary(), by="operator",
        last_editor=None,
    )  # fmt: skip
    mina = shop.person("mina")
    mina.set_password(PASSWORD)
    mina.save()
    return shop.proposes(shop.refund())


def test_a_key_is_added_and_signs_exactly_this(shop: World, window: Window) -> None:
    proposal, page = strict(shop), window("mina")
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    plugged_in(page)
    added(page)
    page.goto(at(f"proposals/{ids.say('proposal', proposal.pk)}/"))
    page.locator("details[data-key=a] summary").click()
    page.locator("details[data-key=a] button.primary").click()
    expect(page.get_by_text("Signed.", exact=True).first).to_be_visible()
    [signature] = Signature.objects.all()
    assert signature.digest == proposal.digest
    assert signature.proofs["security key"]["key"] == "Blue key"
    assert Request.objects.get(digest=proposal.digest).state == "met"
    assert trouble == []


def test_without_a_key_or_without_scripts_nothing_is_signed_and_the_page_says_why(shop: World, window: Window) -> None:
    proposal, page = strict(shop), window("mina")
    place = at(f"proposals/{ids.say('proposal', proposal.pk)}/")
    page.goto(place)
    page.locator("details[data-key=a] summary").click()
    expect(page.get_by_role("link", name="Add one")).to_have_attribute("href", "/account/")
    page.locator("details[data-key=a] button.primary").click()
    expect(page.get_by_text("You have no security key here yet")).to_be_visible()
    plain = window("mina", scripts=False)
    plain.goto(place)
    plain.locator("details[data-key=a] summary").click()
    plain.locator("details[data-key=a] button.primary").click()
    expect(plain.get_by_text("Your security key was not asked: that needs JavaScript.")).to_be_visible()
    assert not Signature.objects.exists()
    assert not Passkey.objects.exists()
