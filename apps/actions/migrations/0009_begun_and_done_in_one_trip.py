"""A first attempt is taken, reserved for and started in one round trip, and what it did is settled in another."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0008_reminders_by_mail"),
    ]

    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in ("begin_1", "done_1")
    ]
