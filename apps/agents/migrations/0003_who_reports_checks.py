import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import BelongsTo, Tenant


def agent() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agents.agent"
    )


class Migration(migrations.Migration):
    dependencies = [("agents", "0002_the_ladder")]

    operations = [
        migrations.CreateModel(
            name="Reporter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("check_name", models.CharField(max_length=60)),
                ("said_by", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("agent", agent()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("workspace_id", "agent", "check_name"),
                        name="agents_who_reports_is_said_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("check_name", ""), _negated=True), name="agents_a_check_has_a_name"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("agents_reporter"),
        BelongsTo("agents_reporter", "agent_id", "agents_agent"),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("check_name", models.CharField(max_length=60)),
                ("of", models.CharField(max_length=200)),
                ("passed", models.BooleanField()),
                ("said_at", models.DateTimeField(auto_now=True)),
                ("until", models.DateTimeField()),
                ("agent", agent()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "of", "check_name", "agent"),
                        name="agents_a_report_is_the_last_of_its_agent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of", ""), _negated=True), name="agents_a_report_is_of_something"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("agents_report"),
        BelongsTo("agents_report", "agent_id", "agents_agent"),
    ]
