"""Migrations run on the owner's login alone; everything else works through the app's."""

from typing import Any

OWNER = "owner"


class Router:
    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == OWNER
