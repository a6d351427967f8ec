"""Lines by which the past is measured, and what each decision was told of it."""

import django.contrib.postgres.fields
import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import CreatePartitioned, Tenant


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_questions_as_they_were_asked"),
    ]

    operations = [
        migrations.AddField("action", "past", models.JSONField(null=True)),
        CreatePartitioned(
            name="Deed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("action_id", models.UUIDField()),
                ("run_id", models.UUIDField()),
                ("key", models.CharField(blank=True, max_length=100)),
                (
                    "deeds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
                ("amount", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace_id", "key", "id"], name="actions_deeds_of_somebody"),
                    models.Index(fields=["workspace_id", "action_id"], name="actions_deeds_of_an_action"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("actions_deed"),
    ]
