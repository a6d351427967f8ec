"""Lines that are alike but for their subjects: the database puts their bytes together."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_lines_of_several_logs_together"),
    ]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "append_3.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
