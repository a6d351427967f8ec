"""People at real browsers: one Chromium, a window of its own for each, over the furnished shop and a live server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.flows.conftest import furnished, shop
from tests.flows.world import World
from tests.harness.components import component

__all__ = ["furnished", "shop"]

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
).split()
PATIENCE_MS = 30_000
Window: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Not for the whole session: while Playwright lasts its event loop runs in this thread, and others start their own.

    Django refuses to query inside a running loop, which it takes for code that must not block. The tests here may.
    """
    program = component("chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        with playwright.chromium.launch(executable_path=program, args=FLAGS) as browser:
            expect.set_options(timeout=PATIENCE_MS)
            yield browser


@pytest.fixture
def window(chromium: Browser, shop: World, live_server: LiveServer) -> Iterator[Window]:
    """`window("mina")` is a new page of Mina's, signed in; `window(scripts=False)` is a stranger's without scripts."""
    with ExitStack() as windows:

        def opened(handle: str = "", *, scripts: bool = True) -> Page:
            context = windows.enter_context(
                chromium.new_context(base_url=live_server.url, java_script_enabled=scripts, reduced_motion="reduce")
            )
            context.set_default_timeout(PATIENCE_MS)
            if handle:
                _sign_in(context, shop, handle, live_server.url)
            return context.new_page()

        yield opened


def _sign_in(context: BrowserContext, shop: World, handle: str, url: str) -> None:
    client = Client()
    client.force_login(shop.person(handle), backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def at(path: str = "") -> str:
    return f"/w/harbour-pine/{path}"


def confirms(page: Page) -> Locator:
    """The button that signs: it stands inside a step that has to be opened first."""
    return page.locator("details[data-key=a] button")
