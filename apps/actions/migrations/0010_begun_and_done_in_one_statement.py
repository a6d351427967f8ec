"""A claim, or a settlement, is one statement with its reservation and its lines: each had cost a trip over the wire."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0009_begun_and_done_in_one_trip"),
        ("audit", "0005_lines_of_one_kind_together"),
        ("billing", "0004_set_aside_and_settled_within_the_claim"),
    ]

    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in ("begin_2", "done_2")
    ]
