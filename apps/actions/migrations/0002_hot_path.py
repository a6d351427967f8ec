"""What every governed action asks of the database, as functions: many small statements in few round trips."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
FILES = ("ask_1", "take_1", "done_1")


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_proposals_and_actions"),
    ]

    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop) for name in FILES
    ]
