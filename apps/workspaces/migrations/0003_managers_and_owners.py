import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import Tenant


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0002_pauses_of_every_scope")]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=10)),
                ("of", models.CharField(max_length=200)),
                ("said_by", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "kind", "of", "person"), name="workspaces_a_relation_is_said_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["manager", "owner"])),
                        name="workspaces_a_relation_is_a_managers_or_an_owners",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of", ""), _negated=True),
                        name="workspaces_a_relation_is_to_somebody_or_something",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("workspaces_relation"),
    ]
