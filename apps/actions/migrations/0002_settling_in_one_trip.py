"""What lets a settlement go in one round trip: the database refuses it where it needs a closer look."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_proposals_and_actions"),
    ]

    operations = [
        migrations.RunSQL((SQL / "hold_1.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
