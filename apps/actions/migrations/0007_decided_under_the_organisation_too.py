"""Which version of the organisation's policy an action was decided under; the claim compares it as it does the other."""

from pathlib import Path

from django.db import migrations, models

ASK = (Path(__file__).parents[1] / "sql" / "ask_2.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("actions", "0006_signatures_owed_afterwards"), ("policies", "0005_what_stands_above")]

    operations = [
        migrations.AddField("action", "above_version_id", models.UUIDField(null=True)),
        migrations.RunSQL(ASK, migrations.RunSQL.noop),
    ]
