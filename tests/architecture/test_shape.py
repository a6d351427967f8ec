"""Where things stand: templates, tasks, each app's README."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app
from tests.architecture.source import ROOT, ranks

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OTHER = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
SHARED = {"parts", "admin"}  # admin: Django's own, which our admin pages extend


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_takes_only_from_its_own_folder_and_from_the_parts(template: Path) -> None:
    own = template.relative_to(ROOT / "templates").parts[0]
    for name in OTHER.findall(template.read_text()):
        folder = name.split("/")[0] if "/" in name else None
        assert folder is None or folder in SHARED | {own}, f"{template.name} takes {name}"


def test_every_task_is_named_after_its_app() -> None:
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    assert ours
    assert {name.split(".")[0] for name in ours} <= set(ranks()) | {"doorbell"}


@pytest.mark.parametrize("name", ["core", *settings.OUR_APPS])
def test_every_app_says_on_one_page_what_it_is(name: str) -> None:
    page = ROOT / "apps" / name / "README.md"
    assert page.exists(), f"apps/{name} has no README.md"
    assert len(page.read_text().splitlines()) <= 60
