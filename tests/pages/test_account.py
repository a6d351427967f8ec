"""One's own page: security keys are added with the password, removed by who owns them, and asked for by a browser."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from apps.identity.models import Passkey
from apps.workspaces.models import User, Workspace
from tests.identity.authenticator import Authenticator

Browser = Callable[[User], Client]
People = Callable[..., User]
FORM = {"deed": "add", "name": "Blue <b>key", "password": "a long password"}
HOST = "localhost"


@pytest.fixture
def ben(acme: Workspace, person: People) -> User:
    ben = person("ben", "Finance")
    ben.set_password(FORM["password"])
    ben.save()
    return ben


def add(window: Client, **other: str) -> str:
    """What the page says to somebody who adds a key."""
    options = window.post("/account/key/", headers={"host": HOST}).content.decode()
    said = Authenticator(origin=f"http://{HOST}").make(options)
    answer = window.post("/account/", FORM | {"credential": said} | other, headers={"host": HOST}, follow=True)
    return str(answer.content.decode())


def test_a_key_is_added_with_the_password_and_removed(ben: User, browser: Browser) -> None:
    window = browser(ben)
    assert "You have none" in window.get("/account/").content.decode()
    page = add(window)
    assert "Blue &lt;b&gt;key" in page
    assert "<b>key" not in page
    key = Passkey.objects.get()
    window.post("/account/", {"deed": "end", "key": str(key.pk)})
    key.refresh_from_db()
    assert key.ended_at is not None


def test_without_the_password_or_without_scripts_none_is_added(ben: User, browser: Browser) -> None:
    assert "That is not your password" in add(browser(ben), password="another password")
    assert "needs JavaScript" in add(browser(ben), credential="")
    assert not Passkey.objects.exists()


def test_an_answer_is_taken_once(ben: User, browser: Browser) -> None:
    window = browser(ben)
    options = window.post("/account/key/", headers={"host": HOST}).content.decode()
    for expected in (200, 409):
        said = Authenticator(origin=f"http://{HOST}").make(options)
        answer = window.post("/account/", FORM | {"credential": said}, headers={"host": HOST}, follow=True)
        assert answer.status_code == expected


def test_nobody_removes_the_key_of_somebody_else(ben: User, person: People, browser: Browser) -> None:
    add(browser(ben))
    key, other = Passkey.objects.get(), browser(person("cleo", "Finance"))
    for wrong in (str(key.pk), "nothing"):
        answer = other.post("/account/", {"deed": "end", "key": wrong})
        assert answer.status_code == 404
    key.refresh_from_db()
    assert key.ended_at is None


def test_under_a_bare_address_and_for_a_stranger_there_are_no_keys(ben: User, browser: Browser) -> None:
    answer = browser(ben).post("/account/key/", headers={"host": "127.0.0.1"})
    assert (answer.status_code, "under a name" in json.loads(answer.content)["detail"]) == (409, True)
    assert Client().post("/account/key/").status_code == 302
    assert Client().get("/account/").status_code == 302
