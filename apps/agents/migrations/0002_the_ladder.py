import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import BelongsTo, SeenThrough, Tenant

RUNGS = [("off", "Off"), ("suggest", "Suggest"), ("approve", "Approve"), ("auto", "Auto")]
ON_THE_LADDER = models.Q(("rung__in", [rung for rung, _ in RUNGS]))
ORGANISATIONS = "organisation_id IN (SELECT organisation_id FROM workspaces_workspace)"


class Migration(migrations.Migration):
    dependencies = [("agents", "0001_agents_and_keys"), ("workspaces", "0002_pauses_of_every_scope")]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("group", models.CharField(max_length=100)),
                ("rung", models.CharField(choices=RUNGS, max_length=10)),
                ("moved_by", models.CharField(max_length=80)),
                ("moved_at", models.DateTimeField(auto_now=True)),
                ("why", models.TextField(blank=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="agents.agent",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.role",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "agent", "group", "role"),
                        name="agents_a_cell_holds_one_rung",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=ON_THE_LADDER, name="agents_a_cell_is_on_the_ladder"),
                    models.CheckConstraint(
                        condition=models.Q(("agent__isnull", False), ("role", None), _connector="OR"),
                        name="agents_a_limit_holds_for_whoever_asks",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(choices=[("organisation", "Organisation"), ("plan", "Plan")], max_length=12),
                ),
                ("group", models.CharField(blank=True, max_length=100)),
                ("rung", models.CharField(choices=RUNGS, max_length=10)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workspaces.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "group"), name="agents_a_limit_is_said_once"
                    ),
                    models.CheckConstraint(condition=ON_THE_LADDER, name="agents_a_limit_is_on_the_ladder"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["organisation", "plan"])),
                        name="agents_a_limit_comes_from_somewhere_known",
                    ),
                ],
            },
        ),
        Tenant("agents_cell"),
        BelongsTo("agents_cell", "agent_id", "agents_agent"),
        BelongsTo("agents_cell", "role_id", "workspaces_role"),
        SeenThrough("agents_limit", ORGANISATIONS),
    ]
