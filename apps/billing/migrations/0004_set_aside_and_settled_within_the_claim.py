"""What a claim sets aside and what is settled of it, for the statements that take and end actions."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_reserved_and_settled_in_few_statements"),
    ]

    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in ("reserve_3", "settle_3")
    ]
