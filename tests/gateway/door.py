"""An outside agent in a test: its key, and calls as it would make them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client

from apps.agents import keys
from apps.agents.models import Agent

REFUND = {"connection": "Stripe", "tool": "stripe.refund"}


@dataclass(frozen=True)
class Desk:
    key: str

    @classmethod
    def of(cls, agent: Agent) -> "Desk":
        return cls(keys.make(agent, "desk", by="operator")[1])

    def post(self, path: str, body: Any, *, key: str | None = None, **headers: str) -> Any:
        told = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": key or str(uuid4()), **headers}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client().post(f"/api/v1/{path}", text, content_type="application/json", headers=told)

    def get(self, path: str) -> Any:
        return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.key}"})
