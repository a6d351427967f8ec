"""Guesses at passwords are few, at whichever door, whoever's password it is."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client

from apps.identity import guesses
from apps.identity.models import Guess
from apps.workspaces.models import User
from tests import make

WRONG, RIGHT = "not the password", "a long password"


@pytest.fixture
def ben(db: None) -> User:
    ben = make.person("ben", of=make.workspace().pk)
    ben.set_password(RIGHT)
    ben.save()
    return ben


def sign_in(email: str, password: str, *, whence: str = "10.0.0.1") -> int:
    """The status: 302 for whoever is let in."""
    said = {"email": email, "password": password}
    return Client(REMOTE_ADDR=whence).post("/sign-in/", said).status_code


def guessed(email: str, times: int = guesses.FROM_ONE_PLACE) -> None:
    for _ in range(times):
        guesses.take(email, whence="10.0.0.1")


def test_after_ten_wrong_guesses_the_right_one_is_not_looked_at(ben: User) -> None:
    statuses = [sign_in(ben.email, WRONG) for _ in range(guesses.FROM_ONE_PLACE)]
    assert (set(statuses[:-1]), sign_in(ben.email.upper(), RIGHT)) == ({200}, 429)
    assert sign_in(ben.email, RIGHT, whence="10.0.0.2") == 302


def test_a_quarter_of_an_hour_later_it_is(ben: User) -> None:
    guessed(ben.email)
    Guess.objects.update(at=Now() - guesses.WITHIN - timedelta(seconds=1))
    assert sign_in(ben.email, RIGHT) == 302


def test_the_right_password_clears_the_count(ben: User) -> None:
    guessed(ben.email, guesses.FROM_ONE_PLACE - 1)
    assert sign_in(ben.email, RIGHT) == 302
    assert not Guess.objects.exists()


def test_an_address_that_nobody_has_is_answered_alike(ben: User) -> None:
    for email in (ben.email, "nobody@elsewhere.example"):
        assert [sign_in(email, WRONG) for _ in range(12)] == [*[200] * 9, 429, 429, 429]


def test_from_many_places_there_are_fifty(ben: User) -> None:
    for place in range(guesses.FROM_ANYWHERE):
        guesses.take(ben.email, whence=f"10.0.1.{place}")
    assert sign_in(ben.email, RIGHT, whence="10.0.0.9") == 429


def test_whoever_is_signed_in_guesses_no_more_often_when_adding_a_key(ben: User) -> None:
    window = Client(REMOTE_ADDR="10.0.0.1")
    window.force_login(ben, "django.contrib.auth.backends.ModelBackend")
    said = [window.post("/account/", {"deed": "add", "password": WRONG}).content.decode() for _ in range(11)]
    assert "not your password" in said[9]
    assert "too many guesses" in said[10]
    assert "too many guesses" in window.post("/account/", {"deed": "add", "password": RIGHT}).content.decode()
    assert sign_in(ben.email, RIGHT) == 429


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_by_one() -> None:
    acme = make.workspace()
    raced = make.race(*[lambda: guesses.take("ben@here.example", whence="x")] * 14, of=acme.pk)
    assert sum(isinstance(one, guesses.TooMany) for one in raced) == 4
