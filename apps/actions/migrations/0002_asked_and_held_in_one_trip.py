"""What a claim asks of the database and what a settlement holds against it, each in one round trip."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_proposals_and_actions"),
    ]

    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in ("ask_1", "hold_1")
    ]
