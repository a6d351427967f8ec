import django.contrib.postgres.fields
import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import Tenant

DAY = 24 * 60


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0003_managers_and_owners")]

    operations = [
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=60)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), blank=True, default=list, size=None
                    ),
                ),
                ("said_by", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("workspace_id", "name", "begins_at"),
                        name="workspaces_a_freeze_is_said_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("begins_at__lt", models.F("ends_at"))),
                        name="workspaces_a_freeze_takes_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="workspaces_a_freeze_has_a_name"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("workspaces_freeze"),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("freeze_id", models.UUIDField(primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField()),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField("workspace", "opens", models.PositiveSmallIntegerField(default=9 * 60)),
        migrations.AddField("workspace", "closes", models.PositiveSmallIntegerField(default=17 * 60)),
        migrations.AddField("workspace", "workdays", models.CharField(default="12345", max_length=7)),
        migrations.AddConstraint(
            "workspace",
            models.CheckConstraint(
                condition=models.Q(
                    ("closes__lte", DAY),
                    ("opens__lt", DAY),
                    models.Q(("opens", models.F("closes")), _negated=True),
                ),
                name="workspaces_hours_are_of_a_day",
            ),
        ),
        migrations.AddConstraint(
            "workspace",
            models.CheckConstraint(
                condition=models.Q(("workdays__regex", "^1?2?3?4?5?6?7?$"), models.Q(("workdays", ""), _negated=True)),
                name="workspaces_some_days_are_worked",
            ),
        ),
    ]
