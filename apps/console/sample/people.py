"""The sample's people: who they are, what they may do, and the passwords they were given once."""

import secrets
import string
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from apps.core import secretfile
from apps.workspaces import found
from apps.workspaces.access import ADMINS, ASKERS, AUDITORS, FINANCE, LEADS, SECURITY
from apps.workspaces.models import Member, User

DOMAIN = "harbour-pine.example"
FILE = "sample-logins.txt"


@dataclass(frozen=True)
class Person:
    handle: str
    name: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.handle}@{DOMAIN}"


@dataclass(frozen=True)
class Login:
    email: str
    password: str
    who: str  # "Leo Brandt: Askers, Support leads"


PEOPLE = (
    Person("leo", "Leo Brandt", (ASKERS, LEADS)),
    Person("daniel", "Daniel Achterberg", (LEADS,)),
    Person("mina", "Mina Okafor", (LEADS,)),
    Person("priya", "Priya Raman", (FINANCE,)),
    Person("ada", "Ada Lindqvist", (ADMINS,)),
    Person("ruben", "Ruben Vos", (ADMINS,)),
    Person("sol", "Sol Marchetti", (SECURITY,)),
    Person("wim", "Wim Aalders", (AUDITORS,)),
)


def let_in(workspace_id: UUID, folder: Path) -> None:
    """Everybody is a member with a password. Passwords are written down first, so whoever is let in can sign in."""
    given = {login.email: login.password for login in _written_down(folder)}
    for person in PEOPLE:
        with transaction.atomic():
            user = User.objects.filter(email=person.email).first()
            user = user or User.objects.create_user(person.email, given[person.email], name=person.name)
            if not Member.objects.filter(workspace_id=workspace_id, user=user).exists():
                found.member(workspace_id, user, roles=list(person.roles), by="operator")


def logins(folder: Path) -> tuple[Login, ...]:
    """What is written down; nothing where the file is gone."""
    try:
        lines = (folder / FILE).read_text().splitlines()
    except FileNotFoundError:
        return ()
    return tuple(Login(*line.split(maxsplit=2)) for line in lines if "@" in line)


def _written_down(folder: Path) -> tuple[Login, ...]:
    if not (folder / FILE).exists():
        rows = [f"{person.email:30} {_password()}  {person.name}: {', '.join(person.roles)}" for person in PEOPLE]
        secretfile.write(folder / FILE, "\n".join(rows) + "\n")
    return logins(folder)


def _password() -> str:
    """Sixteen letters in groups of four: 75 bits, and quick to type."""
    letters = [secrets.choice(string.ascii_lowercase) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))
