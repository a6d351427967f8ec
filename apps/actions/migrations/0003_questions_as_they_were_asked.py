"""Each question that was put to policy, whole, beside what followed from it."""

import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import CreatePartitioned, ErasedAlone, Tenant

OCCASIONS = [
    ("proposed", "When it was proposed"),
    ("read", "When it was read"),
    ("edited", "When somebody changed it"),
    ("again", "When it was decided again"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_asked_and_held_in_one_trip"),
    ]

    operations = [
        CreatePartitioned(
            name="Recording",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("proposal_id", models.UUIDField(null=True)),
                ("action_id", models.UUIDField()),
                ("occasion", models.CharField(choices=OCCASIONS, max_length=10)),
                ("looked", models.BooleanField()),
                ("asked", models.BinaryField(null=True)),
                ("words", models.CharField(max_length=71)),
                ("policy_version_id", models.UUIDField(null=True)),
                ("verdict", models.JSONField()),
                ("seal", models.CharField(max_length=71)),
                ("shadow_id", models.UUIDField(null=True)),
                ("shadow_verdict", models.JSONField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace_id", "proposal_id"], name="actions_recordings_of_proposal"),
                    models.Index(fields=["workspace_id", "action_id"], name="actions_recordings_of_action"),
                    models.Index(
                        condition=models.Q(("shadow_id__isnull", False)),
                        fields=["workspace_id", "shadow_id", "-id"],
                        name="actions_seen_by_a_shadow",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("occasion__in", [value for value, _ in OCCASIONS])),
                        name="actions_a_recording_has_a_known_occasion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shadow_id", None), ("shadow_verdict__isnull", True)),
                            models.Q(("shadow_id__isnull", False), ("shadow_verdict__isnull", False)),
                            _connector="OR",
                        ),
                        name="actions_a_shadow_that_watched_has_a_verdict",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Tenant("actions_recording"),
        ErasedAlone("actions_recording", "asked"),
    ]
