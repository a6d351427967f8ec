"""What sentences could name when a question was asked."""

import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import AppendOnly, Tenant


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_versions_of_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("digest", models.CharField(max_length=71)),
                ("vocabulary", models.JSONField()),
            ],
            options={
                "verbose_name_plural": "words",
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace_id", "digest"), name="policies_words_are_kept_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("policies_words"),
        AppendOnly("policies_words"),
    ]
