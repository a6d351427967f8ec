import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import Tenant

OF_A_PERSON = """
ALTER TABLE identity_code ADD CONSTRAINT identity_a_code_is_a_persons
    FOREIGN KEY (person_id) REFERENCES workspaces_user (id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("workspaces", "0004_hours_and_freezes")]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("person_id", models.UUIDField()),
                ("request_id", models.UUIDField()),
                ("digest", models.CharField(max_length=71)),
                ("hash", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="identity_a_code_is_tried_a_few_times"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("tries__gt", 0), _connector="OR"),
                        name="identity_a_used_code_was_tried",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["workspace_id", "person_id", "-id"], name="identity_latest_codes"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("identity_code"),
        migrations.RunSQL(OF_A_PERSON, migrations.RunSQL.noop),
    ]
