"""Where the demo plays: the running product, its people with their passwords, and the systems around it."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from apps.connectors import sandbox
from apps.console.demo.desk import FINAL, Desk, Seen
from apps.console.demo.person import Person
from apps.console.demo.promise import Broken, Narrator
from apps.console.demo.systems import Systems
from apps.console.sample import agent, operations, people
from apps.console.sample.ensure import SLUG
from apps.core.postgres import embedded

T = TypeVar("T")
PATIENCE_S, PULSE_S = 40.0, 0.2
CAST = ("leo", "priya", "daniel", "mina")
RUNNING = re.compile(r"http://[\w.:]+")


@dataclass(frozen=True)
class Stage:
    url: str
    people: Mapping[str, Person]
    desk: Desk
    systems: Systems
    narrator: Narrator

    def settled(self, proposal: str) -> Seen:
        """The proposal once nothing more will happen to it by itself."""
        return awaited(lambda: self._final(proposal), f"{proposal} is settled")

    def _final(self, proposal: str) -> Seen | None:
        seen = self.desk.looks(proposal)
        return seen if seen.state in FINAL else None


def set_up(folder: Path, url: str, narrator: Narrator) -> Stage:
    """Everybody has signed in. Raises Broken where the product, its sample or its sandbox is not there."""
    where = (url or running_at(folder)).rstrip("/")
    try:
        httpx.get(f"{where}/sign-in/", timeout=10, trust_env=False).raise_for_status()
    except httpx.HTTPError as why:
        raise Broken(f"Nothing answers at {where}. Start it with manage.py up, or name it with --url. ({why})") from why
    logins = {login.email.partition("@")[0]: login for login in people.logins(folder)}
    if missing := [name for name in CAST if name not in logins]:
        raise Broken(f"{people.FILE} has no login for {', '.join(missing)}; the demo needs the sample of manage.py up.")
    cast = {
        name: Person(where, SLUG, name.capitalize()).signed_in(logins[name].email, logins[name].password)
        for name in CAST
    }
    return Stage(where, cast, Desk(where, agent.key(folder)), _systems(folder), narrator)


def awaited(look: Callable[[], T | None], words: str) -> T:
    """What `look` finds, as soon as it finds something. Raises Broken after a while."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if (found := look()) is not None:
            return found
        time.sleep(PULSE_S)
    raise Broken(f"Waited {PATIENCE_S:.0f} s in vain until {words}.")


def running_at(folder: Path) -> str:
    """Where the product runs, as its supervisor wrote it down."""
    try:
        found = RUNNING.search((folder / "up.lock").read_text())
    except FileNotFoundError:
        found = None
    return found.group() if found else "http://127.0.0.1:8000"


def _systems(folder: Path) -> Systems:
    books = operations.address(embedded.place(folder).port, folder)
    return Systems(stripe=sandbox.address("stripe"), mail=sandbox.address("mail_http"), books=books)
