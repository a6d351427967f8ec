"""Lines are numbered, hashed and written by the database, so that the head of a log is held for no round trip."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_checkpoints"),
    ]

    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "append_1.sql").read_text(encoding="utf-8"), "DROP FUNCTION audit_append_1"
        ),
    ]
