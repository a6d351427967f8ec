"""Everything that a change has to pass besides the tests: format, lint, types, layers, templates, architecture."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.environment import ROOT

HERE = Path(sys.executable).parent
CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary", "apps", "config", "manage.py"],
    "layers": ["lint-imports"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "architecture": ["pytest", "-q", "tests/architecture"],
}


class Command(BaseCommand):
    help = "Checks format, lint, types, layers, templates and architecture."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        failed = [name for name, command in CHECKS.items() if not self._passes(name, command)]
        if failed:
            sys.exit(f"Not clean: {', '.join(failed)}.")
        self.stdout.write("All clean.")

    def _passes(self, name: str, command: list[str]) -> bool:
        tool = HERE / command[0]
        if not tool.exists():
            sys.exit(f"{command[0]} is not installed: python3 manage.py test brings the development packages.")
        began = time.monotonic()
        bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [str(tool), *command[1:]], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
        )
        self.stdout.write(f"{name:14}{'ok' if done.returncode == 0 else 'FAILED':8}{time.monotonic() - began:5.1f} s")
        if done.returncode != 0:
            self.stdout.write(done.stdout + done.stderr)
        return done.returncode == 0
