"""Guesses at passwords: each is counted before it is looked at, wherever a password is asked for, and after so many of
them in a while nobody's password is looked at, right or wrong. Whom an address belongs to, and whether to anybody,
makes no difference.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from apps.core.errors import Refused
from apps.core.postgres import plain
from apps.identity.models import Guess
from apps.workspaces.models import User

WITHIN = timedelta(minutes=15)
FROM_ONE_PLACE = 10
FROM_ANYWHERE = 50  # so that guesses from many places are few, and one place alone shuts nobody out everywhere
SALT = "countersign.identity.guess"
ONE_BY_ONE = "SELECT pg_advisory_xact_lock(%s)"


class TooMany(Refused):
    code = "too_many"


SAID = "There were too many guesses at this password. Wait a quarter of an hour, then try again."


class Counting:
    """The first that Django asks: it knows nobody (so it has no `get_user`), and ends the asking in time."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **_said: Any) -> None:
        if request is None or username is None:
            return
        try:
            take(username, whence=place_of(request))
        except TooMany as why:
            raise PermissionDenied(str(why)) from None


def proven(person: User, password: str, request: HttpRequest) -> bool:
    """Is that this person's password? Raises TooMany where it is not looked at."""
    if shut(person.email, whence=place_of(request)):
        raise TooMany(SAID)
    if authenticate(request, username=person.email, password=password) != person:
        return False
    forget(person.email, whence=place_of(request))
    return True


def take(email: str, *, whence: str) -> None:
    """Count one more guess. Raises TooMany where there were so many already: then none is counted."""
    with _alone(email):
        if shut(email, whence=whence):
            raise TooMany(SAID)
        Guess.objects.filter(at__lt=Now() - WITHIN).delete()
        Guess.objects.create(whose=_hidden(email), whence=_hidden(whence))


def forget(email: str, *, whence: str) -> None:
    """The password was right: the guesses from this place count no more."""
    Guess.objects.filter(whose=_hidden(email), whence=_hidden(whence)).delete()


def shut(email: str, *, whence: str) -> bool:
    """Were there too many?"""
    lately = Guess.objects.filter(whose=_hidden(email), at__gte=Now() - WITHIN)
    places = list(lately.values_list("whence", flat=True)[:FROM_ANYWHERE])
    return len(places) >= FROM_ANYWHERE or places.count(_hidden(whence)) >= FROM_ONE_PLACE


def place_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@contextmanager
def _alone(email: str) -> Iterator[None]:
    """One guess at a password after the other, so that the limit holds."""
    number = int.from_bytes(sha256(f"guess {_hidden(email)}".encode()).digest()[:8], signed=True)
    with transaction.atomic():
        plain.rows(ONE_BY_ONE, [number])
        yield


def _hidden(said: str) -> str:
    return str(salted_hmac(SALT, said.strip().lower(), algorithm="sha256").hexdigest())
