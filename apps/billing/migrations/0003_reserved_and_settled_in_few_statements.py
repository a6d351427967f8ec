"""An action reserves in two statements and settles in one: to start one costs more than to run it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_hot_budgets_and_roll_ups"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="budget",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("slice__gt", 0)),
                fields=["workspace_id"],
                name="billing_hot_budgets",
            ),
        ),
        *(
            migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
            for name in ("reserve_2", "settle_2")
        ),
    ]
