import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import Tenant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("actions", "0001_proposals_and_actions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("day", models.DateField()),
                ("tool", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=10)),
                ("n", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "day", "tool", "state"), name="console_one_tally_a_day"
                    ),
                    models.CheckConstraint(condition=models.Q(("n__gt", 0)), name="console_a_tally_counts_something"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TallyMark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("seq", models.BigIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("workspace_id",), name="console_one_mark_a_workspace")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("console_tally"),
        Tenant("console_tallymark"),
    ]
