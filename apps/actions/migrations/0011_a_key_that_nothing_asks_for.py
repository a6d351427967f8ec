"""An attempt is found by its action and its number. Its key with the workspace was written with every action, twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0010_begun_and_done_in_one_statement"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE actions_attempt DROP CONSTRAINT actions_attempt_keyed_by_workspace", migrations.RunSQL.noop
        ),
    ]
