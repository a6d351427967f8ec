"""The next lines of several logs are written in one statement."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_lines_in_one_trip"),
    ]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "append_2.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
