"""An outside agent: a program with a key that knows the API and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from apps.console.demo.promise import Broken

FINAL = frozenset({"denied", "suggested", "rejected", "lapsed", "done", "failed", "stopped"})


@dataclass(frozen=True)
class Seen:
    """A proposal as the API tells it."""

    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def run(self) -> str:
        return str(self.body["run"])

    @property
    def state(self) -> str:
        return str(self.body["state"])

    @property
    def digest(self) -> str:
        return str(self.body["digest"])

    @property
    def actions(self) -> list[Mapping[str, Any]]:
        return list(self.body["actions"])

    def action(self, tool: str) -> str:
        """The id of the action of this tool."""
        return next(str(one["id"]) for one in self.actions if one["tool"] == tool)


class Desk:
    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30, trust_env=False
        )  # fmt: skip

    def proposes(self, body: Mapping[str, Any], key: str) -> Seen:
        return self._seen(self._http.post("/proposals", json=body, headers={"Idempotency-Key": key}))

    def reads(self, body: Mapping[str, Any]) -> str:
        """Reads one thing, and says in which run."""
        answer = self._http.post("/reads", json=body)
        if answer.is_error:
            raise Broken(f"The API answers {answer.status_code}: {answer.text[:500]}")
        return str(answer.json()["run"])

    def looks(self, proposal: str) -> Seen:
        return self._seen(self._http.get(f"/proposals/{proposal}"))

    def _seen(self, answer: httpx.Response) -> Seen:
        if answer.is_error:
            raise Broken(f"The API answers {answer.status_code}: {answer.text[:500]}")
        return Seen(answer.json())
