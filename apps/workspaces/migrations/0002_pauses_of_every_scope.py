from pathlib import Path

from django.db import migrations, models

import apps.core.ids

PAUSE = Path(__file__).parents[1] / "sql" / "pause_1.sql"
KINDS = ["workspace", "agent", "connection", "tool", "installation"]


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0001_people_and_workspaces"),
        ("audit", "0003_lines_in_one_trip"),
        ("actions", "0001_proposals_and_actions"),  # a pause lists attempts, by a function that reads their table
    ]

    operations = [
        migrations.AddField("pause", "named", models.CharField(blank=True, max_length=200, default=""), False),
        migrations.AddField("pause", "staged_until", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("pause", "workspaces_a_pause_names_a_known_scope"),
        migrations.AddConstraint(
            "pause",
            models.CheckConstraint(
                condition=models.Q(("scope_kind__in", KINDS)), name="workspaces_a_pause_names_a_known_scope"
            ),
        ),
        migrations.CreateModel(
            name="InstallationPause",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("whole", models.BooleanField(default=True, editable=False)),
                ("reason", models.TextField(blank=True)),
                ("paused_by", models.CharField(max_length=80)),
                ("paused_at", models.DateTimeField(auto_now_add=True)),
                ("resumed_by", models.CharField(blank=True, max_length=80)),
                ("resumed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resumed_at", None)),
                        fields=("whole",),
                        name="workspaces_the_installation_is_paused_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whole", True)), name="workspaces_the_installation_is_paused_whole"
                    ),
                ]
            },
        ),
        migrations.RunSQL(PAUSE.read_text(), migrations.RunSQL.noop),
    ]
